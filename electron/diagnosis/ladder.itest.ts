import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaksIn } from '../../e2e/canary.ts';
import type { HostileScript } from '../../e2e/servers/hostile-scripts.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { Diagnosis, Rung } from '../../shared/diagnosis.ts';
import type { RungName } from '../../shared/finding.ts';
import { type AppError, success } from '../../shared/reply.ts';
import { secretsIn } from '../mail/credentials.ts';
import { climb, imapAt, password, rightClaims, secret, smtpAt, tokenSaying } from './ladder-fixture.ts';

let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(() => ca.dispose());

const rung = ({ rungs }: Diagnosis, name: RungName): Rung | undefined => rungs.find((each) => each.name === name);
const states = ({ rungs }: Diagnosis) => rungs.map(({ name, state }) => `${name} ${state}`);
const refused: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'localhost:993', said: 'Invalid credentials' },
  retryable: false,
};
const refusing: HostileScript = {
  onCommand: ({ tag, name }) =>
    /LOGIN|AUTHENTICATE/.test(name) ? `${tag} NO [AUTHENTICATIONFAILED] No\r\n` : undefined,
};

describe('the ladder', () => {
  it('climbs every rung in order, and notes what each one found', async () => {
    const imap = await imapAt({}, ca);
    const smtp = await smtpAt(ca, { size: 35_000_000 });
    const progress: Diagnosis[] = [];
    const diagnosis = await climb({
      ca,
      patient: { imap: imap.endpoint, smtp: smtp.endpoint },
      progress: (each) => void progress.push(each),
    });
    expect(diagnosis).toMatchObject({ verdict: 'all_well', error: null });
    expect(new Set(diagnosis.rungs.map(({ state }) => state))).toEqual(new Set(['passed']));
    expect(diagnosis.rungs.every(({ startedAt, durationMs }) => startedAt !== null && durationMs !== null)).toBe(true);
    expect(rung(diagnosis, 'tls')?.facts).toContainEqual({ name: 'issuer', value: 'Heron test CA' });
    expect(rung(diagnosis, 'capabilities')?.facts[0]?.value).toContain('AUTH=XOAUTH2');
    expect(rung(diagnosis, 'inbox')?.facts).toEqual([{ name: 'messages', value: '0' }]);
    expect(rung(diagnosis, 'smtp_ehlo')?.facts).toContainEqual({ name: 'size_limit', value: '35000000' });
    // Each rung was shown as running, in the order of the list.
    const running = progress
      .flatMap(({ rungs }) => rungs.filter(({ state }) => state === 'running'))
      .map(({ name }) => name);
    expect([...new Set(running)]).toEqual(diagnosis.rungs.map(({ name }) => name));
    // Signing in is all that happens there: no mail was begun, and nothing in the mailbox was changed.
    expect(smtp.server.messages).toEqual([]);
    expect(imap.server.lines.join('\n')).not.toMatch(/STORE|EXPUNGE|APPEND|MOVE|COPY/);
  });

  it('sends mail by another way where the account does', async () => {
    const { endpoint } = await imapAt({}, ca);
    const diagnosis = await climb({ ca, patient: { imap: endpoint, smtp: null } });
    expect(rung(diagnosis, 'smtp_tcp')).toMatchObject({ state: 'skipped', skipped: 'not_by_smtp' });
  });

  it.each([
    ['in clear', (text: string) => text],
    ['as Base64', (text: string) => Buffer.from(text).toString('base64')],
  ])('I2 a server that repeats credentials %s does not get them into the report', async (_form, written) => {
    for (const credentials of [password, tokenSaying({ ...rightClaims, canary: 'CANARY7f3a' })]) {
      const all = secretsIn(credentials).map(written).join(' ');
      const { endpoint } = await imapAt(
        {
          greeting: `* OK ready\r\n`,
          onCommand: ({ tag, name }) => (/LOGIN|AUTHENTICATE/.test(name) ? `${tag} NO I got ${all}\r\n` : undefined),
        },
        ca,
      );
      const smtp = await smtpAt(ca);
      smtp.server.refuse('auth', `535 5.7.8 I got ${all}`);
      const diagnosis = await climb({ ca, patient: { imap: endpoint, smtp: smtp.endpoint }, credentials });
      const text = JSON.stringify(diagnosis);
      expect(text).toContain('I got');
      expect(leaksIn(text)).toEqual([]);
      expect(text).not.toContain(secret);
      expect(text).not.toContain('CANARY');
    }
  });

  it('does not try a refused password again, neither at IMAP nor at SMTP, unless the user asks for it (Q2)', async () => {
    const imap = await imapAt(refusing, ca);
    const smtp = await smtpAt(ca);
    const patient = { imap: imap.endpoint, smtp: smtp.endpoint, block: refused };
    const diagnosis = await climb({ ca, patient });
    expect(diagnosis).toMatchObject({ verdict: 'password_refused', error: refused });
    expect(rung(diagnosis, 'sign_in')).toMatchObject({ state: 'skipped', skipped: 'refused_before' });
    expect(rung(diagnosis, 'smtp_sign_in')).toMatchObject({ state: 'skipped', skipped: 'refused_before' });
    const signIns = () => imap.server.lines.filter((line) => /AUTHENTICATE|LOGIN /.test(line)).length;
    expect([signIns(), smtp.server.signIns]).toEqual([0, 0]);
    await climb({ ca, patient: { ...patient, repeatRefused: true } });
    // The attempt that the user asked for is one attempt: what IMAP refuses is not offered to SMTP.
    expect([signIns(), smtp.server.signIns]).toEqual([1, 0]);
  });

  it('leaves a server alone that asked for it', async () => {
    const imap = await imapAt({}, ca);
    const block: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: 'x:1' },
      retryable: true,
      retryAfterMs: 9,
    };
    const diagnosis = await climb({ ca, patient: { imap: imap.endpoint, block } });
    expect(diagnosis.verdict).toBe('throttled');
    expect(imap.server.lines.join('\n')).not.toMatch(/AUTHENTICATE|LOGIN /);
  });

  it('asks for one other token when the server refuses the first, as the account itself does', async () => {
    const fresh = tokenSaying({ ...rightClaims, jti: 'fresh' });
    const token = fresh.kind === 'xoauth2' ? fresh.accessToken : '';
    const { endpoint } = await imapAt(
      {
        onCommand: ({ tag, name, line }) => {
          if (name !== 'AUTHENTICATE') return undefined;
          return decoded(line).includes(`auth=Bearer ${token}`) ? undefined : `${tag} NO AUTHENTICATE failed.\r\n`;
        },
      },
      ca,
    );
    const asked: (string | null)[] = [];
    const diagnosis = await climb({
      ca,
      patient: { imap: endpoint, method: 'oauth2' },
      credentials: async (_purpose, rejected) => {
        asked.push(rejected);
        return success(rejected === null ? tokenSaying(rightClaims) : fresh);
      },
    });
    expect(diagnosis.verdict).toBe('all_well');
    expect(asked).toHaveLength(2);
  });

  it('tells of an opaque token that it is one, and judges nothing by it', async () => {
    const { endpoint } = await imapAt({}, ca);
    const credentials = {
      kind: 'xoauth2',
      username: 'ada@contoso.test',
      accessToken: 'EwBwA8l6BAAUbDba3x2OMJE',
    } as const;
    const diagnosis = await climb({ ca, patient: { imap: endpoint }, credentials });
    expect(rung(diagnosis, 'credentials')?.facts).toEqual([{ name: 'token', value: 'opaque' }]);
  });

  it('is bounded at every rung: a server that falls silent ends that rung alone', async () => {
    const { endpoint } = await imapAt({ onCommand: ({ name }) => (name === 'CAPABILITY' ? 'hang' : undefined) }, ca);
    const smtp = await smtpAt(ca);
    const diagnosis = await climb({ ca, patient: { imap: endpoint, smtp: smtp.endpoint }, rungSeconds: 1 });
    expect(states(diagnosis)).toMatchObject({
      4: 'capabilities failed',
      5: 'credentials passed',
      6: 'sign_in skipped',
      12: 'smtp_sign_in passed',
    });
    expect(diagnosis.verdict).toBe('server_down');
  });

  it('can be cancelled, and then leaves no connection and no verdict', async () => {
    const controller = new AbortController();
    const { endpoint, server } = await imapAt(
      {
        onCommand: ({ name }) => {
          if (name !== 'AUTHENTICATE' && name !== 'LOGIN') return undefined;
          controller.abort();
          return 'hang';
        },
      },
      ca,
    );
    const diagnosis = await climb({ ca, patient: { imap: endpoint }, rungSeconds: 300, signal: controller.signal });
    expect(diagnosis).toMatchObject({ verdict: null, error: null });
    expect(rung(diagnosis, 'sign_in')?.error?.code).toBe('cancelled');
    await server.stop();
  });
});

function decoded(line: string): string {
  return Buffer.from(line.split(' ').at(-1) ?? '', 'base64').toString('latin1');
}
