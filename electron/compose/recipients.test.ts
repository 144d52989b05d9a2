import { describe, expect, it } from 'vitest';
import { addressKey } from './address.ts';
import { replyAllRecipients, replyRecipients, senderOf } from './recipients.ts';

const person = (address: string) => ({ name: '', address });
const people = (...addresses: string[]) => addresses.map(person);
const own = {
  self: new Set(['ada@contoso.test']),
  all: new Set(['ada@contoso.test', 'ada@home.test'].map(addressKey)),
};
const original = {
  from: people('grace@navy.test'),
  to: people('ada@contoso.test'),
  cc: people('alan@bletchley.test'),
  replyTo: [],
};
const shown = ({ to, cc }: ReturnType<typeof replyRecipients>) => ({
  to: to.map((each) => each.address),
  cc: cc.map((each) => each.address),
});
const list = { listPost: null };

describe('whom an answer goes to', () => {
  it('the author', () => {
    expect(shown(replyRecipients(original, own))).toEqual({ to: ['grace@navy.test'], cc: [] });
  });

  it('Reply-To goes before From', () => {
    const asked = { ...original, replyTo: people('desk@navy.test', 'Ada@Contoso.test') };
    expect(shown(replyRecipients(asked, own))).toEqual({ to: ['desk@navy.test'], cc: [] });
  });

  it('to what oneself wrote, those that it was written to', () => {
    const mine = { ...original, from: people('ADA@contoso.test'), to: people('grace@navy.test') };
    expect(shown(replyRecipients(mine, own))).toEqual({ to: ['grace@navy.test'], cc: [] });
    expect(shown(replyAllRecipients(mine, own, list))).toEqual({
      to: ['grace@navy.test'],
      cc: ['alan@bletchley.test'],
    });
  });

  it('to what one wrote from another account, that account', () => {
    const mine = { ...original, from: people('ada@home.test'), to: people('ada@contoso.test'), cc: [] };
    expect(shown(replyRecipients(mine, own))).toEqual({ to: ['ada@home.test'], cc: [] });
  });

  it('to a note to oneself, oneself', () => {
    const note = { ...original, from: people('ada@contoso.test'), cc: [] };
    expect(shown(replyRecipients(note, own))).toEqual({ to: ['ada@contoso.test'], cc: [] });
  });

  it('all: each once, in their order, without oneself', () => {
    const busy = {
      ...original,
      to: people('ada@contoso.test', 'Grace@navy.test', 'eve@contoso.test'),
      cc: people('eve@CONTOSO.test', 'alan@bletchley.test', 'ada@home.test', 'alan@bletchley.test'),
    };
    expect(shown(replyAllRecipients(busy, own, list))).toEqual({
      to: ['grace@navy.test', 'eve@contoso.test'],
      cc: ['alan@bletchley.test'],
    });
  });

  it('all: the list through which it came, also where no field names it', () => {
    const post = { ...original, to: [], cc: [] };
    const { to } = replyAllRecipients(post, own, { listPost: 'heron-dev@lists.test' });
    expect(to.map(({ address }) => address)).toEqual(['grace@navy.test', 'heron-dev@lists.test']);
    const named = { ...original, cc: people('heron-dev@lists.test') };
    expect(shown(replyAllRecipients(named, own, { listPost: 'heron-dev@lists.test' }))).toEqual({
      to: ['grace@navy.test'],
      cc: ['heron-dev@lists.test'],
    });
  });
});

describe('the sender of an answer', () => {
  const home = { accountId: 'home', address: person('ada@home.test') };
  const work = { accountId: 'work', address: person('ada@contoso.test') };
  const sender = (to: string, inAccount = home) =>
    senderOf(
      { from: people('grace@navy.test'), to: people(to), cc: [] },
      [inAccount],
      inAccount === home ? [work] : [home],
    ).accountId;

  it('is the account that the original was addressed to', () => {
    expect(sender('ADA@contoso.test')).toBe('work');
    expect(sender('ada@home.test')).toBe('home');
  });

  it('is the account that it lies in where no own address is named (a blind copy, a list)', () => {
    expect(sender('everybody@contoso.test')).toBe('home');
  });

  it('is the account itself for what it wrote to another account', () => {
    const mine = { from: [home.address], to: [work.address], cc: [] };
    expect(senderOf(mine, [home], [work]).accountId).toBe('home');
  });

  const shop = { accountId: 'home', address: person('shop@home.test') };
  const post = (to: string[], cc: string[] = []) => ({
    from: people('grace@navy.test'),
    to: people(...to),
    cc: people(...cc),
  });

  it('C9 is the alias that the original was addressed to, in To before Cc, in the account it lies in before others', () => {
    expect(senderOf(post(['Shop@HOME.test']), [home, shop], [work])).toBe(shop);
    expect(senderOf(post(['everybody@x.test'], ['shop@home.test']), [home, shop], [work])).toBe(shop);
    expect(senderOf(post(['ada@contoso.test', 'shop@home.test']), [home, shop], [work])).toBe(shop);
    expect(senderOf(post(['shop@home.test', 'ada@home.test']), [home, shop], [work])).toBe(shop);
    expect(senderOf(post(['ada@home.test', 'shop@home.test']), [home, shop], [work])).toBe(home);
  });

  it('C9 is the alias that the servers delivered to where a list or a blind copy names none', () => {
    expect(senderOf(post(['dev@lists.test']), [home, shop], [work], ['shop@home.test'])).toBe(shop);
    expect(senderOf(post(['dev@lists.test']), [home, shop], [work], ['somebody@else.test'])).toBe(home);
    expect(senderOf(post(['ada@home.test']), [home, shop], [work], ['shop@home.test'])).toBe(home);
  });

  it('C9 is the alias from which the user wrote the original', () => {
    expect(senderOf({ ...post(['grace@navy.test']), from: [shop.address] }, [home, shop], [work])).toBe(shop);
  });
});

it('C9 an answer to all leaves out every own address, and goes on to those that an alias wrote to', () => {
  const aliases = {
    self: new Set(['ada@contoso.test', 'sales@contoso.test']),
    all: new Set(['ada@contoso.test', 'sales@contoso.test', 'ada@home.test']),
  };
  const busy = {
    ...original,
    to: people('sales@contoso.test', 'alan@bletchley.test'),
    cc: people('ada@contoso.test', 'Ada@home.test'),
  };
  expect(shown(replyAllRecipients(busy, aliases, list))).toEqual({
    to: ['grace@navy.test', 'alan@bletchley.test'],
    cc: [],
  });
  const mine = { ...original, from: people('sales@contoso.test'), to: people('grace@navy.test'), cc: [] };
  expect(shown(replyRecipients(mine, aliases))).toEqual({ to: ['grace@navy.test'], cc: [] });
});
