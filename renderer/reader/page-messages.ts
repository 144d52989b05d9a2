import { mostHits } from './hits.ts';
import type { ImagePart } from './mail-images.ts';
import type { RemoteCount } from './remote-references.ts';

/** What a message's HTML turned out to be, as its page reports it. */
export interface MailFindings {
  readonly remote: RemoteCount;
  /** The number of remote images that are trackers: they stay blocked in any case. */
  readonly trackers: number;
  /** The part ids that the HTML shows itself. */
  readonly shownParts: readonly string[];
  /** There is nothing to see: no text, no image, no background, and no blocked image. */
  readonly isBlank: boolean;
  /** The message was designed for dark surroundings too, so it needs no white sheet. */
  readonly supportsDark: boolean;
  /** Its colours are adapted to a dark window. */
  readonly isDarkened: boolean;
}

/** A message as it is handed to the page. */
export interface MailToDraw {
  readonly html: string;
  readonly accountId: string;
  readonly messageId: number;
  readonly attachments: readonly ImagePart[];
  /** The user allowed its remote images (H4). */
  readonly showRemote: boolean;
  /** The window is dark: colours that were chosen for white paper are adapted. */
  readonly dark: boolean;
  /** The accessible name of the frame. */
  readonly title: string;
}

/** From the window to the page. `task` numbers what is drawn; answers repeat it. */
export type ToPage =
  | { readonly kind: 'draw'; readonly task: number; readonly mail: MailToDraw }
  /** Makes the original under an answer safe to be sent. */
  | { readonly kind: 'quote'; readonly task: number; readonly html: string }
  /** Makes the message safe to be printed as it is shown. */
  | { readonly kind: 'print'; readonly task: number; readonly mail: MailToDraw }
  /** Marks these words in what is drawn, and in what will be; see `Marks`. `mark` numbers what is marked; `hits` repeats it. */
  | { readonly kind: 'mark'; readonly mark: number; readonly words: readonly string[]; readonly asTyped: boolean }
  /** Marks one of the hits more strongly than the others, or none; `reveals`: scrolls to it, and reports where it is. */
  | { readonly kind: 'hit'; readonly index: number | null; readonly reveals: boolean }
  | { readonly kind: 'beat'; readonly beat: number }
  /**
   * Whether the frame is made as high as its content, which reports its height then, and folds the quote at its end into a button of the
   * accessible name `quote`.
   */
  | { readonly kind: 'fit'; readonly fits: boolean; readonly quote: string }
  /** Scrolls by that many pages of the frame's height; `leaves`: at the end already, `end` is reported instead. */
  | { readonly kind: 'scroll'; readonly pages: number; readonly leaves: boolean };

/** A key that was pressed or released in the message. */
export interface ForwardedKey {
  readonly type: 'keydown' | 'keyup';
  readonly key: string;
  readonly code: string;
  readonly location: number;
  readonly repeat: boolean;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly altGraph: boolean;
}

/** From the page to the window. */
export type FromPage =
  | { readonly kind: 'ready' }
  /** The work on a task begins. */
  | { readonly kind: 'begun'; readonly task: number }
  | { readonly kind: 'found'; readonly task: number; readonly findings: MailFindings }
  | { readonly kind: 'quoted' | 'printed'; readonly task: number; readonly html: string }
  /** The height of the content of a frame that is made as high as it, in CSS pixels. */
  | { readonly kind: 'height'; readonly task: number; readonly height: number }
  /** So many hits are marked that can be seen; `isMore`: there are more. */
  | {
      readonly kind: 'hits';
      readonly task: number;
      readonly mark: number;
      readonly count: number;
      readonly isMore: boolean;
    }
  /** The hit that was asked for lies between these heights of the frame, in CSS pixels. */
  | { readonly kind: 'hit_place'; readonly top: number; readonly bottom: number }
  /** What is asked for by a link within the message is so far below its top, in CSS pixels. */
  | { readonly kind: 'target'; readonly top: number }
  /** The message is on the screen, and the page has answered several frames since. */
  | { readonly kind: 'drawn'; readonly task: number }
  | { readonly kind: 'beat'; readonly beat: number }
  /** The user reads on beyond the end of the message. */
  | { readonly kind: 'end' }
  /** A link was clicked; `text` is what of it could be seen. */
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'hover'; readonly href: string | null }
  | { readonly kind: 'key'; readonly press: ForwardedKey };

const maxHref = 100_000;
const maxLinkText = 10_000;
const maxKeyName = 40;
/** Letters of an original's HTML; the engine gives no more than 2 MB of it, which the sanitiser may lengthen. */
const maxQuote = 8_000_000;
/** Letters of a word to mark; a whole search is no longer. */
const maxWord = 1_000;
const maxShownParts = 5_000;
/** No frame is made higher than that, in CSS pixels: what is left of a message scrolls within. */
export const mostHeight = 60_000;

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? { ...value } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isText(value: unknown, maxLength: number): value is string {
  return typeof value === 'string' && value.length <= maxLength;
}

/**
 * Reads what came from the page. A message that took the page over may say anything there, so only known messages with
 * bounded values are let through.
 * @returns null for anything else
 */
