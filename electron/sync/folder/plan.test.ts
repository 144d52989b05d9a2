import { describe, expect, it } from 'vitest';
import type { FolderId } from '../../../shared/mail.ts';
import type { FolderSyncState } from '../../store/mail-store.ts';
import { Agenda } from '../agenda.ts';
import { compareFlags, nextSpan, planFolder, type RemoteState, sequenceWindow, windowSize } from './plan.ts';

const synced: FolderSyncState = { uidValidity: 9, uidNext: 101, highestModseq: 50n, lowestUid: 1, complete: true };
const remote = { exists: 100, uidNext: 101, uidValidity: 9, highestModseq: 50n };
const kinds = (local: FolderSyncState, now: Partial<RemoteState>, depth: 'head' | 'quick' | 'thorough') =>
  planFolder(local, { ...remote, ...now }, depth).map(({ kind }) => kind);

describe('planFolder', () => {
  it('a folder that was never seen begins with its newest window', () => {
    const never = { uidValidity: null, uidNext: null, highestModseq: null, lowestUid: null, complete: false };
    expect(planFolder(never, remote, 'head')).toEqual([{ kind: 'newest', complete: false }]);
    expect(planFolder(never, remote, 'quick')).toEqual([{ kind: 'newest', complete: true }]);
    expect(kinds(never, { ...remote, exists: 0 }, 'quick')).toEqual(['empty']);
  });

  it('what is stored below the lowest UID is looked at, too, once the folder is complete', () => {
    const condstore = { ...remote, highestModseq: 60n };
    const from = (local: FolderSyncState, depth: 'quick' | 'thorough') =>
      planFolder({ ...local, lowestUid: 40 }, condstore, depth).map((action) => 'uids' in action && action.uids.from);
    expect(from(synced, 'quick')).toEqual([1, 1]);
    expect(from(synced, 'thorough')).toEqual([1]);
    expect(from({ ...synced, complete: false }, 'thorough')).toEqual([40, false, 1]);
    const wasEmpty = { ...synced, lowestUid: null };
    expect(kinds(wasEmpty, { ...remote, exists: 0 }, 'quick')).toEqual(['removals']);
    expect(kinds(wasEmpty, { ...remote, exists: 0, uidNext: 102 }, 'quick')).toEqual(['removals', 'empty']);
    expect(kinds(wasEmpty, remote, 'quick')).toEqual(['newest', 'removals']);
    expect(kinds(wasEmpty, remote, 'head')).toEqual(['newest']);
  });

  it('Y1: another UIDVALIDITY resets, whatever else is the same', () => {
    expect(kinds(synced, { ...remote, uidValidity: 8 }, 'head')).toEqual(['reset', 'newest']);
  });

  it('an unchanged folder with CONDSTORE has only its count to be looked at', () => {
    expect(kinds(synced, remote, 'head')).toEqual([]);
    expect(kinds(synced, remote, 'quick')).toEqual(['removals']);
  });

  it('new mail comes before flags, flags before older messages', () => {
    const changed = { ...remote, uidNext: 104, exists: 103, highestModseq: 60n };
    expect(kinds({ ...synced, complete: false, lowestUid: 50 }, changed, 'quick')).toEqual([
      'arrivals',
      'changed_flags',
      'removals',
      'older',
      'removals',
    ]);
    expect(kinds(synced, { ...changed, uidNext: 5_000 }, 'head')).toEqual(['many_arrivals']);
  });

  it('without CONDSTORE the newest flags are compared, all of them when thorough or when CONDSTORE appears', () => {
    const compare = (local: FolderSyncState, highestModseq: bigint | null, depth: 'quick' | 'thorough') =>
      planFolder(local, { ...remote, highestModseq }, depth)[0];
    const without = { ...synced, highestModseq: null };
    expect(compare(without, null, 'quick')).toMatchObject({ kind: 'compare', onlyNewest: true });
    expect(compare(without, null, 'thorough')).toMatchObject({ kind: 'compare', onlyNewest: false });
    expect(compare(without, 60n, 'quick')).toMatchObject({ kind: 'compare', onlyNewest: false });
    const plain = { ...remote, highestModseq: null };
    expect(kinds(without, plain, 'quick')).toEqual(['compare', 'removals']);
    expect(kinds({ ...without, uidNext: 5_000 }, { ...plain, uidNext: 5_000 }, 'quick')).toEqual([
      'compare',
      'removals',
      'marks',
    ]);
    expect(kinds(without, plain, 'thorough')).toEqual(['compare']);
    expect(kinds(without, remote, 'quick')).toEqual(['compare', 'removals']);
  });
});

