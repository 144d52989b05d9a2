import type { SearchObject } from 'imapflow';
import type { RemoteSearchKey } from '../mail/remote-mail.ts';

/** Keys of which one has to hold, as imapflow takes them. */
export function searchOf(keys: readonly RemoteSearchKey[]): SearchObject {
  const objects = keys.flatMap(objectsOf);
  const [only] = objects;
  return objects.length === 1 && only !== undefined ? only : { or: objects };
}

function objectsOf({ not, place, words }: RemoteSearchKey): SearchObject[] {
  // No line ends or other controls: a quoted string has none (RFC 9051 section 9).
  const value = words.replaceAll(/\p{Cc}+/gu, ' ').trim();
  const key: SearchObject = { [place]: value };
  return [not ? { not: key } : key];
}
