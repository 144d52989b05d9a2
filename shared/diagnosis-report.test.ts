import { describe, expect, it } from 'vitest';
import type { Diagnosis, Rung } from './diagnosis.ts';
import { reportText } from './diagnosis-report.ts';

const rung = (name: Rung['name'], more: Partial<Rung>): Rung => ({
  name,
  state: 'passed',
  startedAt: Date.UTC(2026, 10, 29, 1, 2, 3),
  durationMs: 12.4,
  error: null,
  skipped: null,
  facts: [],
  said: [],
  ...more,
});
const host = 'mail.contoso.example';
const diagnosis: Diagnosis = {
  verdict: 'basic_auth_blocked',
  error: {
    code: 'basic_auth_blocked',
    params: { reason: 'no_passwords', server: `${host}:993` },
    retryable: false,
    guidance: { reference: 'BasicAuthBlocked' },
  },
  rungs: [
    rung('dns', { facts: [{ name: 'addresses', value: '192.0.2.7, 2001:db8::7' }] }),
    rung('tls', {
      facts: [
        { name: 'protocol', value: 'TLSv1.3' },
        { name: 'names', value: `${host}, *.contoso.example` },
      ],
    }),
    rung('greeting', {
      said: [
        '* OK The Microsoft Exchange IMAP4 service is ready. [QgBMADEAUABSADEAMwBDAEEAMAAxADIAMwA=]',
        `* OK ${host} ready`,
      ],
    }),
    rung('credentials', {
      facts: [
        { name: 'audience', value: 'https://outlook.office.com' },
        { name: 'scopes', value: 'IMAP.AccessAsUser.All SMTP.Send' },
        { name: 'identity', value: 'ada@contoso.example' },
        { name: 'tenant', value: '5f0e3a52-1c9d-4c77-9e0b-c0270505a11e' },
      ],
    }),
    rung('sign_in', {
      state: 'failed',
      error: {
        code: 'authentication_failed',
        params: { reason: 'password_refused', server: `${host}:993`, said: 'No such user: Ada@Contoso.example' },
        retryable: false,
      },
      said: ['A1 NO AuthFailed for ada@contoso.example at 192.0.2.7 (srv-07.eu.contoso.example)'],
    }),
    rung('inbox', { state: 'skipped', startedAt: null, durationMs: null, skipped: 'earlier_failed' }),
  ],
};
const options = { program: 'Heron 0.1.0 (linux)', at: 0, hidden: ['ada@contoso.example', host], protocol: '' };

describe('the report of a diagnosis', () => {
  it('tells neither whose mailbox it is nor where, and still what happened', () => {
    const text = reportText(diagnosis, { ...options, names: false });
    expect(text).not.toMatch(/contoso|\bada\b|192\.0\.2|2001:db8|5f0e3a52|QgBM|srv-07/i);
    for (const kept of [
      'Verdict: basic_auth_blocked',
      'BasicAuthBlocked',
      'dns: passed, 12 ms, 01:02:03 UTC',
      'protocol: TLSv1.3',
      'scopes: IMAP.AccessAsUser.All SMTP.Send',
      'authentication_failed (reason: password_refused',
      'The Microsoft Exchange IMAP4 service is ready.',
      'inbox: skipped (earlier_failed)',
    ]) {
      expect(text).toContain(kept);
    }
  });

  it('has names where the user wants them', () => {
    const text = reportText(diagnosis, { ...options, names: true });
    expect(text).toContain('addresses: 192.0.2.7, 2001:db8::7');
    expect(text).toContain('identity: ada@contoso.example');
  });

  it('ends with the protocol log as it is, where it is wanted', () => {
    const protocol = '2026-11-29T06:00:00.000Z imap 1 < 1 OK “completed”\n';
    const report = (log: string) => reportText(diagnosis, { ...options, names: false, protocol: log });
    expect(report(protocol).endsWith(`\nProtocol log\n${protocol}`)).toBe(true);
    expect(report('')).not.toContain('Protocol log');
  });
});