export function parseFromPage(value: unknown): FromPage | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const { kind, task, beat, href } = fields;
  if (kind === 'ready' || kind === 'end') return { kind };
  if ((kind === 'begun' || kind === 'drawn') && isCount(task)) return { kind, task };
  if (kind === 'height' && isCount(task)) {
    const { height } = fields;
    return isCount(height) && height <= mostHeight ? { kind, task, height } : null;
  }
  if (kind === 'hits' && isCount(task)) {
    const { mark, count, isMore } = fields;
    if (!isCount(mark) || !isCount(count) || count > mostHits || typeof isMore !== 'boolean') return null;
    return { kind, task, mark, count, isMore };
  }
  if (kind === 'hit_place') {
    const { top, bottom } = fields;
    return isCount(top) && isCount(bottom) && top <= bottom && bottom <= mostHeight ? { kind, top, bottom } : null;
  }
  if (kind === 'target') {
    const { top } = fields;
    return isCount(top) && top <= mostHeight ? { kind, top } : null;
  }
  if (kind === 'found' && isCount(task)) {
    const findings = parseFindings(fields['findings']);
    return findings && { kind, task, findings };
  }
  if ((kind === 'quoted' || kind === 'printed') && isCount(task)) {
    const { html } = fields;
    return isText(html, maxQuote) ? { kind, task, html } : null;
  }
  if (kind === 'beat' && isCount(beat)) return { kind, beat };
  if (kind === 'hover') {
    if (href === null) return { kind, href };
    return isText(href, maxHref) ? { kind, href } : null;
  }
  if (kind === 'link') {
    const { text } = fields;
    return isText(href, maxHref) && isText(text, maxLinkText) ? { kind, href, text } : null;
  }
  if (kind !== 'key') return null;
  const press = parseKey(fields['press']);
  return press && { kind, press };
}

function parseFindings(value: unknown): MailFindings | null {
  const fields = fieldsOf(value);
  const remote = fieldsOf(fields?.['remote']);
  if (fields === null || remote === null) return null;
  const { images, others } = remote;
  const { trackers, shownParts, isBlank, supportsDark, isDarkened } = fields;
  if (!isCount(images) || !isCount(others) || !isCount(trackers)) return null;
  if (typeof isDarkened !== 'boolean') return null;
  if (typeof isBlank !== 'boolean' || typeof supportsDark !== 'boolean' || !Array.isArray(shownParts)) return null;
  const parts = shownParts.slice(0, maxShownParts).filter((part): part is string => isText(part, 100));
  return { remote: { images, others }, trackers, shownParts: parts, isBlank, supportsDark, isDarkened };
}

function parseKey(value: unknown): ForwardedKey | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const { type, key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey, altGraph } = fields;
  if ((type !== 'keydown' && type !== 'keyup') || !isText(key, maxKeyName) || !isText(code, maxKeyName)) return null;
  if (!isCount(location) || typeof repeat !== 'boolean' || typeof altGraph !== 'boolean') return null;
  if (typeof ctrlKey !== 'boolean' || typeof shiftKey !== 'boolean') return null;
  if (typeof altKey !== 'boolean' || typeof metaKey !== 'boolean') return null;
  return { type, key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey, altGraph };
}

/** Reads what came from the window. @returns null for anything else */
export function parseToPage(value: unknown): ToPage | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const { kind, task, beat, pages, leaves } = fields;
  if (kind === 'beat' && isCount(beat)) return { kind, beat };
  if (kind === 'fit') {
    const { fits, quote } = fields;
    return typeof fits === 'boolean' && isText(quote, maxWord) ? { kind, fits, quote } : null;
  }
  if (kind === 'scroll' && typeof pages === 'number' && Math.abs(pages) <= 1 && typeof leaves === 'boolean') {
    return { kind, pages, leaves };
  }
  if (kind === 'quote' && isCount(task)) {
    const { html } = fields;
    return isText(html, maxQuote) ? { kind, task, html } : null;
  }
  if (kind === 'mark') {
    const { mark, words, asTyped } = fields;
    if (!isCount(mark) || typeof asTyped !== 'boolean' || !Array.isArray(words)) return null;
    return words.every((word) => isText(word, maxWord)) ? { kind, mark, words, asTyped } : null;
  }
  if (kind === 'hit') {
    const { index, reveals } = fields;
    return (index === null || isCount(index)) && typeof reveals === 'boolean' ? { kind, index, reveals } : null;
  }
  if ((kind !== 'draw' && kind !== 'print') || !isCount(task)) return null;
  const mail = parseMail(fields['mail']);
  return mail && { kind, task, mail };
}

function parseMail(value: unknown): MailToDraw | null {
  const fields = fieldsOf(value);
  if (fields === null) return null;
  const { html, accountId, messageId, attachments, showRemote, dark, title } = fields;
  if (typeof html !== 'string' || typeof accountId !== 'string' || !isCount(messageId)) return null;
  if (typeof dark !== 'boolean') return null;
  if (typeof showRemote !== 'boolean' || typeof title !== 'string' || !Array.isArray(attachments)) return null;
  const parts = attachments.flatMap((each: unknown) => {
    const part = fieldsOf(each);
    const partId = part?.['partId'];
    const contentId = part?.['contentId'];
    const contentLocation = part?.['contentLocation'];
    const named = {
      contentId: typeof contentId === 'string' ? contentId : null,
      ...(typeof contentLocation === 'string' ? { contentLocation } : {}),
    };
    // HTML cannot name the others.
    const isNamed = named.contentId !== null || named.contentLocation !== undefined;
    return typeof partId === 'string' && isNamed ? [{ partId, ...named }] : [];
  });
  return { html, accountId, messageId, attachments: parts, showRemote, dark, title };
}
