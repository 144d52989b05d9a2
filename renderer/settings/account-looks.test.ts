import { describe, expect, it } from 'vitest';
import type { AccountId, AccountView } from '../../shared/mail.ts';
import { accountName, inOrder, movedTo } from './account-looks.ts';

const [a, b, c] = ['a', 'b', 'c'] as unknown as readonly [AccountId, AccountId, AccountId];
const view = (id: AccountId) => ({ account: { id } }) as AccountView;

describe('accountName', () => {
  it('is the name in Heron, or the address where that is empty', () => {
    expect(accountName({ label: ' Work ', address: 'a@x.example' })).toBe('Work');
    expect(accountName({ label: '  ', address: 'a@x.example' })).toBe('a@x.example');
  });
});

describe('movedTo', () => {
  const ids = [a, b, c];

  it('moves up, down and to the ends', () => {
    expect(movedTo(ids, a, 1)).toEqual([b, a, c]);
    expect(movedTo(ids, a, 2)).toEqual([b, c, a]);
    expect(movedTo(ids, c, 0)).toEqual([c, a, b]);
  });

  it('keeps the reference when nothing moves, also at the ends', () => {
    expect(movedTo(ids, b, 1)).toBe(ids);
    expect(movedTo(ids, a, -1)).toBe(ids);
    expect(movedTo(ids, c, 99)).toBe(ids);
  });
});

describe('inOrder', () => {
  it('leaves accounts last that the order does not know', () => {
    expect(inOrder([view(a), view(b), view(c)], [c, a])).toEqual([view(c), view(a), view(b)]);
  });
});
