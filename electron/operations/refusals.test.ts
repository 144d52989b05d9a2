import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeRefusal } from '../imap/fake-server.ts';
import { maxAttempts } from './operation-batch.ts';
import { operationFixture } from './operation-fixture.ts';
import type { OperationAction } from './operation-queue.ts';

const trash: OperationAction = { kind: 'move', destination: 'Deleted Items' };
const read: OperationAction = { kind: 'set_seen', seen: true };
const uids = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
let box: ReturnType<typeof operationFixture>;

beforeEach(() => {
  box = operationFixture();
});

afterEach(() => box.close());

describe('a refusal that is decisive', () => {
  it.each<[string, FakeRefusal, string]>([
    ['NOPERM', { code: 'NOPERM', text: 'Access denied.' }, 'not_allowed'],
    ['OVERQUOTA', { code: 'OVERQUOTA', text: 'Quota exceeded.' }, 'over_quota'],
    ['READ-ONLY', { code: 'READ-ONLY', text: 'Mailbox is read-only.' }, 'read_only'],
    ['CANNOT', { code: 'CANNOT', text: 'Never possible.' }, 'not_allowed'],
    ['CONTACTADMIN', { code: 'CONTACTADMIN', text: 'Ask.' }, 'not_allowed'],
    ['NONEXISTENT', { code: 'NONEXISTENT', text: 'No mailbox.' }, 'folder_gone'],
  ])(
    'B14b: %s parks 2,500 moves at once, with its reason, for a handful of commands',
    async (_code, refusal, reason) => {
      await box.fill('INBOX', 2_500);
      await box.fill('Deleted Items', 0);
      box.refuse(({ verb }) => (verb === 'move' ? refusal : null));
      box.add('INBOX', uids(2_500), trash);
      await box.run();
      expect([box.parked().length, box.reasons()]).toEqual([2_500, [reason]]);
      expect(box.count('move')).toBe(1);
      expect(box.commands.length).toBeLessThanOrEqual(4);
    },
  );

  it('B14b: a folder that SELECT opens read-only costs no command that changes anything', async () => {
    await box.fill('Shared', 1_000);
    box.server.folder('Shared').readOnly = true;
    box.add('Shared', uids(500), trash);
    box.add('Shared', uids(1_000).slice(500), { kind: 'delete' });
    box.add('Shared', [0], { kind: 'empty_folder', highestUid: 1_000 });
    await box.run();
    expect([box.parked().length, box.reasons()]).toEqual([501 + 500, ['read_only']]);
    expect(box.commands.every(({ verb }) => verb === 'select')).toBe(true);
    expect(box.commands.length).toBeLessThanOrEqual(4);
  });

  it('B14b: others of another folder, kind or destination are carried out', async () => {
    await box.fill('INBOX', 20);
    await box.fill('Other', 5);
    await box.fill('Work', 0);
    box.refuse(({ verb, path }) => (verb === 'move' && path === 'INBOX' ? { code: 'NOPERM', text: 'No.' } : null));
    box.add('INBOX', uids(10), trash);
    box.add('Other', uids(5), trash);
    box.add('INBOX', uids(20), read);
    await box.run();
    expect(box.parked()).toHaveLength(10);
    expect(box.server.folder('Deleted Items').messages).toHaveLength(5);
    expect(box.server.folder('INBOX').messages.every(({ flags }) => flags.seen)).toBe(true);
  });

  it('B14b: TRYCREATE creates the folder of a role and moves again; another is refused as gone', async () => {
    await box.fill('INBOX', 6);
    await box.fill('Archive', 0);
    await box.fill('Work', 0);
    for (const path of ['Archive', 'Work']) box.server.removeFolder(path);
    box.refuse(({ verb, path }) =>
      verb === 'move' && path === 'INBOX' && !box.server.folders.has('Archive')
        ? { code: 'TRYCREATE', text: 'No such mailbox.' }
        : null,
    );
    box.add('INBOX', [1, 2, 3], { kind: 'move', destination: 'Archive', role: 'archive' });
    await box.run();
    expect(box.server.folder('Archive').messages).toHaveLength(3);
    box.refuse(({ verb }) => (verb === 'move' ? { code: 'TRYCREATE', text: 'No such mailbox.' } : null));
    box.add('INBOX', [4, 5, 6], { kind: 'move', destination: 'Work' });
    await box.run();
    expect([box.parked().length, box.reasons()]).toEqual([3, ['folder_gone']]);
    expect(box.store.folderNodes().some(({ path }) => path === 'Work')).toBe(false);
  });
});

