import type { AccountView, Address, MessageRow } from '../../../shared/mail.ts';
import { sendersOf } from '../../../shared/senders.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { correspondent } from './row-words.ts';

/** More people than these are not all named: who began, and those who came last. */
const mostNamed = 3;

let known: { readonly of: readonly AccountView[] | null; readonly own: ReadonlySet<string> } | null = null;

/** The addresses that are the user's own, in all accounts, in lower case. */
export function useOwnAddresses(): ReadonlySet<string> {
  const accounts = useAccounts((state) => state.accounts);
  if (known?.of !== accounts) {
    const own = (accounts ?? []).flatMap(({ account }) => sendersOf(account).map(({ address }) => address.address));
    known = { of: accounts, own: new Set(own.map((address) => address.toLowerCase())) };
  }
  return known.own;
}

/** Whom a row names: of a conversation everybody who wrote, "Anna, Bo, me", else the sender or the recipient. */
export function rowPeople(row: MessageRow, recipient: boolean, own: ReadonlySet<string>): string {
  const people = row.conversation?.people ?? [];
  if (recipient || people.length < 2) return correspondent(row, recipient);
  const names = people.map((person) => shortName(person, own));
  if (names.length <= mostNamed) return names.join(', ');
  const [first = ''] = names;
  return `${first} … ${names.slice(1 - mostNamed).join(', ')}`;
}

/** What somebody is called among others: the first name, as far as one can be told; the part of the address that is theirs. */
function shortName({ name, address }: Address, own: ReadonlySet<string>): string {
  if (own.has(address.toLowerCase())) return texts().mailbox.row.me;
  const plain = name.trim();
  if (plain === '') return address.split('@')[0] || texts().mailbox.row.unknownSender;
  // "Lovelace, Ada"; what follows a comma may also be a title or a company, which no first name is longer than.
  const [last = plain, given = ''] = plain.split(',').map((part) => part.trim());
  const from = given !== '' && !given.includes('.') ? given : last;
  return from.split(/\s+/)[0] ?? from;
}
