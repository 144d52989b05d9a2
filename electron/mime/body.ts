import type { Attachment } from '../../shared/mail.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { escapeHtml } from './html-text.ts';
import { safeFilename } from './safe-filename.ts';

/**
 * The parts that are the message's text, each list in reading order. Fetch the union of both, decode each with `decodeText`
 * (decode-text.ts) and give the result to `composeBody`. A text/plain part among `html` stands between HTML parts (a mailing list's footer).
 */
export interface BodySelection {
  readonly html: readonly RemotePart[];
  readonly text: readonly RemotePart[];
}

/** The most text parts that are shown, which bounds the round trips; further ones are listed as attachments. */
const maxPartsPerBody = 16;
const bodyTypes: ReadonlySet<string> = new Set(['text/plain', 'text/html']);
const signatureTypes: ReadonlySet<string> = new Set([
  'application/pgp-signature',
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
]);

/** Which leaves of BODYSTRUCTURE are the text: RFC 2046 §5.1 (alternative: the last one understood), RFC 2387 (related: the root), RFC 1847 (signed). */
export function selectBodyParts(parts: readonly RemotePart[]): BodySelection {
  const own = outsideForwarded(parts);
  const candidates = relatedRootsOnly(own.filter((part) => isBodyCandidate(part, own)));
  const html: RemotePart[] = [];
  const text: RemotePart[] = [];
  for (const section of sectionsOf(candidates)) {
    html.push(...section.html);
    text.push(...section.text);
  }
  const hasHtml = html.some((part) => part.mimeType === 'text/html');
  return { html: hasHtml ? html.slice(0, maxPartsPerBody) : [], text: text.slice(0, maxPartsPerBody) };
}

/**
 * Joins the decoded parts. `texts` is by partId; a part that could not be fetched is left out. A version is null when
 * the message has none.
 */
export function composeBody(
  selection: BodySelection,
  texts: ReadonlyMap<string, string>,
): { readonly html: string | null; readonly text: string | null } {
  const htmlTexts: string[] = [];
  for (const part of selection.html) {
    const decoded = texts.get(part.partId);
    if (decoded === undefined) continue;
    htmlTexts.push(part.mimeType === 'text/html' ? decoded : plainAsHtml(decoded));
  }
  const plainTexts: string[] = [];
  for (const part of selection.text) {
    const decoded = texts.get(part.partId);
    if (decoded !== undefined) plainTexts.push(decoded);
  }
  return {
    html: htmlTexts.length > 0 ? htmlTexts.join('\n<hr>\n') : null,
    text: plainTexts.length > 0 ? plainTexts.join('\n\n') : null,
  };
}

/**
 * The attachments: every leaf that is neither the text, nor another version of it, nor a signature. Names are made safe
 * (P2) and differ from each other.
 */
export function attachmentsOf(parts: readonly RemotePart[], selection: BodySelection): Attachment[] {
  const shown = new Set([...selection.html, ...selection.text].map((part) => part.partId));
  const taken = new Set<string>();
  return outsideForwarded(parts)
    .filter((part) => !shown.has(part.partId) && !isUnchosenVersion(part) && !isSignature(part))
    .map((part) => ({
      partId: part.partId,
      filename: safeFilename(part.filename, part.mimeType, taken),
      mimeType: part.mimeType,
      size: part.size,
      contentId: part.contentId,
      inline: isInline(part, selection),
    }));
}

/** Parts inside an attached message/rfc822 belong to that message. */
function outsideForwarded(parts: readonly RemotePart[]): readonly RemotePart[] {
  const forwarded = parts.filter((part) => part.mimeType === 'message/rfc822').map((part) => `${part.partId}.`);
  return parts.filter(
    (part) => !part.within.includes('message/rfc822') && !forwarded.some((prefix) => part.partId.startsWith(prefix)),
  );
}

function isBodyCandidate(part: RemotePart, all: readonly RemotePart[]): boolean {
  if (!bodyTypes.has(part.mimeType) || part.disposition === 'attachment') return false;
  // A text part with a file name is an attachment, unless it is where the text is expected.
  return part.filename === null || part === all[0] || part.within.includes('multipart/alternative');
}

/** Of each multipart/related only the first branch that has text is the root; other HTML in it is a resource of the root. */
function relatedRootsOnly(candidates: readonly RemotePart[]): readonly RemotePart[] {
  const roots = new Map<string, string>();
  return candidates.filter((part) =>
    part.within.every((type, depth) => {
      if (type !== 'multipart/related') return true;
      const group = sectionAt(part, depth);
      const root = roots.get(group);
      if (root === undefined) roots.set(group, branchAt(part, depth));
      return root === undefined || root === branchAt(part, depth);
    }),
  );
}

/** The section number of the multipart at `depth` of `within`; '' for the outermost. */
function sectionAt(part: RemotePart, depth: number): string {
  return part.partId.split('.').slice(0, depth).join('.');
}

/** Which child of that multipart the part is, or is in. */
function branchAt(part: RemotePart, depth: number): string {
  return part.partId.split('.')[depth] ?? '';
}

interface Section {
  readonly html: readonly RemotePart[];
  readonly text: readonly RemotePart[];
}

/** One section for each outermost multipart/alternative and for each part outside of any. */
function sectionsOf(candidates: readonly RemotePart[]): Section[] {
  const groups = new Map<string, RemotePart[]>();
  for (const part of candidates) {
    const depth = part.within.indexOf('multipart/alternative');
    const key = depth < 0 ? `part ${part.partId}` : `alternative ${sectionAt(part, depth)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [part]);
    else group.push(part);
  }
  return [...groups.values()].map(sectionOf);
}

function sectionOf(group: readonly RemotePart[]): Section {
  const depth = group[0]?.within.indexOf('multipart/alternative') ?? -1;
  if (depth < 0) {
    // Outside multipart/alternative a part belongs to both versions, except that text/html is not in the plain one.
    return { html: group, text: group.filter((part) => part.mimeType === 'text/plain') };
  }
  const branches = new Map<string, RemotePart[]>();
  for (const part of group) {
    const branch = branchAt(part, depth);
    branches.set(branch, [...(branches.get(branch) ?? []), part]);
  }
  const all = [...branches.values()];
  const hasHtml = (branch: readonly RemotePart[]): boolean => branch.some((part) => part.mimeType === 'text/html');
  const plain = all.findLast((branch) => !hasHtml(branch)) ?? [];
  const rich = all.findLast(hasHtml) ?? plain;
  const onlyPlain = (branch: readonly RemotePart[]): RemotePart[] =>
    branch.filter((part) => part.mimeType === 'text/plain');
  return { html: rich, text: plain.length > 0 ? plain : onlyPlain(rich) };
}

/** Another rendering of a text that is shown already (text/enriched, AMP), but not an invitation. */
function isUnchosenVersion(part: RemotePart): boolean {
  return (
    part.within.at(-1) === 'multipart/alternative' &&
    part.mimeType.startsWith('text/') &&
    part.mimeType !== 'text/calendar' &&
    part.disposition !== 'attachment'
  );
}

function isSignature(part: RemotePart): boolean {
  return signatureTypes.has(part.mimeType) && part.within.includes('multipart/signed');
}

function isInline(part: RemotePart, selection: BodySelection): boolean {
  return (
    selection.html.length > 0 &&
    part.contentId !== null &&
    part.mimeType.startsWith('image/') &&
    (part.disposition === 'inline' || part.within.includes('multipart/related'))
  );
}

function plainAsHtml(text: string): string {
  return `<div style="white-space: pre-wrap">${escapeHtml(text)}</div>`;
}