describe('a refusal without a reason', () => {
  it.each([1, 500, 999])('Y4: message %i of 1,000 is found by halving, and the others are moved', async (poisoned) => {
    await box.fill('INBOX', 1_000);
    await box.fill('Deleted Items', 0);
    box.refuse(({ verb, uids: asked }) =>
      verb === 'move' && asked.includes(poisoned) ? { text: 'Internal error.' } : null,
    );
    box.add('INBOX', uids(1_000), trash);
    await box.run();
    expect(box.server.folder('Deleted Items').messages).toHaveLength(999);
    expect([box.parked().length, box.reasons()]).toEqual([1, ['refused']]);
    expect(box.count('move')).toBeLessThanOrEqual(2 * 10 + maxAttempts);
  });

  it('B14b: 1,000 that are all refused are never tried one by one', async () => {
    await box.fill('INBOX', 1_000);
    await box.fill('Deleted Items', 0);
    box.refuse(({ verb }) => (verb === 'move' ? { text: 'Permission denied' } : null));
    box.add('INBOX', uids(1_000), trash);
    await box.run();
    expect([box.parked().length, box.reasons()]).toEqual([1_000, ['refused']]);
    // The search gives up after 21 refusals in a row. What it found alone until then, and the rest, are tried again.
    expect(box.count('move')).toBeLessThanOrEqual(22 + 10 * (maxAttempts - 1));
  });

  it('Y4: a server that takes no more than 100 messages at once gets them in parts', async () => {
    await box.fill('INBOX', 1_000);
    box.refuse(({ verb, uids: asked }) =>
      verb === 'setSeen' && asked.length > 100 ? { code: 'LIMIT', text: 'Too many messages.' } : null,
    );
    box.add('INBOX', uids(1_000), read);
    await box.run();
    expect(box.parked()).toEqual([]);
    expect(box.server.folder('INBOX').messages.every(({ flags }) => flags.seen)).toBe(true);
    expect(box.count('setSeen')).toBeLessThanOrEqual(32);
  });
});

describe('a refusal that passes', () => {
  it.each(['UNAVAILABLE', 'INUSE', 'SERVERBUG', 'LIMIT'])(
    '%s is waited for, longer each time, and parks nothing',
    async (code) => {
      await box.fill('INBOX', 10);
      const at: number[] = [];
      box.refuse(({ verb }) => {
        if (verb !== 'setSeen') return null;
        at.push(box.now);
        return at.length > 6 ? null : { code, text: 'Later.' };
      });
      box.add('INBOX', code === 'LIMIT' ? [1] : uids(10), read);
      await box.run();
      const waits = at.slice(1).map((time, index) => time - (at[index] ?? 0));
      expect(box.parked()).toEqual([]);
      expect(box.server.message('INBOX', 1).flags.seen).toBe(true);
      for (const [index, wait] of waits.entries()) expect(wait).toBeGreaterThanOrEqual(waits[index - 1] ?? 30_000);
      expect(at).toHaveLength(7);
    },
  );

  it('operations of other folders and kinds do not wait with it', async () => {
    await box.fill('INBOX', 3);
    await box.fill('Other', 3);
    box.refuse(({ verb, path }) => (verb === 'setSeen' && path === 'INBOX' ? { code: 'INUSE', text: 'Busy.' } : null));
    box.add('INBOX', [1], read);
    box.add('INBOX', [2], { kind: 'set_flagged', flagged: true });
    box.add('Other', [1], read);
    await box.run(10_000);
    expect(box.queued().map(({ folderPath, uid }) => [folderPath, uid])).toEqual([['INBOX', 1]]);
    expect(box.server.message('INBOX', 2).flags.flagged && box.server.message('Other', 1).flags.seen).toBe(true);
  });
});

