import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewOperation } from '../operations/operation-queue.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { accountSyncFixture, fixtureAccountId } from './account-sync-fixture.ts';

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(() => {
  fixture = accountSyncFixture();
});

afterEach(() => fixture.dispose());

async function started(): Promise<void> {
  fixture.sync.start();
  await fixture.settled();
}

const isIdle = (): boolean => fixture.server.calls.filter((call) => call === 'idle').length >= 1;

function moveToInbox(uid: number, more: Partial<NewOperation> = {}): void {
  const folderPath = 'Deleted Items';
  const { uidValidity } = fixture.server.folder(folderPath);
  const place = { accountId: fixtureAccountId, folderPath, uidValidity, uid, messageIdHeader: null, subject: '' };
  fixture.queue.add([{ ...place, action: { kind: 'move', destination: 'INBOX' }, ...more }]);
  fixture.sync.queueChanged();
}

describe('new mail', () => {
  it('says nothing of a first sync', async () => {
    for (let message = 0; message < 120; message += 1) fixture.server.deliver('INBOX');
    await started();
    expect(fixture.store.storedCount(fixture.inbox)).toBe(120);
    expect(fixture.arrived).toEqual([]);
  });

  it('is told when IDLE says so, once, and not of other folders', async () => {
    await started();
    await fixture.until(isIdle);
    fixture.server.deliver('Sent Items', { subject: 'Sent' });
    fixture.server.deliver('INBOX', { subject: 'One' });
    await fixture.until(() => fixture.arrived.length > 0);
    fixture.sync.syncNow();
    await fixture.settled();
    fixture.sync.openFolder(fixture.inbox);
    await fixture.settled();
    expect(fixture.arrived).toEqual([['One']]);
  });

  it('of the time without a connection, or without Heron, is told together', async () => {
    fixture.server.deliver('INBOX', { subject: 'Known' });
    await started();
    await fixture.restart();
    fixture.server.deliver('INBOX', { subject: 'One' });
    fixture.server.deliver('INBOX', { subject: 'Two' });
    fixture.sync.start();
    await fixture.settled();
    expect(fixture.arrived).toEqual([['One', 'Two']]);
    await fixture.restart();
    fixture.sync.start();
    await fixture.settled();
    expect(fixture.arrived).toHaveLength(1);
  });

  it('is told by the look every five minutes', async () => {
    fixture.server.capabilities = ['IMAP4REV1', 'UIDPLUS', 'MOVE'];
    await started();
    const inbox = fixture.server.folder('INBOX');
    // Without sessions to notify, the delivery is not reported to Heron.
    const listening = [...fixture.server.sessions];
    fixture.server.sessions.clear();
    fixture.server.deliver('INBOX', { subject: 'Late' });
    for (const session of listening) fixture.server.sessions.add(session);
    expect(inbox.messages).toHaveLength(1);
    await fixture.clock.advance(5 * 60_000);
    await fixture.until(() => fixture.arrived.length > 0);
    expect(fixture.arrived).toEqual([['Late']]);
  });

  it('is nothing that we moved to the inbox, by its Message-ID or its subject', async () => {
    const named = fixture.server.deliver('Deleted Items', { messageId: '<one@fake.test>', subject: 'Named' });
    const nameless = fixture.server.deliver('Deleted Items', { messageId: null, subject: 'Nameless' });
    await started();
    moveToInbox(named, { messageIdHeader: '<one@fake.test>', subject: 'Named' });
    moveToInbox(nameless, { subject: 'Nameless' });
    await fixture.until(() => fixture.store.storedCount(fixture.inbox) === 2);
    await fixture.settled();
    fixture.server.deliver('INBOX', { subject: 'New' });
    await fixture.until(() => fixture.arrived.length > 0);
    expect(fixture.arrived).toEqual([['New']]);
  });

  it('is nothing that we moved to the inbox before a restart', async () => {
    const uid = fixture.server.deliver('Deleted Items', { messageId: '<one@fake.test>' });
    await started();
    fixture.server.fail('move', { kind: 'drop_after' });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      fixture.server.fail('open', {
        kind: 'error',
        error: { code: 'offline', params: { reason: 'computer' }, retryable: true },
      });
    }
    moveToInbox(uid, { messageIdHeader: '<one@fake.test>' });
    await fixture.until(() => fixture.server.folder('INBOX').messages.length === 1);
    await fixture.restart();
    fixture.server.clearFaults();
    fixture.sync.start();
    await fixture.settled();
    await fixture.until(() => fixture.store.storedCount(fixture.inbox) === 1);
    expect(fixture.arrived).toEqual([]);
  });
});

describe('unread in the inbox', () => {
  it('is not known before the first look, and follows the server and pending operations', async () => {
    expect(fixture.sync.status().inboxUnread).toBeNull();
    const uid = fixture.server.deliver('INBOX');
    fixture.server.deliver('INBOX');
    await started();
    expect(fixture.sync.status().inboxUnread).toBe(2);
    const { uidValidity } = fixture.server.folder('INBOX');
    const held = fixture.server.hold('setSeen');
    const place = {
      accountId: fixtureAccountId,
      folderPath: 'INBOX',
      uidValidity,
      uid,
      messageIdHeader: null,
      subject: '',
    };
    fixture.queue.add([{ ...place, action: { kind: 'set_seen', seen: true } }]);
    fixture.store.setPending(pendingChanges(fixture.queue.list(fixtureAccountId)));
    fixture.sync.queueChanged();
    await held.reached;
    expect(fixture.sync.status().inboxUnread).toBe(1);
    held.release();
    await fixture.until(() => fixture.queue.list(fixtureAccountId).length === 0);
    expect(fixture.sync.status().inboxUnread).toBe(1);
  });
});
