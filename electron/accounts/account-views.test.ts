import { describe, expect, it } from 'vitest';
import type { AccountId, ConnectionState, EngineStatus } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { AccountViews } from './account-views.ts';

const id = 'a' as AccountId;
const error: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server: 'imap.contoso.test:993', said: '' },
  retryable: false,
};

function viewsAfter(connection: ConnectionState): AccountViews {
  const views = new AccountViews({ list: () => [], identity: () => null }, () => null);
  const status: EngineStatus = {
    connection,
    lastSyncAt: null,
    lastError: null,
    progress: null,
    pendingOperations: 0,
    parkedOperations: 0,
    inboxUnread: null,
  };
  views.setStatus(id, status);
  return views;
}

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
