import type { ListUnsubscribe } from '../../shared/mail.ts';
import { fieldValue, readHeader, withLineFeeds } from './header-fields.ts';

/** No real field has more addresses. */
const mostAddresses = 10;
const longestAddress = 4_096;

/**
 * How a message's list is left (RFC 2369 section 3.2, RFC 8058). Takes linear time.
 * @param bytes the message's header
 * @returns null where the message names no way that Heron takes
 */
export function listUnsubscribe(bytes: Uint8Array): ListUnsubscribe | null {
  const source = withLineFeeds(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'));
  const { fields } = readHeader(source, 0, source.length);
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
