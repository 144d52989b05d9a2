import type { MessageStructureObject } from 'imapflow';
import { cleanText } from '../mail/clean-text.ts';
import type { RemotePart } from '../mail/remote-mail.ts';

const maxParts = 1_000;
const maxDepth = 32;
const mimeToken = /^[a-z0-9!#$&^_.+-]{1,63}\/[a-z0-9!#$&^_.+-]{1,63}$/;

/**
 * The leaves of a BODYSTRUCTURE, in order (P1): at most 1,000, at most 32 levels deep; what is beyond is left out. An attached
 * message (message/rfc822) is a leaf. Never throws.
 */
export function remoteParts(root: MessageStructureObject | undefined): RemotePart[] {
  const parts: RemotePart[] = [];
  if (root) collect(root, [], parts);
  return parts;
}

function collect(node: MessageStructureObject, within: readonly string[], parts: RemotePart[]): void {
  if (parts.length >= maxParts || within.length > maxDepth) return;
  const children = node.childNodes;
  if (children && node.type.startsWith('multipart/')) {
    const inside = [...within, mimeType(node.type)];
    for (const child of children) collect(child, inside, parts);
    return;
  }
  parts.push(leaf(node, within));
}

function leaf(node: MessageStructureObject, within: readonly string[]): RemotePart {
  const charset = cleanText(node.parameters?.['charset'], 60).toLowerCase();
  const filename = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'];
  const contentId = cleanText(node.id, 998).replace(/^<|>$/g, '');
  return {
    partId: node.part ?? '1',
    mimeType: mimeType(node.type),
    charset: charset === '' ? null : charset,
    encoding: cleanText(node.encoding, 40).toLowerCase() || '7bit',
    size: octets(node.size),
    disposition: disposition(node.disposition),
    filename: typeof filename === 'string' && filename !== '' ? receivedName(filename) : null,
    contentId: contentId === '' ? null : contentId,
    within,
  };
}

function mimeType(type: unknown): string {
  const lower = typeof type === 'string' ? type.slice(0, 200).trim().toLowerCase() : '';
  return mimeToken.test(lower) ? lower : 'application/octet-stream';
}

/** RFC 2183 section 2.8: an unknown disposition is an attachment. */
function disposition(value: unknown): RemotePart['disposition'] {
  const lower = cleanText(value, 40).toLowerCase();
  if (lower === '') return null;
  return lower === 'inline' ? 'inline' : 'attachment';
}

/**
 * A file name as received, without control characters and lone surrogates. Path separators and bidi characters stay:
 * safeFilename removes them.
 */
function receivedName(name: string): string {
  return name.slice(0, 1_000).replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
}

function octets(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
