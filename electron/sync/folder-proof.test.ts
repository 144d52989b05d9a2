import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Folder } from '../../shared/mail.ts';
import { accountSyncFixture } from './account-sync-fixture.ts';

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(() => {
  fixture = accountSyncFixture();
  for (let count = 0; count < 30; count += 1) fixture.server.deliver('INBOX');
});
afterEach(() => fixture.dispose());

const inbox = (): Folder => {
  const folder = fixture.store.folder(fixture.inbox);
  if (folder === null) throw new Error('There is no inbox.');
  return folder;
};
const proof = () => inbox().proof;
const count = (verb: string): number => fixture.server.calls.filter((call) => call === verb).length;
/** Until nothing is left to be done. */
const quiet = () => fixture.until(() => fixture.kind === 'online' && fixture.server.sessions.size === 2);

describe.each([
  ['without CONDSTORE', ['IMAP4REV1', 'UIDPLUS', 'IDLE']],
  ['with CONDSTORE', ['IMAP4REV1', 'UIDPLUS', 'IDLE', 'CONDSTORE']],
])('the proof of a folder, %s', (_name, capabilities) => {
  beforeEach(() => {
    fixture.server.capabilities = capabilities;
  });

  it('is there when the first pass has ended, and renewed while STATUS tells nothing new', async () => {
    fixture.sync.start();
    expect(fixture.sync.status().proof).toEqual({ kind: 'unknown' });
    await fixture.settled();
    const first = proof();
    expect(first).toEqual({ kind: 'reconciled', at: fixture.clock.now() });
    expect(fixture.sync.status().proof).toEqual(first);
    await fixture.clock.advance(5 * 60_000);
    await fixture.until(() => JSON.stringify(proof()) !== JSON.stringify(first));
    expect(proof()).toEqual({ kind: 'reconciled', at: fixture.clock.now() });
  });

  it('is not claimed while new mail is not here', async () => {
    fixture.sync.start();
    await fixture.settled();
    await quiet();
    fixture.store.saveTold(fixture.inbox, { messages: 32, uidNext: 33, highestModseq: null });
    expect(proof()).toEqual({ kind: 'behind', why: 'changed', missing: 2 });
    expect(fixture.sync.status().proof).toEqual({ kind: 'behind', folders: 1 });
  });

  it('a change during the pass leads to another pass', async () => {
    fixture.sync.start();
    await fixture.settled();
    await quiet();
    // The free connection listens elsewhere, so that only STATUS can tell of the change.
    fixture.sync.openFolder(fixture.store.folders().find(({ path }) => path === 'Sent Items')?.id ?? fixture.inbox);
    await fixture.until(() => [...fixture.server.sessions].some(({ selectedPath }) => selectedPath === 'Sent Items'));
    await fixture.until(() => fixture.kind === 'online');
    const held = fixture.server.hold('status');
    fixture.sync.download(fixture.inbox);
    await held.reached;
    fixture.server.remove('INBOX', 3);
    held.release();
    await fixture.until(() => fixture.store.storedCount(fixture.inbox) === 29 && proof().kind === 'reconciled');
  });

  it('a server that counts what it does not list: all is compared once, then it is said, and new mail still comes', async () => {
    fixture.server.countsMore = 2;
    fixture.sync.start();
    await fixture.settled();
    await fixture.until(() => JSON.stringify(proof()).includes('disagrees'));
    expect(proof()).toEqual({ kind: 'behind', why: 'disagrees', told: 32, stored: 30 });
    await quiet();
    fixture.server.calls.length = 0;
    for (let round = 0; round < 3; round += 1) {
      fixture.server.deliver('INBOX', { subject: `New ${round}` });
      await fixture.clock.advance(5 * 60_000);
      await fixture.until(() => fixture.arrived.length === 1 + round && fixture.kind === 'online');
    }
    expect(proof()).toEqual({ kind: 'behind', why: 'disagrees', told: 35, stored: 33 });
    // No further comparison of everything for each of them.
    expect(count('fetchFlags')).toBeLessThanOrEqual(6);
    fixture.server.countsMore = 0;
    fixture.sync.syncNow();
    await fixture.until(() => proof().kind === 'reconciled');
  });
});

it('the count is that of what is stored, where STATUS knows nothing yet of what an operation removed on another connection', async () => {
  fixture.server.statusIsOfView = true;
  fixture.sync.start();
  await fixture.settled();
  await quiet();
  const shown: number[] = [];
  fixture.onFolders = () => shown.push(inbox().total);
  let isRemoved = false;
  fixture.server.answersNo = ({ verb }) => {
    if (verb === 'fetchFlags' && !isRemoved) {
      isRemoved = true;
      queueMicrotask(() => {
        // No session is told of it: Dovecot tells of removals after the answer to the next command.
        const folder = fixture.server.folder('INBOX');
        folder.messages = folder.messages.filter(({ envelope }) => envelope.uid > 3);
        fixture.store.removeUids(fixture.inbox, [1, 2, 3]);
      });
    }
    return null;
  };
  fixture.sync.download(fixture.inbox);
  await fixture.until(() => isRemoved && fixture.server.calls.at(-1) === 'status' && fixture.kind === 'online');
  expect(inbox().total).toBe(27);
  expect(shown).not.toContain(30);
});
