import { describe, expect, it } from 'vitest';
import { NoticeBook } from './notices.ts';

/** A book of a folder with so many messages. */
function bookOf(exists: number | null): NoticeBook {
  const book = new NoticeBook();
  book.begin(exists);
  return book;
}

describe('notices of the selected folder', () => {
  it('count messages that come and go', () => {
    const book = bookOf(3);
    book.exists(5);
    book.expunge(1);
    expect(book.take()).toEqual({ exists: 4, hasArrivals: true, expunged: [1], vanished: [], isLost: false });
    expect(book.take()).toEqual({ exists: 4, hasArrivals: false, expunged: [], vanished: [], isLost: false });
  });

  it('lead the numbers of expunged messages back to what they were, in whatever order they are told', () => {
    const random = (seed: number) => () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed / 2 ** 31;
    };
    for (let seed = 1; seed <= 200; seed += 1) {
      const next = random(seed);
      const there = Array.from({ length: 30 }, (_, index) => index + 1);
      const book = bookOf(there.length);
      const gone: number[] = [];
      const count = Math.floor(next() * 12);
      for (let index = 0; index < count; index += 1) {
        const sequence = Math.floor(next() * there.length) + 1;
        gone.push(...there.splice(sequence - 1, 1));
        book.expunge(sequence);
      }
      expect(book.take()).toMatchObject({ exists: there.length, expunged: gone.sort((a, b) => a - b) });
    }
  });

  it('let the numbers of changed messages follow', () => {
    const book = bookOf(10);
    for (const sequence of [2, 5, 9]) book.flags({ sequence });
    book.flags({ uid: 77 });
    book.expunge(5);
    book.expunge(1);
    expect(book.changed).toEqual({ uids: [77], sequences: [1, 7] });
    book.asked({ uids: [77], sequences: [1] });
    expect(book.changed).toEqual({ uids: [], sequences: [7] });
  });

  it('keep the UIDs that vanished, and ask for no flags of these', () => {
    const book = bookOf(10);
    book.flags({ uid: 7 });
    book.vanish(7);
    book.vanish(8);
    expect(book.changed).toEqual({ uids: [], sequences: [] });
    expect(book.take()).toEqual({ exists: 8, hasArrivals: false, expunged: [], vanished: [7, 8], isLost: false });
  });

  it('are lost where they do not fit together', () => {
    const fewer = bookOf(10);
    fewer.exists(9);
    expect(fewer.take()).toMatchObject({ exists: 9, isLost: true });
    // What comes after it counts from there.
    expect(fewer.take()).toMatchObject({ isLost: false });
    const unknown = bookOf(null);
    expect(unknown.take().isLost).toBe(true);
    const mixed = bookOf(10);
    mixed.flags({ sequence: 5 });
    mixed.vanish(3);
    expect(mixed.take().isLost).toBe(true);
    const many = bookOf(5_000);
    for (let count = 0; count < 2_000; count += 1) many.vanish(count + 1);
    const taken = many.take();
    expect([taken.isLost, taken.vanished.length, taken.exists]).toEqual([true, 1_000, 3_000]);
  });
});
