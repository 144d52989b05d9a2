import type { Address } from '../../shared/mail.ts';
import { addressKey, distinct } from './address.ts';
import type { Original, OriginalFields } from './original.ts';

export interface Recipients {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
}

/** One of the user's own addresses. */
interface OwnAddress {
  readonly address: Address;
}

/**
 * The sender of an answer (C9): the first of the user's addresses that the original was addressed to, before all others those of the account
 * that it lies in; to
 * what the user wrote, the address that it was written from. Where no own address is named (a list, a blind copy), the one that the message
 * was delivered to, else the account's own.
 *
 * @param own the account that the original lies in: its own address, then its aliases
 * @param others the addresses of the user's other accounts
 * @param deliveredTo the addresses of Delivered-To and its like; empty where they are not known
 */
export function senderOf<Own extends OwnAddress>(
  original: Pick<Original, 'from' | 'to' | 'cc'>,
  own: readonly [Own, ...Own[]],
  others: readonly Own[],
  deliveredTo: readonly string[] = [],
): Own {
  const author = own.find(({ address }) => isBy(original, new Set([addressKey(address.address)])));
  if (author !== undefined) return author;
  const first = (addresses: readonly string[], senders: readonly Own[]): Own | undefined =>
    addresses
      .map((each) => senders.find(({ address }) => addressKey(address.address) === addressKey(each)))
      .find((sender) => sender !== undefined);
  const among = (addresses: readonly string[]): Own | undefined => first(addresses, own) ?? first(addresses, others);
  const addressed = [...original.to, ...original.cc].map(({ address }) => address);
  return among(addressed) ?? among(deliveredTo) ?? own[0];
}

/** Whether an own address stands in To or Cc, so that the header need not be asked for Delivered-To. */
export function isAddressed({ to, cc }: Pick<Original, 'to' | 'cc'>, own: Pick<OwnAddresses, 'all'>): boolean {
  return [...to, ...cc].some(({ address }) => own.all.has(addressKey(address)));
}

/** The user's own addresses, as `addressKey` makes them. */
export interface OwnAddresses {
  /** Of the account that the original lies in, with its aliases: an answer to what it wrote goes to those that it was written to. */
  readonly self: ReadonlySet<string>;
  /** Of all accounts. */
  readonly all: ReadonlySet<string>;
}

function isBy(original: Pick<Original, 'from'>, keys: ReadonlySet<string>): boolean {
  return original.from.length > 0 && original.from.every(({ address }) => keys.has(addressKey(address)));
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
