import { describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { errorsBetween, similarWords } from './similar-words.ts';
import { createMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, inboxFolder, noon, syncState } from './store-fixture.ts';

describe('errors between two words', () => {
  it.each([
    ['lamp', 'lamp', 0],
    ['lmap', 'lamp', 1],
    ['lap', 'lamp', 1],
    ['lammp', 'lamp', 1],
    ['lump', 'lamp', 1],
    ['amlp', 'lamp', 2],
    ['привте', 'привет', 1],
    ['lamp', 'geranium', 3],
    ['abcd', 'efgh', 3],
  ])('%s and %s', (one, other, wanted) => expect(errorsBetween(one, other, 2)).toBe(wanted));
});

describe('similar words', () => {
  it.each(['waiting', 'noted'])('are those with fewest errors, in most messages first (%s)', (kind) => {
    const { database } = openDatabase({
      path: ':memory:',
      role: 'cache',
      migrations: cacheMigrations,
      now: () => noon,
    });
    const store = createMailStore(database, accountId);
    store.saveFolders([inboxFolder]);
    const inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
    const subjects = ['Lampe Müller', 'Lampen Müller', 'Lampen', 'Kostenvoranschlag', 'Привет 会議', 'Muelle'];
    store.saveWindow(
      inbox,
      subjects.map((subject, index) => envelope(index + 1, { subject, from: [], to: [] })),
      syncState(),
    );
    while (kind === 'noted' && store.tidyWords());
    const similar = (word: string): string[] => similarWords(database, word);
    expect(similar('lampem')).toEqual(['lampen', 'lampe']);
    expect(similar('lmape')).toEqual(['lampe']);
    expect(similar('muelelr')).toEqual([]);
    expect(similar('mulelr')).toEqual(['muller']);
    expect(similar('kostenvornaschlga')).toEqual(['kostenvoranschlag']);
    expect(similar('kstenvoranschla')).toEqual(['kostenvoranschlag']);
    expect(similar('привте')).toEqual(['привет']);
    expect(similar('lampe')).toEqual(['lampen']);
    expect(similar('xyzzy')).toEqual([]);
    expect(similar('la')).toEqual([]);
    store.close();
  });

  it('are found among the first words of a download as among the last, while all of them wait', () => {
    const { database } = openDatabase({
      path: ':memory:',
      role: 'cache',
      migrations: cacheMigrations,
      now: () => noon,
    });
    const store = createMailStore(database, accountId);
    store.saveFolders([inboxFolder]);
    const inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
    const rare = (uid: number): string => `w${uid.toString(36)}`.repeat(3);
    const subjects = [
      'Geranium',
      ...Array.from({ length: 6_000 }, (_, uid) => `${rare(uid)} ${rare(uid + 6_000)}`),
      'Oleander',
    ];
    store.saveWindow(
      inbox,
      subjects.map((subject, index) => envelope(index + 1, { subject, from: [], to: [] })),
      syncState(),
    );
    expect(similarWords(database, 'gernaium')).toEqual(['geranium']);
    expect(similarWords(database, 'oleandre')).toEqual(['oleander']);
    expect(similarWords(database, 'olenader')).toEqual(['oleander']);
    expect(similarWords(database, 'geramiun')).toEqual([]);
    store.close();
  });
});
