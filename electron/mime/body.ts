import type { RemotePart } from '../mail/remote-mail.ts';
import { preformatted } from './html-text.ts';
import { textKind } from './text-types.ts';
import { hasWords, showsAnything } from './visible.ts';

/**
 * The parts that are the message's text, each list in reading order. Fetch the union of both, decode each with `partText`
 * (part-text.ts) and give the result to `composeBody`. A part of plain text among `html` stands between HTML parts (a mailing list's footer).
 */
export interface BodySelection {
  readonly html: readonly RemotePart[];
  readonly text: readonly RemotePart[];
}

/** The most text parts that are shown, which bounds the round trips; further ones are listed as attachments. */
const maxPartsPerBody = 16;
const alternative = 'multipart/alternative';

/** Which leaves of BODYSTRUCTURE are the text: RFC 2046 §5.1 (alternative: the last one understood), RFC 2387 (related: the root), RFC 1847 (signed). */
export function selectBodyParts(parts: readonly RemotePart[]): BodySelection {
  const own = outsideForwarded(parts);
  const readable = relatedRootsOnly(own.filter((part) => isBodyCandidate(part, own)));
  const candidates = readable.length > 0 ? readable : own.filter(isUnnamedData);
  const html: RemotePart[] = [];
  const text: RemotePart[] = [];
  for (const section of sectionsOf(candidates)) {
    html.push(...section.html);
    text.push(...section.text);
  }
  return { html: html.some(isHtml) ? html.slice(0, maxPartsPerBody) : [], text: text.slice(0, maxPartsPerBody) };
}

/**
 * Joins the decoded parts. `texts` is by partId; a part that could not be fetched is left out. A version is null when
 * the message has none. HTML of a multipart/alternative that shows nothing gives way to the plain version with words.
 */
export function composeBody(
  selection: BodySelection,
  texts: ReadonlyMap<string, string>,
): { readonly html: string | null; readonly text: string | null } {
  const shown = selection.html.flatMap((part) => versionWithWords(part, selection, texts));
  const htmlTexts: string[] = [];
  for (const part of shown) {
    const decoded = texts.get(part.partId);
    if (decoded === undefined) continue;
    htmlTexts.push(isHtml(part) ? decoded : preformatted(decoded));
  }
  const plainTexts: string[] = [];
  for (const part of selection.text) {
    const decoded = texts.get(part.partId);
    if (decoded !== undefined) plainTexts.push(decoded);
  }
  return {
    html: htmlTexts.length > 0 && shown.some(isHtml) ? htmlTexts.join('\n<hr>\n') : null,
    text: plainTexts.length > 0 ? plainTexts.join('\n\n') : null,
  };
}

/** Parts inside an attached message/rfc822 belong to that message. */
export function outsideForwarded(parts: readonly RemotePart[]): readonly RemotePart[] {
  const forwarded = new Set(parts.filter((part) => part.mimeType === 'message/rfc822').map((part) => part.partId));
  return parts.filter(
    (part) => !part.within.includes('message/rfc822') && !enclosing(part).some((section) => forwarded.has(section)),
  );
}

/** The section numbers of what a part is in, for example "2" and "2.1" for "2.1.3". */
function enclosing(part: RemotePart): string[] {
  const numbers = part.partId.split('.');
  return numbers.slice(1).map((_number, depth) => numbers.slice(0, depth + 1).join('.'));
}

function isHtml(part: RemotePart): boolean {
  return textKind(part.mimeType) === 'html';
}

function isBodyCandidate(part: RemotePart, all: readonly RemotePart[]): boolean {
  const kind = textKind(part.mimeType);
  if (kind === null || kind === 'data' || part.disposition === 'attachment') return false;
  if (part.filename === null) return true;
  // A text part with a file name is an attachment, unless it is where the text is expected.
  const isUsual = part.mimeType === 'text/plain' || part.mimeType === 'text/html';
  return isUsual && (part === all[0] || part.within.includes(alternative));
}

function isUnnamedData(part: RemotePart): boolean {
  return textKind(part.mimeType) === 'data' && part.disposition !== 'attachment' && part.filename === null;
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

/** The outermost multipart/alternative that a part is in; null outside of any. */
function alternativeOf(part: RemotePart): string | null {
  const depth = part.within.indexOf(alternative);
  return depth < 0 ? null : `alternative ${sectionAt(part, depth)}`;
}

/** One section for each outermost multipart/alternative and for each part outside of any. */
function sectionsOf(candidates: readonly RemotePart[]): Section[] {
  return [...grouped(candidates, (part) => alternativeOf(part) ?? `part ${part.partId}`).values()].map(sectionOf);
}

function sectionOf(group: readonly RemotePart[]): Section {
  const depth = group[0]?.within.indexOf(alternative) ?? -1;
  if (depth < 0) {
    // Outside multipart/alternative a part belongs to both versions, except that text/html is not in the plain one.
    return { html: group, text: group.filter((part) => !isHtml(part)) };
  }
  const branches = [...grouped(group, (part) => branchAt(part, depth)).values()];
  // A version that is empty is none: the end of the message was lost.
  const filled = branches.filter((branch) => branch.some(({ size }) => size > 0));
  const all = filled.length > 0 ? filled : branches;
  const plainOnes = all.filter((branch) => !branch.some(isHtml));
  const isPlain = (part: RemotePart): boolean => part.mimeType === 'text/plain';
  // Of several versions without HTML, text/plain is the one that needs no guess at its markup.
  const plain = plainOnes.findLast((branch) => branch.some(isPlain)) ?? plainOnes.at(-1) ?? [];
  const rich = all.findLast((branch) => branch.some(isHtml)) ?? plain;
  return { html: rich, text: plain.length > 0 ? plain : rich.filter((part) => !isHtml(part)) };
}

function grouped(parts: readonly RemotePart[], key: (part: RemotePart) => string): Map<string, RemotePart[]> {
  const groups = new Map<string, RemotePart[]>();
  for (const part of parts) {
    const group = groups.get(key(part));
    if (group === undefined) groups.set(key(part), [part]);
    else group.push(part);
  }
  return groups;
}

/** The part, or in place of HTML that shows nothing the plain version with words of the same alternative. */
function versionWithWords(
  part: RemotePart,
  selection: BodySelection,
  texts: ReadonlyMap<string, string>,
): readonly RemotePart[] {
  const group = alternativeOf(part);
  if (group === null || !isHtml(part) || showsAnything(texts.get(part.partId) ?? '')) return [part];
  const plain = selection.text.filter((other) => alternativeOf(other) === group && !isHtml(other));
  return plain.some((other) => hasWords(texts.get(other.partId) ?? '')) ? plain : [part];
}
