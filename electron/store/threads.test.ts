import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { FolderId, FolderRole, MessageId } from '../../shared/mail.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import { pendingChanges } from '../operations/pending-operations.ts';
import { openMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, idOf, inboxFolder, noon, operation, seededRandom, syncState } from './store-fixture.ts';

const roles: readonly FolderRole[] = ['inbox', 'sent', 'archive', 'drafts', 'trash', 'all'];
let store: SqliteMailStore;

beforeEach(() => {
  store = openMailStore({ path: ':memory:', accountId, now: () => noon }).store;
  store.saveFolders(roles.map((role) => ({ ...inboxFolder, path: role, name: role, role })));
  onTestFinished(() => store.close());
});

function folder(role: FolderRole): FolderId {
  const found = store.folderByRole(role);
  if (found === null) throw new Error(`no ${role}`);
  return found.folderId;
}

const named = (name: string): string => `<${name}@example.org>`;

/** The `minute`th message, called by its Message-ID. */
function letter(minute: number, parent: string | null, changes: Partial<RemoteEnvelope> = {}): RemoteEnvelope {
  const at = noon + minute * 60_000;
  return envelope(minute, {
    internalDate: at,
    sentAt: at,
    subject: 'Always the same subject',
    messageIdHeader: named(`m${minute}`),
    inReplyTo: parent === null ? null : named(parent),
    ...changes,
  });
}

function save(role: FolderRole, ...letters: RemoteEnvelope[]): void {
  store.saveWindow(folder(role), letters, syncState());
}

function link(): void {
  while (store.linkThreads(7) !== null);
}

const minutesOf = (messageId: MessageId): number[] =>
  store.thread(messageId).map(({ receivedAt }) => ((receivedAt ?? 0) - noon) / 60_000);
const thread = (role: FolderRole, uid: number): number[] => minutesOf(idOf(store, folder(role), uid));
const never = (): boolean => false;

/** What the server tells of the References that are wanted, until none are. Returns how many messages were asked for. */
function fetchReferences(references: ReadonlyMap<number, readonly string[]>): number[] {
  const asked: number[] = [];
  for (;;) {
    const wanted = store.wantedReferences(never);
    if (wanted === null) return asked;
    asked.push(...wanted.uids);
    const found = wanted.uids.map((uid) => {
      const text = (references.get(uid) ?? []).map(named).join('\r\n\t');
      return [uid, { references: text, list: null }] as const;
    });
    store.saveFields(wanted, new Map(found));
  }
}