describe('a folder that cannot be selected', () => {
  it.each<[string, FakeRefusal, number]>([
    ['NOPERM', { code: 'NOPERM', text: 'Access denied.' }, 1],
    ['a NO without a code', { text: 'Mailbox cannot be opened.' }, maxAttempts],
  ])(
    'B3b: %s parks that folder’s operations, and those of other folders are carried out',
    async (_name, refusal, tries) => {
      await box.fill('INBOX', 3);
      await box.fill('Other', 3);
      box.refuse(({ verb, path }) => (verb === 'select' && path === 'Other' ? refusal : null));
      box.add('Other', [1, 2, 3], read);
      box.add('Other', [1], trash);
      box.add('INBOX', [1, 2, 3], read);
      await box.run();
      expect([box.parked().length, box.reasons()]).toEqual([4, ['not_opened']]);
      expect(box.commands.filter(({ verb, path }) => verb === 'select' && path === 'Other')).toHaveLength(tries);
      expect(box.server.folder('INBOX').messages.every(({ flags }) => flags.seen)).toBe(true);
    },
  );

  it('B3b: SERVERBUG of one folder delays its operations alone', async () => {
    await box.fill('INBOX', 1);
    await box.fill('Other', 1);
    let refusals = 0;
    box.refuse(({ verb, path }) => {
      if (verb !== 'select' || path !== 'Other' || refusals === 8) return null;
      refusals += 1;
      return { code: 'SERVERBUG', text: 'Fault.' };
    });
    box.add('Other', [1], read);
    box.add('INBOX', [1], read);
    await box.run(1_000);
    expect(box.queued()).toMatchObject([{ folderPath: 'Other' }]);
    await box.run();
    expect([box.queued(), refusals]).toEqual([[], 8]);
  });

  it('B3b: a refused LIST or FETCH before a command delays, and parks at last, only what needed it', async () => {
    await box.fill('INBOX', 3);
    box.refuse(({ verb }) => (verb === 'listFolders' ? { text: 'No LIST today.' } : null));
    box.add('INBOX', [1, 2], { kind: 'move', destination: 'Nowhere' });
    box.add('INBOX', [3], read);
    await box.run();
    expect([box.parked().length, box.reasons(), box.count('listFolders')]).toEqual([2, ['refused'], maxAttempts]);
    expect(box.server.message('INBOX', 3).flags.seen).toBe(true);
  });
});

