import type { SearchObject } from 'imapflow';
import type { RemoteSearchKey } from '../mail/remote-mail.ts';

/**
 * Keys of which one has to hold, as imapflow takes them.
 * @param isGmail the server has X-GM-RAW, Gmail's own search, which knows lists by more than the field
 */
export function searchOf(keys: readonly RemoteSearchKey[], isGmail = false): SearchObject {
  const objects = keys.flatMap((key) => objectsOf(key, isGmail));
  const [only] = objects;
  return objects.length === 1 && only !== undefined ? only : { or: objects };
}

function objectsOf({ not, place, words }: RemoteSearchKey, isGmail: boolean): SearchObject[] {
  // No line ends or other controls: a quoted string has none (RFC 9051 section 9).
  const value = words.replaceAll(/\p{Cc}+/gu, ' ').trim();
  const key = place === 'list' ? listKey(value, isGmail) : place === 'flag' ? flagKey(value) : { [place]: value };
  return [not ? { not: key } : key];
}

function flagKey(value: string): SearchObject {
  return value === '\\Answered' ? { answered: true } : { keyword: value };
}

function listKey(value: string, isGmail: boolean): SearchObject {
  if (!isGmail) return { header: { 'list-id': value } };
  return { gmraw: `list:"${value.replaceAll(/["\\]/g, ' ')}"` };
}
