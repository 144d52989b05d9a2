import type { ListUnsubscribe } from '../../shared/mail.ts';
import { cleanText } from '../mail/clean-text.ts';
import type { MailingList } from '../mail/mailing-list.ts';
import { storedText } from '../mail/stored-text.ts';
import { headerText } from './encoded-words.ts';
import { fieldValue, readHeader, withLineFeeds } from './header-fields.ts';

/** No real field has more addresses. */
const mostAddresses = 10;
const longestAddress = 4_096;

/** Longer values are none that a list has; RFC 2919 allows 255 octets of an identifier. */
const longestListId = 1_000;

/** The mailing list that List-Id names (RFC 2919 section 3); null where it names none. @param value unfolded, one character for each octet */
export function mailingList(value: string | null): MailingList | null {
  if (value === null || value.length > longestListId) return null;
  const text = storedText(cleanText(headerText(value, null), longestListId), longestListId).trim();
  const match = /^(.*)<([^<>]*)>[^<>]*$/.exec(text);
  // Some write the identifier alone.
  const id = (match?.[2] ?? text).trim().toLowerCase();
  if (id === '') return null;
  return { id, name: (match?.[1] ?? '').trim().replace(/^"(.*)"$/, '$1') };
}

/** The mailing list that a message was sent to. @param bytes the message's header */
export function mailingListOf(bytes: Uint8Array): MailingList | null {
  return mailingList(fieldValue(fieldsOf(bytes), 'list-id'));
}

/**
 * How a message's list is left (RFC 2369 section 3.2, RFC 8058). Takes linear time.
 * @param bytes the message's header
 * @returns null where the message names no way that Heron takes
 */
export function listUnsubscribe(bytes: Uint8Array): ListUnsubscribe | null {
  const fields = fieldsOf(bytes);
  const value = fieldValue(fields, 'list-unsubscribe');
  if (value === null) return null;
  const addresses = [...value.slice(0, mostAddresses * longestAddress).matchAll(/<([^<>]{1,4096})>/g)]
    .slice(0, mostAddresses)
    .map(([, address = '']) => address.replaceAll(/\s+/g, ''));
  const web = addresses.find((address) => isWebAddress(address, 'https:'));
  const isOneClick = /^List-Unsubscribe=One-Click$/i.test(fieldValue(fields, 'list-unsubscribe-post') ?? '');
  const found: ListUnsubscribe = {
    oneClick: isOneClick ? (web ?? null) : null,
    mailto: addresses.find((address) => /^mailto:[^@\s]+@[^@\s]+$/i.test(address.split('?')[0] ?? '')) ?? null,
    link: web ?? addresses.find((address) => isWebAddress(address, 'http:')) ?? null,
  };
  return found.oneClick === null && found.mailto === null && found.link === null ? null : found;
}

function isWebAddress(address: string, protocol: 'https:' | 'http:'): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === protocol && url.username === '' && url.password === '';
}

function fieldsOf(bytes: Uint8Array) {
  const source = withLineFeeds(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  return readHeader(source, 0, source.length).fields;
}
