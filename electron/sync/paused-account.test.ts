import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/reply.ts';
import { accountSyncFixture, fixtureAccountId } from './account-sync-fixture.ts';

const lost: AppError = {
  code: 'connection_lost',
  params: { reason: 'lost', server: 'mail.contoso.example:993' },
  retryable: true,
};
let fixture: ReturnType<typeof accountSyncFixture>;
let until: number;

beforeEach(() => {
  fixture = accountSyncFixture();
  until = fixture.clock.now() + 3_600_000;
});

afterEach(() => fixture.dispose());

async function started(): Promise<void> {
  fixture.sync.start();
  await fixture.settled();
}

describe('a paused account', () => {
  it('ends its connections, makes none, and says until when', async () => {
    await started();
    await fixture.sync.pause(until);
    expect(fixture.server.sessions.size).toBe(0);
    expect(fixture.sync.status().connection).toEqual({ kind: 'paused', until });
    const before = fixture.server.signIns.length;
    fixture.sync.reconnect('network');
    fixture.sync.syncNow();
    fixture.sync.openFolder(fixture.inbox);
    await fixture.clock.advance(1_800_000);
    expect(fixture.server.signIns).toHaveLength(before);
    expect(fixture.kind).toBe('paused');
    expect(fixture.statuses).not.toContain('offline');
    expect(fixture.sync.status().lastError).toBeNull();
  });

  it('refuses what is not stored, at once and by name', async () => {
    await started();
    await fixture.sync.pause(until);
    await expect(fixture.sync.read(async () => 1)).rejects.toMatchObject({ error: { code: 'paused' } });
    await expect(fixture.sync.transfer(async () => 1)).rejects.toMatchObject({ error: { code: 'paused' } });
  });

  it('refuses what was being read when it was paused', async () => {
    await started();
    const held = fixture.server.hold('noop');
    const reading = fixture.sync.read((connection, signal) => connection.session.noop(signal));
    await held.reached;
    const paused = fixture.sync.pause(until);
    held.release();
    await expect(reading).rejects.toMatchObject({ error: { code: 'paused' } });
    await paused;
  });

  it('keeps operations, and carries them out when it goes on', async () => {
    const uid = fixture.server.deliver('INBOX');
    await started();
    await fixture.sync.pause(until);
    const { uidValidity } = fixture.server.folder('INBOX');
    const place = {
      accountId: fixtureAccountId,
      folderPath: 'INBOX',
      uidValidity,
      uid,
      messageIdHeader: null,
      subject: '',
    };
    fixture.queue.add([{ ...place, action: { kind: 'set_seen', seen: true } }]);
    fixture.sync.queueChanged();
    await fixture.clock.advance(600_000);
    expect(fixture.sync.status()).toMatchObject({ pendingOperations: 1, connection: { kind: 'paused' } });
    expect(fixture.server.message('INBOX', uid).flags.seen).toBe(false);
    fixture.server.deliver('INBOX', { subject: 'Meanwhile' });
    fixture.sync.resume();
    await fixture.settled();
    await fixture.until(() => fixture.queue.list(fixtureAccountId).length === 0);
    expect(fixture.server.message('INBOX', uid).flags.seen).toBe(true);
    await fixture.until(() => fixture.arrived.length > 0);
    expect(fixture.arrived).toEqual([['Meanwhile']]);
  });

  it('started paused stays so until it goes on', async () => {
    await fixture.sync.pause(until);
    fixture.sync.start();
    await fixture.clock.advance(60_000);
    expect(fixture.kind).toBe('paused');
    expect(fixture.server.signIns).toHaveLength(0);
    fixture.sync.resume();
    await fixture.settled();
  });

  it('gives up a connection that is just being made', async () => {
    const held = fixture.server.hold('open');
    fixture.sync.start();
    await held.reached;
    const paused = fixture.sync.pause(until);
    held.release();
    await paused;
    await fixture.until(() => fixture.server.sessions.size === 0);
    await fixture.clock.advance(60_000);
    expect(fixture.server.sessions.size).toBe(0);
    fixture.sync.resume();
    await fixture.settled();
  });

  it('goes on at once, also where it was offline before', async () => {
    fixture.server.fail('open', { kind: 'error', error: lost });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'offline');
    await fixture.sync.pause(until);
    expect(fixture.kind).toBe('paused');
    fixture.sync.resume();
    await fixture.settled();
  });

  it('waits as long as the server asked, also when it goes on', async () => {
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: 'mail.contoso.example:993' },
      retryable: true,
      retryAfterMs: 90_000,
    };
    fixture.server.fail('open', { kind: 'error', error: throttled });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'throttled');
    await fixture.sync.pause(until);
    fixture.sync.resume();
    await immediate();
    expect(fixture.kind).toBe('throttled');
    await fixture.clock.advance(120_000);
    await fixture.settled();
  });
});

