import type { MessageStructureObject } from 'imapflow';
import { cleanText } from '../mail/clean-text.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { usableType } from '../mime/text-types.ts';

const maxParts = 1_000;
const maxDepth = 32;

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
    const inside = [...within, node.type.slice(0, 127).toLowerCase()];
    for (const child of children) collect(child, inside, parts);
    return;
  }
  parts.push(leaf(node, within));
}

function leaf(node: MessageStructureObject, within: readonly string[]): RemotePart {
  const charset = cleanText(node.parameters?.['charset'], 60).toLowerCase();
  const received = node.dispositionParameters?.['filename'] ?? node.parameters?.['name'];
  const filename = typeof received === 'string' && received !== '' ? receivedName(received) : null;
  const contentId = cleanText(node.id, 998).replace(/^<|>$/g, '');
  const contentLocation = cleanText(node.location, 998);
  const encoding = cleanText(node.encoding, 40).toLowerCase() || '7bit';
  const disposed = disposition(node.disposition);
  const isFile = filename !== null || disposed === 'attachment';
  return {
    partId: node.part ?? '1',
    mimeType: usableType(typeof node.type === 'string' ? node.type : '', isFile),
    charset: charset === '' ? null : charset,
    encoding,
    size: octets(node.size),
    disposition: disposed,
    filename,
    contentId: contentId === '' ? null : contentId,
    ...(contentLocation === '' ? {} : { contentLocation }),
    ...flowedFormat(node.parameters),
    within,
  };
}

/** RFC 3676 section 4. */
function flowedFormat(parameters: MessageStructureObject['parameters']): Pick<RemotePart, 'flowed'> {
  if (cleanText(parameters?.['format'], 20).toLowerCase() !== 'flowed') return {};
  return { flowed: { delSp: cleanText(parameters?.['delsp'], 20).toLowerCase() === 'yes' } };
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
export function receivedName(name: string): string {
  return name.slice(0, 1_000).replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
}

function octets(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
