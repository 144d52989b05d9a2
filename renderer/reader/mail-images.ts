import type { AccountId, Attachment, MessageId } from '../../shared/mail.ts';
import { isRemote } from './remote-references.ts';

/** Where the image of a message's HTML or CSS may be fetched from; null: nowhere. */
export type ResolveImage = (address: string) => string | null;

/** Beyond this a message is no mail's; its further images stay blocked. */
const maxRemoteImages = 500;
const maxAddressLength = 8192;

interface ResolverOptions {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachments: readonly Attachment[];
  /** The user allowed its remote images (H4); main checks that again. */
  readonly showRemote: boolean;
  readonly onPart: (partId: string) => void;
}

/** Resolves `cid:` to parts of the message and, where allowed, http and https to Heron's own loader. */
export function imageResolver(options: ResolverOptions): ResolveImage {
  const { accountId, messageId, attachments, showRemote, onPart } = options;
  const remote = new Map<string, string>();
  return (address) => {
    const trimmed = address.trim();
    const contentId = /^cid:(.{1,500})$/i.exec(trimmed)?.[1];
    if (contentId !== undefined) {
      const part = partOf(attachments, contentId);
      if (part === undefined) return null;
      onPart(part.partId);
      return `heron-part://part/${accountId}/${messageId}/${part.partId}`;
    }
    const url = showRemote ? webAddress(trimmed) : null;
    if (url === null || (!remote.has(url) && remote.size >= maxRemoteImages)) return null;
    const own = remote.get(url) ?? `heron-part://remote/${accountId}/${messageId}/${base64url(url)}`;
    remote.set(url, own);
    return own;
  };
}

/** A `cid:` reference (RFC 2392) is a Content-ID, percent-encoded. */
function partOf(attachments: readonly Attachment[], reference: string): Attachment | undefined {
  const contentId = decoded(reference).trim().replace(/^<|>$/g, '');
  return attachments.find((attachment) => attachment.contentId === contentId);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is part of the id
  }
}

/** The address as the browser reads it; null unless it is http or https, of somewhere else, and names no user. */
function webAddress(text: string): string | null {
  if (text.length > maxAddressLength || !isRemote(text)) return null;
  const url = URL.canParse(text) ? new URL(text) : new URL(text, 'https://relative.invalid/');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' && url.hostname !== 'relative.invalid' ? url.href : null;
}

/** Of a parsed URL, which is ASCII. */
function base64url(url: string): string {
  return btoa(url).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Raster images that the HTML brings along. */
const rasterData = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i;

/** Stands in for a blocked image of known size, so that the layout is the sender's; one transparent pixel. */
export const placeholder = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** The class of the words that stand in for a blocked image. A mail that uses it too only gets their looks. */
export const blockedWordsClass = 'heron-blocked-image';

/** What an image shows: a part of this message, a raster image inside the HTML, a remote image that may be, or what keeps its place. */
export function sourceFor(image: Element, resolve: ResolveImage): string | null {
  const address = (image.getAttribute('src') ?? '').trim();
  if (rasterData.test(address)) return address;
  if (isRemote(address) && isTracker(image)) return null;
  return resolve(address) ?? placeholderFor(image);
}

/** Images that nobody is meant to see: declared as a pixel or hidden. They are there to tell that the message was opened. */
export function isTracker(image: Element): boolean {
  const style = image.getAttribute('style') ?? '';
  if (image.hasAttribute('hidden') || /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style))
    return true;
  const [width, height] = [measureOf(image, 'width', style), measureOf(image, 'height', style)];
  return (width <= 2 && !(height > 2)) || (height <= 2 && !(width > 2));
}

/** An image without a source of its own takes the largest of its srcset. */
export function takeFromSrcset(image: Element): void {
  const srcset = image.getAttribute('srcset');
  if (srcset === null || (image.getAttribute('src') ?? '').trim() !== '') return;
  let best = '';
  let most = 0;
  // A comma ends a candidate only before white space: addresses have commas too.
  for (const candidate of srcset.slice(0, 100_000).split(/,\s+|,$/)) {
    const [address = '', descriptor = '1x'] = candidate.trim().split(/\s+/);
    const size = Number.parseFloat(descriptor);
    if (address !== '' && size > most) [best, most] = [address, size];
  }
  if (best !== '') image.setAttribute('src', best);
}

/** The `background` of old tables, as the style that the filter of styles looks at like any other. */
export function takeBackground(element: Element, resolve: ResolveImage): void {
  const address = (element.getAttribute('background') ?? '').trim();
  if (address === '' || /["\\\n\r\f]/.test(address) || resolve(address) === null) return;
  element.setAttribute('style', `background-image: url("${address}"); ${element.getAttribute('style') ?? ''}`);
}

/** The least that words can be read in, in CSS pixels. */
const wordsWidth = 48;
const wordsHeight = 20;

/** For an image that shows nothing: its alternative text in its place, since browsers draw a broken picture before it. */
export function wordsFor(image: Element): Element | null {
  const words = altOf(image);
  const [width, height] = [measureOf(image, 'width'), measureOf(image, 'height')];
  if (words === '' || width <= 2 || height <= 2 || isTracker(image)) return null;
  const element = image.ownerDocument.createElement('span');
  element.className = blockedWordsClass;
  element.textContent = words;
  // As high as the image would be, also where it is made narrower; its own margins and the like stay.
  const place = height > 2 ? `; height: auto; aspect-ratio: ${width} / ${height}` : '';
  const own = height > 2 ? `${image.getAttribute('style') ?? ''}; ` : '';
  if (width > 2) element.setAttribute('style', `${own}width: ${width}px${place}`);
  return element;
}

function altOf(image: Element): string {
  return (image.getAttribute('alt') ?? '').trim().slice(0, 300);
}

/** For an image of known size that has no words, or too little room for them. Without both measures the pixel would be drawn as a square. */
function placeholderFor(image: Element): string | null {
  const [width, height] = [measureOf(image, 'width'), measureOf(image, 'height')];
  if (!(width > 2 && height > 2)) return null;
  return altOf(image) === '' || width < wordsWidth || height < wordsHeight ? placeholder : null;
}

/** A width or height in pixels; NaN where there is none, and for percentages. A style, where given, counts before the attribute. */
function measureOf(image: Element, name: 'width' | 'height', style = ''): number {
  const styled = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\d.]{1,10})(?:px)?\\s*(?:!|;|$)`, 'i').exec(style)?.[1];
  const text = styled ?? image.getAttribute(name) ?? '';
  return text.includes('%') ? Number.NaN : Number.parseInt(text, 10);
}