describe('N6: another try', () => {
  it('that the user asks for is made at once, however short ago the last one failed', async () => {
    fixture.server.fail('open', { kind: 'error', error: lost });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'offline');
    fixture.sync.syncNow();
    await fixture.settled();
  });

  it('that the user asks for is made although the server asked to wait', async () => {
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: 'mail.contoso.example:993' },
      retryable: true,
      retryAfterMs: 90_000,
    };
    fixture.server.fail('open', { kind: 'error', error: throttled });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'throttled');
    fixture.sync.openFolder(fixture.inbox);
    await immediate();
    expect(fixture.server.signIns).toHaveLength(1);
    fixture.sync.syncNow();
    await fixture.settled();
  });

  it('that nobody asked for is not made so soon', async () => {
    fixture.server.fail('open', { kind: 'error', error: lost });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'offline');
    await expect(fixture.sync.read(async () => 1)).rejects.toMatchObject({ error: lost });
    expect(fixture.server.signIns).toHaveLength(1);
  });

  it('replaces an attempt that began before the network changed', async () => {
    const held = fixture.server.hold('open');
    fixture.sync.start();
    await held.reached;
    await fixture.clock.advance(10_000);
    fixture.sync.reconnect('network');
    held.release();
    await fixture.settled();
    expect(fixture.server.signIns.length).toBeGreaterThan(2);
    expect(fixture.statuses).not.toContain('offline');
  });

  it('of a server that worked before is not told to check its settings', async () => {
    await started();
    const refused: AppError = {
      code: 'connection_refused',
      params: { reason: 'unreachable', server: 'mail.contoso.example:993' },
      retryable: true,
    };
    for (let attempt = 0; attempt < 5; attempt += 1) fixture.server.fail('open', { kind: 'error', error: refused });
    fixture.server.dropAll();
    await fixture.until(() => fixture.kind === 'offline');
    expect(fixture.sync.status().connection).toMatchObject({
      error: { code: 'server_unavailable', params: refused.params },
    });
    fixture.server.clearFaults();
    await fixture.sync.update({ ...fixture.sync.account, imap: { host: 'other.test', port: 993, security: 'tls' } });
    await fixture.settled();
  });

  it('of a server that never worked is told so', async () => {
    const refused: AppError = {
      code: 'connection_refused',
      params: { reason: 'unreachable', server: 'mail.contoso.example:993' },
      retryable: true,
    };
    fixture.server.fail('open', { kind: 'error', error: refused });
    fixture.sync.start();
    await fixture.until(() => fixture.kind === 'offline');
    expect(fixture.sync.status().connection).toMatchObject({ error: refused });
  });
});

describe('N6: a connection from before', () => {
  it('that is silent is replaced within five seconds, also while a command runs on it', async () => {
    fixture.server.deliver('INBOX');
    await started();
    const before = fixture.server.signIns.length;
    fixture.server.calls.length = 0;
    fixture.server.fail('fetchEnvelopes', { kind: 'hang' });
    fixture.server.deliver('INBOX');
    await fixture.until(() => fixture.server.calls.includes('fetchEnvelopes'));
    fixture.server.fail('noop', { kind: 'hang' });
    fixture.sync.reconnect('network');
    await immediate();
    await fixture.clock.advance(5_000);
    await fixture.until(() => fixture.server.signIns.length === before + 2);
    await fixture.settled();
  });

  it('that answers is kept', async () => {
    await started();
    const before = fixture.server.signIns.length;
    fixture.sync.reconnect('network');
    await fixture.clock.advance(10_000);
    await fixture.settled();
    expect(fixture.server.signIns).toHaveLength(before);
  });
});