describe('a conversation', () => {
  it('goes over all folders, oldest first, whatever came first', () => {
    save('archive', letter(9, 'm5'));
    link();
    save('inbox', letter(7, 'm5'), letter(1, null), letter(2, null));
    link();
    expect(thread('archive', 9)).toEqual([7, 9]);
    save('sent', letter(5, 'm1'));
    link();
    for (const [role, uid] of [
      ['inbox', 1],
      ['sent', 5],
      ['inbox', 7],
      ['archive', 9],
    ] as const)
      expect(thread(role, uid)).toEqual([1, 5, 7, 9]);
    expect(thread('inbox', 2)).toEqual([2]);
    expect(store.thread(idOf(store, folder('inbox'), 1)).map(({ folderName }) => folderName)).toEqual([
      'inbox',
      'sent',
      'inbox',
      'archive',
    ]);
  });

  it('is there for those that answer the same message, though it is not stored', () => {
    save('inbox', letter(3, 'gone'), letter(4, 'gone'), letter(5, 'other'));
    link();
    expect([thread('inbox', 3), thread('inbox', 5)]).toEqual([[3, 4], [5]]);
  });

  it('is never made by subject alone', () => {
    save('inbox', letter(1, null), letter(2, null, { subject: 'Re: Always the same subject' }));
    link();
    fetchReferences(new Map());
    expect(thread('inbox', 2)).toEqual([2]);
  });

  it('grows together by References, which are asked for only where what is answered is not here', () => {
    save(
      'inbox',
      letter(1, null),
      letter(2, 'm1'),
      letter(6, 'm5'),
      letter(8, null, { subject: 'AW: Something' }),
      letter(9, null),
    );
    link();
    expect(thread('inbox', 6)).toEqual([6]);
    const asked = fetchReferences(
      new Map([
        [6, ['m1', 'm4', 'm5']],
        [8, ['m4']],
      ]),
    );
    expect(asked).toEqual([8, 6]);
    expect(thread('inbox', 2)).toEqual([1, 2, 6, 8]);
    // What is answered came meanwhile: nothing is asked for.
    save('inbox', letter(12, 'm11'));
    link();
    save('inbox', letter(11, null));
    link();
    expect(store.wantedReferences(never)).toBe(null);
    expect(thread('inbox', 12)).toEqual([11, 12]);
  });

  it('asks for no References in a folder that the server refuses', () => {
    // However many stand before the others'.
    save('inbox', ...Array.from({ length: 300 }, (_, index) => letter(index + 2, 'gone')));
    save('archive', letter(1, 'gone'));
    link();
    expect(store.wantedReferences((folderId) => folderId === folder('inbox'))).toMatchObject({
      path: 'archive',
      uids: [1],
    });
  });

  it('is the one that the server names, where it does', () => {
    save(
      'inbox',
      letter(1, null, { threadId: 'T1' }),
      letter(2, 'm1', { threadId: 'T2' }),
      letter(3, null, { threadId: 'T1' }),
    );
    link();
    expect([thread('inbox', 1), thread('inbox', 2)]).toEqual([[1, 3], [2]]);
    expect(store.wantedReferences(never)).toBe(null);
  });

  it('has each message once, at the place that it is looked at, else where it is best known', () => {
    save('inbox', letter(1, null), letter(2, 'm1'));
    save(
      'all',
      ...[letter(1, null), letter(2, 'm1'), letter(3, 'm1')].map((each) => ({ ...each, uid: each.uid + 100 })),
    );
    save('archive', { ...letter(2, 'm1'), uid: 52 });
    link();
    const places = (role: FolderRole, uid: number): string[] =>
      store.thread(idOf(store, folder(role), uid)).map(({ folderName }) => folderName);
    expect(places('inbox', 1)).toEqual(['inbox', 'inbox', 'all']);
    expect(places('all', 101)).toEqual(['all', 'all', 'all']);
    expect(places('archive', 52)).toEqual(['inbox', 'archive', 'all']);
  });

  it('leaves out drafts and what was thrown away, unless it is looked at there', () => {
    save('inbox', letter(1, null));
    save('trash', letter(2, 'm1'));
    save('drafts', letter(3, 'm1'));
    link();
    expect(thread('inbox', 1)).toEqual([1]);
    expect(thread('trash', 2)).toEqual([1, 2]);
    expect(thread('drafts', 3)).toEqual([1, 3]);
  });

  it('leaves out what is on its way to the trash, and shows flags as they are to be', () => {
    save('inbox', letter(1, null), letter(2, 'm1'), letter(3, 'm1'));
    link();
    store.setPending(
      pendingChanges([
        operation(2, { kind: 'move', destination: 'trash' }, { folderPath: 'inbox' }),
        operation(3, { kind: 'set_seen', seen: true }, { folderPath: 'inbox' }),
      ]),
    );
    expect(store.thread(idOf(store, folder('inbox'), 1))).toMatchObject([{ seen: false }, { seen: true }]);
  });

  it('shows the newest 500 of thousands, and the one that is looked at', () => {
    save('inbox', ...Array.from({ length: 900 }, (_, index) => letter(index + 1, index === 0 ? null : 'm1')));
    link();
    expect(thread('inbox', 900)).toEqual(Array.from({ length: 500 }, (_, index) => 401 + index));
    expect(thread('inbox', 1)).toEqual([1, ...Array.from({ length: 499 }, (_, index) => 402 + index)]);
  });

  it('is not joined by a message that gets the id of a former one', () => {
    save('inbox', letter(1, null));
    save('sent', letter(5, 'm1'));
    link();
    store.removeUids(folder('inbox'), [1]);
    save('inbox', letter(1, null, { messageIdHeader: named('stranger') }));
    link();
    expect([thread('inbox', 1), thread('sent', 5)]).toEqual([[1], [5]]);
    save('inbox', letter(6, 'stranger'));
    link();
    expect([thread('inbox', 6), thread('sent', 5)]).toEqual([[1, 6], [5]]);
  });

  it.each([1, 2, 3, 4])('is what all links together tell, in whatever order they come (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const count = 120;
    const parents = Array.from({ length: count }, (_, index) =>
      index === 0 || random(4) === 0 ? null : random(index),
    );
    const ancestors = (index: number): number[] => {
      const parent = parents[index] ?? null;
      return parent === null ? [] : [...ancestors(parent), parent];
    };
    const isStored = parents.map(() => random(5) > 0);
    const letters = parents.flatMap((parent, index) =>
      isStored[index] === true ? [letter(index + 1, parent === null ? null : `m${parent + 1}`)] : [],
    );
    const order = letters.map((each) => ({ each, key: random(1_000_000) })).sort((one, other) => one.key - other.key);
    while (order.length > 0) {
      save(random(2) === 0 ? 'inbox' : 'sent', ...order.splice(0, 1 + random(20)).map(({ each }) => each));
      if (random(2) === 0) store.linkThreads(1 + random(30));
      if (random(3) === 0) link();
    }
    link();
    fetchReferences(new Map(parents.map((_, index) => [index + 1, ancestors(index).map((each) => `m${each + 1}`)])));
    const root = (index: number): number => ancestors(index)[0] ?? index;
    for (const { uid } of letters) {
      const role = store.idsOf(folder('inbox'), [uid]).size > 0 ? 'inbox' : 'sent';
      const wanted = letters.map((each) => each.uid).filter((each) => root(each - 1) === root(uid - 1));
      expect(thread(role, uid)).toEqual(wanted);
    }
  });
});
