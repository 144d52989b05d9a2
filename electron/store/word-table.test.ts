import { beforeEach, describe, expect, it } from 'vitest';
import type { FolderId } from '../../shared/mail.ts';
import { indexedText } from '../../shared/search/folding.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { cacheMigrations } from './schema.ts';
import { createMailStore, type SqliteMailStore } from './sqlite-mail-store.ts';
import { accountId, envelope, inboxFolder, noon, syncState } from './store-fixture.ts';
import { indexedWords, noteWords, tidyWords, wordsBeginning, wordsWith } from './word-table.ts';

let database: Database;
let store: SqliteMailStore;
let inbox: FolderId;
beforeEach(() => {
  ({ database } = openDatabase({ path: ':memory:', role: 'cache', migrations: cacheMigrations, now: () => noon }));
  store = createMailStore(database, accountId);
  store.saveFolders([inboxFolder]);
  inbox = store.folderByRole('inbox')?.folderId ?? (0 as FolderId);
});

/** All that the table has once nothing waits. */
const words = (): string[] => {
  tidy();
  return database.all<{ word: string }>('SELECT word FROM words ORDER BY word').map(({ word }) => word);
};
const tidy = (): void => {
  while (store.tidyWords());
};
const compareAgain = (): void => {
  database.run("UPDATE word_state SET compared = ''");
  tidy();
};
const fail = (): never => {
  throw new Error('no');
};
const save = (uid: number, subject: string): void => {
  store.saveWindow(inbox, [envelope(uid, { subject, from: [], to: [] })], syncState());
};

describe('the table of words', () => {
  it('finds words by a part, before and after they have their trigrams', () => {
    noteWords(database, ['geranium topf blogpost ab4711 ab47115 привет γειά', 'geranium again']);
    const find = (): string[][] =>
      ['ranium', 'post', '4711', 'иве', 'ger', 'xyz', 'gern'].map((part) => wordsWith(database, part, 9).sort());
    const wanted = [['geranium'], ['blogpost'], ['ab4711', 'ab47115'], ['привет'], [], [], []];
    expect(find()).toEqual(wanted);
    tidy();
    expect(find()).toEqual(wanted);
    expect(wordsWith(database, '4711', 1)).toEqual(['ab47115']);
    expect(wordsWith(database, 'a"b*', 9)).toEqual([]);
  });

  it('has words of four to forty letters, each once', () => {
    noteWords(database, [`one four ${'a'.repeat(40)} ${'b'.repeat(41)} four`]);
    noteWords(database, ['four']);
    expect(words()).toEqual(['a'.repeat(40), 'four']);
  });

  it('tells all words that begin in a certain way, before and after they have their place', () => {
    const long = 'g'.repeat(60);
    save(1, `Geranium gera GERÄNDERT gérard ger geranie! ${long} pergera`);
    const asked = (): (string[] | null)[] =>
      ['gera', 'geran', 'gggg', 'zzzz', 'ger'].map((each) => wordsBeginning(database, each, 9)?.sort() ?? null);
    const wanted = [
      ['gera', 'gerandert', 'geranie', 'geranium', 'gerard'],
      ['gerandert', 'geranie', 'geranium'],
      ['g'.repeat(40)],
      [],
      null,
    ];
    expect(asked()).toEqual(wanted);
    tidy();
    expect(asked()).toEqual(wanted);
    save(2, 'Geranien');
    expect(wordsBeginning(database, 'geran', 9)).toHaveLength(4);
    expect(wordsBeginning(database, 'geran', 4)).toHaveLength(4);
    expect(wordsBeginning(database, 'geran', 3)).toBe(null);
  });

  it('does not tell all where it may lack some', () => {
    save(1, 'Geranium');
    tidy();
    const known = (): string[] | null => wordsBeginning(database, 'geran', 9);
    expect(known()).toEqual(['geranium']);
    database.run('UPDATE word_state SET words = 1000000');
    save(2, 'Geranien');
    expect(known()).toHaveLength(2);
    tidy();
    expect(known()).toBe(null);
    expect(store.openSearch({ folderId: inbox, text: 'geran' }).total).toBe(2);
  });

  it('has the words that the index has, whatever stands beside their letters', () => {
    const letters: string[] = [];
    for (let code = 1; code <= 0x10ffff; code += 1) {
      const letter = String.fromCodePoint(code);
      if (!/\p{Cs}/u.test(letter) && (code < 0x20000 || code % 64 === 0)) letters.push(`q${code}x${letter}y`);
    }
    const indexed = indexedWords(indexedText(letters.join(' ')));
    database.run('INSERT INTO message_words (rowid, subject) VALUES (1, ?)', indexed);
    const inIndex = database.all<{ term: string }>('SELECT term FROM indexed_words').map(({ term }) => term);
    const own = new Set(indexed.split(' '));
    expect(inIndex.filter((term) => !own.has(term))).toEqual([]);
    expect(inIndex).toHaveLength(own.size);
  });

  it('notes again what was rolled back', () => {
    expect(() =>
      database.transaction(() => {
        noteWords(database, ['geranium']);
        fail();
      }),
    ).toThrow('no');
    expect(words()).toEqual([]);
    noteWords(database, ['geranium']);
    expect(words()).toEqual(['geranium']);
  });

  it('is filled from the index of an older Heron, a little at a time', () => {
    for (let uid = 1; uid <= 150; uid += 1) save(uid, `number${uid} Geranium`);
    const all = words();
    expect(all).toHaveLength(151);
    database.run('DELETE FROM words');
    database.run("INSERT INTO word_trigrams (word_trigrams) VALUES ('rebuild')");
    database.run('UPDATE word_state SET words = 0');
    // As an older Heron left it: nothing is remembered as noted either.
    expect(() => database.transaction(fail)).toThrow('no');
    database.run("UPDATE word_state SET compared = ''");
    let steps = 0;
    while (tidyWords(database)) steps += 1;
    expect(steps).toBeGreaterThan(3);
    expect(words()).toEqual(all);
    expect(wordsWith(database, 'mber15', 9).sort()).toEqual(['number15', 'number150']);
  });

  it('loses words that no message has any more, and takes them again', () => {
    for (let uid = 1; uid <= 600; uid += 1) save(uid, `number${uid} Geranium`);
    tidy();
    const gone = Array.from({ length: 590 }, (_, index) => index + 11);
    store.removeUids(inbox, gone);
    expect(words()).toHaveLength(601);
    compareAgain();
    expect(words()).toEqual([...Array.from({ length: 10 }, (_, index) => `number${index + 1}`), 'geranium'].sort());
    expect(wordsWith(database, 'mber59', 9)).toEqual([]);
    save(700, 'Number599 Number700');
    expect(wordsWith(database, 'mber', 99).sort()).toEqual(words().slice(1));
    tidy();
    expect(wordsWith(database, 'mber', 99).sort()).toEqual(words().slice(1));
    expect(wordsWith(database, 'mber5', 9).sort()).toEqual(['number5', 'number599']);
  });

  it('is compared with the index once many messages left it', () => {
    for (let uid = 1; uid <= 3; uid += 1) save(uid, `number${uid}`);
    tidy();
    store.removeUids(inbox, [3]);
    expect(tidyWords(database)).toBe(false);
    database.run('UPDATE word_state SET gone = 1000');
    tidy();
    expect(words()).toEqual(['number1', 'number2']);
    expect(database.get('SELECT * FROM word_state')).toEqual({ words: 2, gone: 0, compared: null, complete: 1 });
  });
});