describe('a folder that keeps no flags', () => {
  it.each([[[]], [['\\Flagged', '\\Deleted']]])(
    'B14: PERMANENTFLAGS %j: queued reads are done here, without a command',
    async (kept) => {
      await box.fill('INBOX', 3);
      box.server.folder('INBOX').permanentFlags = kept;
      box.add('INBOX', [1, 2], read);
      box.add('INBOX', [0], { kind: 'set_folder_seen', highestUid: 3 });
      await box.run();
      expect([box.queued(), box.count('setSeen')]).toEqual([[], 0]);
      const inbox = box.store.folderByRole('inbox')?.folderId;
      expect(inbox && box.store.localMessages(inbox, 1, 3).every(({ flags }) => flags.seen)).toBe(true);
    },
  );

  it('B14: a star that the server does not keep is parked with the reason, not tried five times', async () => {
    await box.fill('INBOX', 300);
    box.server.folder('INBOX').permanentFlags = ['\\Seen'];
    box.add('INBOX', uids(300), { kind: 'set_flagged', flagged: true });
    await box.run();
    expect(box.parked()[299]?.error.params).toMatchObject({ reason: 'not_allowed', own: 'no_flagged_state' });
    expect(box.commands.map(({ verb }) => verb)).toEqual(['select']);
  });

  it.each([
    ['answered', ['\\Seen'], false],
    ['forwarded', ['\\Seen', '\\Answered'], false],
    ['forwarded', ['\\Seen', '$forwarded'], true],
    ['forwarded', ['\\Seen', '\\*'], true],
  ] as const)('%s with PERMANENTFLAGS %j is set there and here: %s; nothing is parked', async (mark, kept, isKept) => {
    await box.fill('INBOX', 1);
    box.server.folder('INBOX').permanentFlags = kept;
    box.add('INBOX', [1], { kind: 'mark_message', mark });
    await box.run();
    expect([box.queued(), box.count('mark')]).toEqual([[], isKept ? 1 : 0]);
    const inbox = box.store.folderByRole('inbox')?.folderId;
    const stored = inbox && box.store.localMessages(inbox, 1, 1)[0]?.flags[mark];
    expect([box.server.message('INBOX', 1).flags[mark], stored]).toEqual([isKept, isKept]);
  });

  it.each([
    [['\\Seen'], false],
    [['\\Seen', 'art'], false],
    [['\\Seen', 'TRAVEL'], true],
    [['\\Seen', '\\*'], true],
    [undefined, true],
  ])(
    'a tag with PERMANENTFLAGS %j is kept: %s; else it is parked with the reason, without a command',
    async (kept, isKept) => {
      await box.fill('INBOX', 2);
      box.server.folder('INBOX').permanentFlags = kept;
      box.add('INBOX', [1, 2], { kind: 'set_tag', tag: 'travel', on: true });
      await box.run();
      expect([box.count('setTag'), box.server.message('INBOX', 1).flags.tags]).toEqual(
        isKept ? [1, ['travel']] : [0, undefined],
      );
      const inbox = box.store.folderByRole('inbox')?.folderId;
      const stored = inbox && box.store.localMessages(inbox, 1, 2).map(({ flags }) => flags.tags);
      expect(stored).toEqual(isKept ? [['travel'], ['travel']] : [undefined, undefined]);
      expect(box.parked().map(({ error }) => error.params)).toEqual(
        isKept ? [] : [1, 2].map(() => ({ reason: 'not_allowed', said: '', own: 'no_tags' })),
      );
    },
  );

  it('B14: a read-only folder whose read state is kept for each user is marked on the server', async () => {
    await box.fill('INBOX', 1);
    Object.assign(box.server.folder('INBOX'), { readOnly: true, permanentFlags: ['\\Seen'] });
    box.add('INBOX', [1], read);
    await box.run();
    expect([box.count('setSeen'), box.server.message('INBOX', 1).flags.seen]).toEqual([1, true]);
  });
});

describe('a move without MOVE that is refused half way', () => {
  it.each<[string, FakeRefusal]>([
    ['EXPUNGE', { text: 'Expunge is not allowed.', copied: true }],
    ['STORE', { code: 'NOPERM', text: 'You may not delete here.', copied: true }],
  ])('B18: %s refused after COPY: one copy, and the dialog’s words say where it is', async (_command, refusal) => {
    box.server.capabilities = ['IMAP4REV1', 'UIDPLUS', 'IDLE'];
    await box.fill('INBOX', 5);
    await box.fill('Deleted Items', 0);
    box.refuse(({ verb }) => (verb === 'move' || verb === 'expunge' ? refusal : null));
    box.add('INBOX', [1, 2, 3], trash);
    await box.run();
    expect([box.parked().length, box.count('move')]).toEqual([3, 1]);
    expect(box.parked()[0]?.error.params).toMatchObject({
      reason: 'copied',
      folder: 'Deleted Items',
      said: refusal.text,
    });
    expect(box.server.folder('Deleted Items').messages).toHaveLength(3);
    box.refuse(() => null);
    for (const { id } of box.parked()) box.queue.retry([id]);
    await box.run();
    expect([box.server.uids('INBOX'), box.server.folder('Deleted Items').messages.length]).toEqual([[4, 5], 3]);
  });
});
