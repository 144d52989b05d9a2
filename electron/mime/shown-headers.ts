import type { MessageHeaders } from '../../shared/mail.ts';
import { cleanText } from '../mail/clean-text.ts';
import { headerText } from './encoded-words.ts';
import { fieldValue, readHeader, structured, withLineFeeds } from './header-fields.ts';

/** More fields than this, and longer values, are seen in the raw header only. */
const mostFields = 500;
const longestValue = 10_000;

/**
 * A message's header for people: each field in its order with encoded words decoded, and the header as it is. Takes linear time.
 * @param bytes the header's octets
 * @param truncated whether these are only its beginning
 */
export function shownHeaders(bytes: Uint8Array, truncated: boolean): MessageHeaders {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const source = withLineFeeds(raw);
  const { fields } = readHeader(source, 0, source.length);
  const contentType = fieldValue(fields, 'content-type');
  const charset = contentType === null ? null : (structured(contentType, null).parameters.get('charset') ?? null);
  return {
    raw,
    fields: fields.slice(0, mostFields).map(({ name, value }) => ({
      name: shownName(name),
      value: cleanText(headerText(value.slice(0, 2 * longestValue), charset), longestValue),
    })),
    truncated: truncated || fields.length > mostFields,
  };
}

/** Parts of names that are written in capitals, as RFC 5322 and others write them. */
const capitals: ReadonlySet<string> = new Set(['id', 'mime', 'dkim', 'arc', 'spf', 'tls', 'ms', 'url', 'ip', 'uri']);

/** "Message-ID" for "message-id": fields are told apart without regard to case, so theirs is ours to choose. */
function shownName(name: string): string {
  return name
    .split('-')
    .map((part) => (capitals.has(part) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)))
    .join('-');
}
