import type { RemotePart } from '../mail/remote-mail.ts';
import { decodeBase64Text } from './base64.ts';
import { decodeCharset } from './charset.ts';
import { textOfEnriched } from './enriched-text.ts';
import { unflow } from './format-flowed.ts';
import { preformatted } from './html-text.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';
import { isUuencode, UuDecoder } from './uuencode.ts';

/** What has to be known of a text part to read its octets. */
export type TextFormat = Pick<RemotePart, 'mimeType' | 'encoding' | 'charset' | 'flowed'>;

/**
 * A text part's octets as plain text, or as HTML where it is text/html: Content-Transfer-Encoding (RFC 2045 section 6), charset,
 * then its format (RFC 3676 format=flowed, text/enriched). Never throws: broken encodings are decoded as far as they go;
 * `decodeCharset` says what happens to unknown charsets. NUL characters are removed.
 * @param truncated the octets end early: a half character or quantum at the end is dropped, not shown as damage
 */
export function partText(part: TextFormat, bytes: Uint8Array, truncated: boolean): string {
  const isHtml = part.mimeType === 'text/html';
  const read = (octets: Uint8Array): string => decodeCharset(octets, part.charset, truncated).replaceAll('\0', '');
  const encoding = part.encoding.trim().toLowerCase();
  if (encoding === 'base64') {
    const { before, decoded, after } = decodeBase64Text(bytes, truncated);
    // What was added in clear around the base64 of HTML is plain text.
    const clear = (octets: Uint8Array): string => {
      const text = octets.length === 0 ? '' : read(octets).trim();
      return text === '' || !isHtml ? text : preformatted(text);
    };
    const pieces = [clear(before), formatted(part, read(decoded)), clear(after)];
    return pieces.filter((piece) => piece !== '').join('\n\n');
  }
  return formatted(part, read(decodeTransfer(bytes, encoding, truncated)));
}

function formatted(part: TextFormat, text: string): string {
  if (/^text\/(?:enriched|richtext)$/.test(part.mimeType)) return textOfEnriched(text);
  return part.flowed === undefined || part.mimeType !== 'text/plain' ? text : unflow(text, part.flowed.delSp);
}

function decodeTransfer(bytes: Uint8Array, encoding: string, truncated: boolean): Uint8Array {
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes, truncated);
  if (!isUuencode(encoding)) return bytes;
  const decoder = new UuDecoder();
  const decoded = Buffer.concat([decoder.push(bytes), decoder.end()]);
  return decoded.length > 0 ? decoded : bytes;
}