describe('windows', () => {
  it('grow to 1,000 and end at the first message', () => {
    expect([0, 1, 2, 3, 4, 5, 99].map(windowSize)).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
    expect(sequenceWindow(30, 50)).toEqual({ from: 1, to: 30 });
    expect(sequenceWindow(0, 50)).toBeNull();
  });

  it('Y6: span more UIDs where these are sparse, within bounds', () => {
    let span = 1_000;
    for (let window = 0; window < 40; window += 1) span = nextSpan(span, 0);
    expect(span).toBe(1_000_000);
    expect(nextSpan(4_000, 2_000)).toBe(2_000);
  });

  it('compare: removed, changed, missing', () => {
    const flags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
    const seen = { ...flags, seen: true };
    const forwarded = { ...flags, forwarded: true };
    const local = [1, 2, 3, 5].map((uid) => ({ uid, flags }));
    expect(
      compareFlags(
        local,
        [
          { uid: 2, flags: seen },
          { uid: 3, flags },
          { uid: 4, flags },
          { uid: 5, flags: forwarded },
        ],
        () => true,
      ),
    ).toEqual({
      removed: [1],
      changed: [
        { uid: 2, flags: seen },
        { uid: 5, flags: forwarded },
      ],
      missing: [4],
    });
  });

  it('compare tags in any case, but for those that are not kept', () => {
    const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
    const tagged = (uid: number, tags?: readonly string[]) => ({ uid, flags: { ...flags, ...(tags && { tags }) } });
    const local = [
      tagged(1),
      tagged(2, ['art', 'work']),
      tagged(3, ['art']),
      tagged(4, ['art']),
      tagged(5),
      tagged(6, []),
    ];
    const server = [
      tagged(1, ['art']),
      tagged(2, ['Art', 'WORK']),
      tagged(3),
      tagged(4, ['art', 'one-too-many']),
      tagged(5, ['one-too-many']),
      tagged(6),
    ];
    const { changed, removed, missing } = compareFlags(local, server, (tag) => tag !== 'one-too-many');
    expect(changed.map(({ uid }) => uid)).toEqual([1, 3]);
    expect([removed, missing]).toEqual([[], []]);
  });
});

describe('Agenda', () => {
  it('takes what can be seen at once before what is long, and each folder once', () => {
    const agenda = new Agenda((folderId) => (folderId === 1 ? 'opened' : folderId === 2 ? 'inbox' : 'other'));
    const folder = (id: number, bulk: boolean) =>
      ({ kind: 'folder', folderId: id as FolderId, thorough: false, bulk }) as const;
    for (const task of [folder(1, true), folder(3, false), { kind: 'statuses', all: true } as const, folder(2, true)]) {
      agenda.want(task);
    }
    agenda.want(folder(2, false));
    agenda.want({ kind: 'folders' });
    expect(agenda.hasMoreUrgentThan(folder(1, true))).toBe(true);
    const order: unknown[] = [];
    for (let task = agenda.take(); task !== null; task = agenda.take()) {
      order.push(task.kind === 'folder' ? task.folderId : task.kind);
    }
    expect(order).toEqual(['folders', 2, 'statuses', 3, 1]);
  });
});
