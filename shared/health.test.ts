import { describe, expect, it } from 'vitest';
import { errorTurns } from './error-texts.ts';
import { exampleError } from './example-errors.ts';
import { type HealthFacts, type HealthKind, healthAction, healthOf, healthText, isTroubled } from './health.ts';
import type { Account, AuthMethod, ConnectionState, IdentityId, TokenStatus } from './mail.ts';
import type { AppError, ErrorCode } from './reply.ts';
import { languages } from './texts/format.ts';
import { textsIn } from './texts/texts.ts';
import { causesOf, verdictIds } from './verdicts.ts';

const codes = Object.keys(errorTurns) as ErrorCode[];
const sound: TokenStatus = { expiresAt: 1, lastRefreshAt: 1, persistence: 'encrypted', ended: null };

function facts(
  connection: ConnectionState,
  token: TokenStatus | null = null,
  method: AuthMethod = 'oauth2',
  proof: HealthFacts['status']['proof'] = { kind: 'reconciled', at: 7 },
): HealthFacts {
  const auth: Account['auth'] =
    method === 'oauth2' ? { method, identityId: 'one' as IdentityId } : { method, username: 'ada' };
  return { account: { auth }, status: { connection, proof }, token };
}
const failed = (error: AppError, retryAt: number | null = null): ConnectionState => ({
  kind: 'failed',
  error,
  retryAt,
});
const blocked = (error: AppError): ConnectionState => ({ kind: 'needs_sign_in', error });
const example = exampleError;

describe('the health of an account', () => {
  it.each<[HealthKind, string | null, string, HealthFacts]>([
    ['ok', null, 'online', facts({ kind: 'online' }, sound)],
    ['ok', null, 'online with a password', facts({ kind: 'online' }, null, 'password')],
    ['behind', null, 'online, and nothing compared', facts({ kind: 'online' }, sound, 'oauth2', { kind: 'unknown' })],
    [
      'behind',
      null,
      'online, with a folder that is behind',
      facts({ kind: 'online' }, sound, 'oauth2', { kind: 'behind', folders: 1 }),
    ],
    ['refreshing', null, 'not started', facts({ kind: 'stopped' })],
    ['refreshing', null, 'connecting', facts({ kind: 'connecting' })],
    ['refreshing', null, 'syncing', facts({ kind: 'syncing' })],
    ['paused', 'resume', 'paused by the user', facts({ kind: 'paused', until: 5 })],
    ['throttled', 'try_now', 'asked to wait', facts({ kind: 'throttled', until: 5 })],
    ['offline', 'try_now', 'without a network', facts({ kind: 'offline', error: example('offline'), retryAt: 1 })],
    ['needs_you', 'sign_in', 'signed out', facts(blocked(example('sign_in_required')))],
    ['needs_you', 'sign_in', 'a wrong password', facts(blocked(example('authentication_failed')), null, 'password')],
    ['needs_you', 'switch_to_oauth2', 'no passwords', facts(blocked(example('basic_auth_blocked')), null, 'password')],
    ['needs_you', 'account', 'no client ID', facts(blocked(example('client_id_missing')))],
    ['needs_you', 'sign_in', 'locked for a while, and not tried', facts(blocked(example('account_locked')))],
    ['needs_administrator', 'account', 'not approved', facts(blocked(example('consent_required')))],
    ['needs_administrator', 'account', 'blocked by a policy', facts(blocked(example('policy_blocked')))],
    ['needs_administrator', 'account', 'IMAP switched off', facts(failed(example('mailbox_unavailable'), 1))],
    ['needs_you', 'try_now', 'a full disk', facts(failed(example('disk_full'), 1))],
    ['needs_attention', 'try_now', 'the server refuses for now', facts(failed(example('server_unavailable'), 1))],
    [
      'needs_you',
      'sign_in',
      'the grant has ended, connections live on',
      facts({ kind: 'online' }, { ...sound, ended: example('sign_in_required') }),
    ],
    [
      'needs_you',
      'sign_in',
      'the grant has ended in a pause',
      facts({ kind: 'paused', until: 5 }, { ...sound, ended: example('sign_in_required') }),
    ],
    [
      'needs_administrator',
      'account',
      'the grant was ended by a policy',
      facts({ kind: 'syncing' }, { ...sound, ended: example('policy_blocked') }),
    ],
  ])('is %s, helped by %s: %s', (kind, action, _name, known) => {
    const health = healthOf(known);
    expect([health.kind, healthAction(health)]).toEqual([kind, action]);
  });

  it.each(codes)('never hides an error: %s', (code) => {
    for (const connection of [blocked(example(code)), failed(example(code)), failed(example(code), 1)]) {
      for (const method of ['oauth2', 'password', 'app_password'] as const) {
        const health = healthOf(facts(connection, sound, method));
        expect(isTroubled(health)).toBe(true);
        expect(healthAction(health)).not.toBeNull();
      }
    }
    expect(healthOf(facts({ kind: 'offline', error: example(code), retryAt: 1 })).kind).toBe('offline');
    expect(isTroubled(healthOf(facts({ kind: 'online' }, { ...sound, ended: example(code) })))).toBe(true);
  });

  it.each(verdictIds.filter((id) => causesOf(id).length > 0))('never hides a verdict: %s', (id) => {
    for (const { code, reasons = [], references = [] } of causesOf(id)) {
      const error = {
        ...example(code),
        params: { ...example(code).params, ...(reasons[0] !== undefined && { reason: reasons[0] }) },
        ...(references[0] !== undefined && { guidance: { reference: references[0] } }),
      } as AppError;
      for (const connection of [blocked(error), failed(error, 1)]) {
        expect(isTroubled(healthOf(facts(connection, sound)))).toBe(true);
      }
    }
  });

  it('heals with what it depends on, and remembers nothing', () => {
    expect(healthOf(facts(blocked(example('sign_in_required')), sound)).kind).toBe('needs_you');
    expect(healthOf(facts({ kind: 'online' }, sound))).toEqual({ kind: 'ok', at: 7 });
  });

  it.each(languages)('has words for each state, each its own (%s)', (language) => {
    const { states, within, notices } = textsIn(language).health;
    for (const words of [states, within]) {
      const { behind, ...others } = words;
      const said = Object.values(others).map((text) => (typeof text === 'string' ? text : text('12:00')));
      said.push(behind(0), behind(1), behind(2));
      expect(new Set(said).size).toBe(said.length);
    }
    expect(new Set(Object.values(notices).map((text) => text('ada'))).size).toBe(4);
    expect(healthText({ kind: 'throttled', until: 60_000 }, 'states', String)).toContain('60000');
    expect(healthText({ kind: 'ok', at: 60_000 }, 'within', String)).toContain('60000');
  });
});
