import { htmlOfText } from './html-of-text.ts';
import type { DraftContent } from './writing.ts';
import type { SenderSettings, Signature } from './writing-settings.ts';

/** The line before a signature in plain text (RFC 3676 section 4.3). */
export const signatureSeparator = '-- ';

/** The element that holds a signature, so that it can be told from what was written. */
const opening = '<div data-signature="">';
const closing = '</div>';
/** As the editor or another program may have written it. */
const anyOpening = /<div[^<>]*\sdata-signature(?:=""|='')?[^<>]*>/gi;

/** What a message's text begins with where nothing was written yet. */
const emptyLine = '<p></p>';

type Signed = Pick<DraftContent, 'format' | 'body' | 'quote' | 'signature'>;

/** Whether there is nothing to sign with. */
function isNone({ text }: Signature): boolean {
  return text.trim() === '';
}

/** The signature's HTML within its element. */
function innerHtml({ html, text }: Signature): string {
  return html ?? htmlOfText(text);
}

/** A signature as it stands in formatted text. */
export function signatureHtml(signature: Signature): string {
  return isNone(signature) ? '' : `${opening}${innerHtml(signature)}${closing}`;
}

/** A signature as it stands in plain text, behind its separator. */
export function signatureText(signature: Signature): string {
  return isNone(signature) ? '' : `${signatureSeparator}\n${signature.text.trimEnd()}`;
}

/** Signs a new draft: in its text, or below the quoted original, as the sender says. */
export function signed<T extends Signed>(content: T, { signature, place }: SenderSettings): T {
  if (isNone(signature)) return content;
  if (content.quote !== null && place === 'below_quote') return { ...content, signature };
  return { ...content, body: withSignature(content.format, content.body, signature) };
}

/**
 * Puts the signature of another sender in place of the former one's, if that stands there untouched; what the user changed or removed stays
 * as it is.
 */
export function signedAnew<T extends Signed>(content: T, former: SenderSettings, next: SenderSettings): T {
  const bare = withoutSignature(content, former.signature);
  return bare === null ? content : signed(bare, next);
}

/** The draft's text without any signature, for the question whether something was written. */
export function unsignedBody({ format, body }: Pick<DraftContent, 'format' | 'body'>): string {
  if (format === 'plain') {
    const at = separatorAt(body);
    return at === null ? body : body.slice(0, at);
  }
  const found = elementIn(body);
  return found === null ? body : body.slice(0, found.start) + body.slice(found.end);
}

/** Plain text with a signature as formatted text; the signature keeps its element. */
export function htmlOfSignedText(text: string): string {
  const at = separatorAt(text);
  if (at === null) return htmlOfText(text);
  const signature = text.slice(at).replace(/^\n?-- \n/, '');
  return `${htmlOfText(text.slice(0, at))}${opening}${htmlOfText(signature)}${closing}`;
}

/** Null where the signature was changed or removed. */
function withoutSignature<T extends Signed>(content: T, former: Signature): T | null {
  const { format, body, signature } = content;
  if (signature !== null) {
    const isUntouched = signature.text === former.text && signature.html === former.html;
    return isUntouched ? { ...content, signature: null } : null;
  }
  if (format === 'plain') {
    const end = body.trimEnd();
    if (isNone(former)) return separatorAt(body) === null ? content : null;
    const tail = signatureText(former);
    if (end !== tail && !end.endsWith(`\n${tail}`)) return null;
    return { ...content, body: end.slice(0, end.length - tail.length).replace(/\n{1,2}$/, '') };
  }
  const found = elementIn(body);
  if (found === null) return isNone(former) ? content : null;
  if (isNone(former) || body.slice(found.innerStart, found.innerEnd) !== innerHtml(former)) return null;
  return { ...content, body: body.slice(0, found.start) + body.slice(found.end) };
}

function withSignature(format: DraftContent['format'], body: string, signature: Signature): string {
  if (format === 'plain') return `${body}\n\n${signatureText(signature)}`;
  return `${body === '' ? emptyLine : body}${signatureHtml(signature)}`;
}

/** Where the last signature begins in plain text, with the line break before it; null where there is none. */
function separatorAt(text: string): number | null {
  if (text.startsWith('-- \n') && !text.includes('\n-- \n')) return 0;
  const at = text.lastIndexOf('\n-- \n');
  return at < 0 ? null : at;
}

/** The signature's element in the editor's HTML, which has no other `div`. */
function elementIn(html: string): { start: number; innerStart: number; innerEnd: number; end: number } | null {
  const found = [...html.matchAll(anyOpening)].at(-1);
  if (found === undefined) return null;
  const innerStart = found.index + found[0].length;
  const innerEnd = html.indexOf(closing, innerStart);
  if (innerEnd < 0) return null;
  return { start: found.index, innerStart, innerEnd, end: innerEnd + closing.length };
}
