import type { Address } from '../../shared/mail.ts';
import { addressKey, distinct } from './address.ts';
import type { Original, OriginalFields } from './original.ts';

export interface Recipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
}

/** An address of the user's own. */
export interface Sender<Id = string> {
  readonly accountId: Id;
  readonly address: Address;
}

/**
 * The sender of an answer: the account whose address the original was addressed to, before all others the one that it lies in; else the
 * account that it lies in.
 *
 * @param own the account that the original lies in
 * @param others the user's other accounts
 */
export function senderOf<Id>(
  original: Pick<Original, 'from' | 'to' | 'cc'>,
  own: Sender<Id>,
  others: readonly Sender<Id>[],
): Sender<Id> {
  const addressed = new Set([...original.to, ...original.cc].map(({ address }) => addressKey(address)));
  if (isBy(original, addressKey(own.address.address))) return own;
  return [own, ...others].find(({ address }) => addressed.has(addressKey(address.address))) ?? own;
}

/** The user's own addresses, as `addressKey` makes them. */
export interface OwnAddresses {
  /** Of the account that the original lies in: an answer to what it wrote goes to those that it was written to. */
  readonly self: string;
  /** Of all accounts. */
  readonly all: ReadonlySet<string>;
}

function isBy(original: Pick<Original, 'from'>, key: string): boolean {
  return original.from.length > 0 && original.from.every(({ address }) => addressKey(address) === key);
}

/**
 * Whom an answer goes to: Reply-To, else From (RFC 5322 section 3.6.2). The user's own addresses are left out, unless nobody else is left.
 */
export function replyRecipients(
  original: Pick<Original, 'from' | 'to' | 'cc' | 'replyTo'>,
  own: OwnAddresses,
): Recipients {
  const to = isBy(original, own.self) ? original.to : answered(original);
  return { to: withoutOwn(to, own.all), cc: [] };
}

/**
 * Whom an answer to all goes to: as with a reply, the original's other recipients, and the list through which it came (RFC 2369), where it
 * names one.
 */
export function replyAllRecipients(
  original: Pick<Original, 'from' | 'to' | 'cc' | 'replyTo'>,
  own: OwnAddresses,
  { listPost }: Pick<OriginalFields, 'listPost'>,
): Recipients {
  const first = isBy(original, own.self) ? [] : answered(original);
  const list = listPost === null ? [] : [{ name: '', address: listPost }];
  const named = new Set([...original.to, ...original.cc].map(({ address }) => addressKey(address)));
  const addedList = list.filter(({ address }) => !named.has(addressKey(address)));
  const to = withoutOwn([...first, ...original.to, ...addedList], own.all);
  return { to, cc: distinct(original.cc, [...own.all, ...to.map(({ address }) => addressKey(address))]) };
}

function answered({ from, replyTo }: Pick<Original, 'from' | 'replyTo'>): readonly Address[] {
  return replyTo.length > 0 ? replyTo : from;
}

function withoutOwn(addresses: readonly Address[], own: ReadonlySet<string>): Address[] {
  const others = distinct(addresses, own);
  return others.length > 0 ? others : distinct(addresses);
}
