import { describe, expect, it } from 'vitest';
import type { AccountId, ConnectionState, EngineStatus } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { sampleAccount } from './account-samples.ts';
import { AccountViews } from './account-views.ts';

const id = 'a' as AccountId;
const error: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'imap.contoso.test:993', said: '' },
  retryable: false,
};

const idle: EngineStatus = {
  connection: { kind: 'stopped' },
  proof: { kind: 'unknown' },
  lastSyncAt: null,
  lastError: null,
  progress: null,
  pendingOperations: 0,
  parkedOperations: 0,
  inboxUnread: null,
};

function viewsAfter(connection: ConnectionState): AccountViews {
  const views = new AccountViews({ list: () => [], identity: () => null }, () => null, 'encrypted');
  views.setStatus(id, { ...idle, connection });
  return views;
}

describe('where an account’s secret is', () => {
  const account = sampleAccount();
  const viewOf = (connection: ConnectionState | null, persistence: 'encrypted' | 'session' = 'encrypted') => {
    const views = new AccountViews({ list: () => [account], identity: () => null }, () => null, persistence);
    if (connection !== null) views.setStatus(account.id, { ...idle, connection });
    return views.list()[0]?.secret;
  };

  it('is known of a password as well, also before the engine said anything', () => {
    expect(viewOf(null)).toBe('encrypted');
    expect(viewOf({ kind: 'offline', error, retryAt: 5 })).toBe('encrypted');
    expect(viewOf({ kind: 'online' }, 'session')).toBe('session');
  });

  it('is nowhere only where the engine asked for it in vain', () => {
    const missing: AppError = { code: 'sign_in_required', params: { reason: 'password_missing' }, retryable: false };
    expect(viewOf({ kind: 'needs_sign_in', error: missing })).toBe('missing');
    expect(viewOf({ kind: 'needs_sign_in', error })).toBe('encrypted');
  });
});

describe('what is told to an engine that is started anew', () => {
  it.each([
    { kind: 'needs_sign_in', error },
    { kind: 'throttled', until: 5 },
  ] satisfies ConnectionState[])('B20 Q2 keeps $kind', (connection) => {
    expect(viewsAfter(connection).blockOf(id)).toEqual(connection);
  });

  it.each([
    { kind: 'online' },
    { kind: 'offline', error, retryAt: 5 },
    { kind: 'failed', error, retryAt: 5 },
  ] satisfies ConnectionState[])('does not keep $kind, which passes by itself', (connection) => {
    expect(viewsAfter(connection).blockOf(id)).toBeNull();
  });

  it('keeps nothing for an account that never reported', () => {
    expect(viewsAfter({ kind: 'online' }).blockOf('b' as AccountId)).toBeNull();
  });
});
