import { attachmentsOf } from './attachments.ts';
import { decodeBase64 } from './base64.ts';
import { composeBody, selectBodyParts } from './body.ts';
import { rawHeaderText } from './encoded-words.ts';
import { withLineFeeds } from './header-fields.ts';
import type { WholeMessage } from './mime-protocol.ts';
import { type MimeLeaf, mimeTree } from './mime-tree.ts';
import { parseLimits } from './parse-limits.ts';
import { partText } from './part-text.ts';
import { decodeQuotedPrintable } from './quoted-printable.ts';
import { isUuencode, UuDecoder } from './uuencode.ts';
import { hasWords, showsAnything } from './visible.ts';

/** The words that MIME asks senders to put before the first part, for readers without MIME (RFC 2046 section 5.1.1). */
const usualPreamble = /^\s*this is a [^\n]{0,100}(?:multi-?part|mime)[^\n]{0,100}\s*$/i;

/**
 * Parses a message as a whole: its text, its HTML and its attachments. Text that is there is found however broken the MIME
 * structure is; where there is nothing better it is raw. Throws TooManyParts.
 */
export function wholeMessage(message: Uint8Array): WholeMessage {
  const source = sourceOf(message);
  const { leaves, stray } = mimeTree(source);
  const selection = selectBodyParts(leaves);
  const texts = new Map<string, string>();
  let truncated = false;
  for (const leaf of leaves) {
    if (!selection.html.includes(leaf) && !selection.text.includes(leaf)) continue;
    const isCut = leaf.end - leaf.start > parseLimits.textLength;
    truncated ||= isCut;
    const octets = Buffer.from(
      source.slice(leaf.start, Math.min(leaf.end, leaf.start + parseLimits.textLength)),
      'latin1',
    );
    texts.set(leaf.partId, partText(leaf, octets, isCut));
  }
  const body = composeBody(selection, texts);
  const isBlank = !hasWords(body.text ?? '') && !showsAnything(body.html ?? '');
  const rest = isBlank ? strayText(source, stray) : '';
  return {
    html: rest === '' ? body.html : null,
    text: rest === '' ? body.text : rest,
    attachments: attachmentsOf(leaves, selection).map((attachment, index) => ({
      ...attachment,
      partId: `0.${index + 1}`,
    })),
    truncated,
  };
}

/** The decoded octets of the attachment with this index in `wholeMessage`'s list; null where there is none. */
export function attachmentContent(message: Uint8Array, index: number): Uint8Array | null {
  const source = sourceOf(message);
  const { leaves } = mimeTree(source);
  const partId = attachmentsOf(leaves, selectBodyParts(leaves))[index]?.partId;
  const leaf = leaves.find((candidate) => candidate.partId === partId);
  return leaf === undefined ? null : contentOf(leaf, Buffer.from(source.slice(leaf.start, leaf.end), 'latin1'));
}

function contentOf({ encoding }: MimeLeaf, octets: Uint8Array): Uint8Array {
  if (encoding === 'base64') return decodeBase64(octets, false);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(octets, false);
  if (!isUuencode(encoding)) return octets;
  const decoder = new UuDecoder();
  return Buffer.concat([decoder.push(octets), decoder.end()]);
}

/** One character for each octet. */
function sourceOf(message: Uint8Array): string {
  return withLineFeeds(Buffer.from(message.buffer, message.byteOffset, message.byteLength).toString('latin1'));
}

function strayText(source: string, stray: readonly { readonly start: number; readonly end: number }[]): string {
  const texts: string[] = [];
  for (const { start, end } of stray) {
    const text = source.slice(start, Math.min(end, start + parseLimits.textLength));
    if (hasWords(text) && !usualPreamble.test(text)) texts.push(rawHeaderText(text, null).replaceAll('\0', '').trim());
  }
  return texts.join('\n\n').slice(0, parseLimits.textLength);
}
