import type { AccountId, Attachment, MessageId } from '../../shared/mail.ts';
import { isRemote } from './remote-references.ts';

/** Where the image of a message's HTML or CSS may be fetched from; null: nowhere. */
export type ResolveImage = (address: string) => string | null;

/** No real message has more remote images than this; further ones stay blocked. */
const maxRemoteImages = 500;
const maxAddressLength = 8192;

/** A part that the HTML may draw, and the two ways in which the HTML may name it. */
export type ImagePart = Pick<Attachment, 'partId' | 'contentId' | 'contentLocation'>;

interface ResolverOptions {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachments: readonly ImagePart[];
  /** The user allowed its remote images (H4); main checks that again. */
  readonly showRemote: boolean;
  readonly onPart: (partId: string) => void;
}

/**
 * Resolves what names a part of the message (`cid:`, or its Content-Location) to that part and, where allowed, http and https to Heron's own
 * loader.
 */
export function imageResolver(options: ResolverOptions): ResolveImage {
  const { accountId, messageId, attachments, showRemote, onPart } = options;
  const remote = new Map<string, string>();
  const ownPart = partFinder(attachments);
  return (address) => {
    const trimmed = address.trim();
    const part = ownPart(trimmed);
    if (part !== null) {
      onPart(part);
      return partAddress(options, part);
    }
    const url = showRemote ? webAddress(trimmed) : null;
    if (url === null || (!remote.has(url) && remote.size >= maxRemoteImages)) return null;
    const own = remote.get(url) ?? `heron-part://remote/${accountId}/${messageId}/${base64url(url)}`;
    remote.set(url, own);
    return own;
  };
}

/** For what is sent on: the address itself, if it is of a part (`cid:`) or of the web. */
export const ownAddress: ResolveImage = (address) => {
  const trimmed = address.trim();
  return /^cid:[^\s"'<>]{1,500}$/i.test(trimmed) ? trimmed : webAddress(trimmed);
};

/** Where a part of a message is drawn from. */
export function partAddress(
  { accountId, messageId }: { readonly accountId: string; readonly messageId: number },
  partId: string,
): string {
  return `heron-part://part/${accountId}/${messageId}/${partId}`;
}

/**
 * Finds the part that an address names: by a `cid:` reference (RFC 2392), which is a Content-ID, percent-encoded, or by its Content-Location
 * (RFC 2557), however relative both are. The function returns its part id, or null.
 */
export function partFinder(attachments: readonly ImagePart[]): (address: string) => string | null {
  const byId = new Map<string, string>();
  const byLocation = new Map<string, string>();
  // Of parts of one name the first counts.
  for (const { partId, contentId, contentLocation } of attachments.toReversed()) {
    if (contentId !== null) byId.set(contentId, partId);
    if (contentLocation !== undefined) byLocation.set(locationOf(contentLocation), partId);
  }
  return (address) => {
    const contentId = /^\s*cid:(.{1,500})$/i.exec(address)?.[1];
    if (contentId !== undefined) return byId.get(decoded(contentId).trim().replace(/^<|>$/g, '')) ?? null;
    return byLocation.size === 0 || address.trim() === '' ? null : (byLocation.get(locationOf(address)) ?? null);
  };
}

/** An address in one spelling. A long one is folded in a header, and white space is no part of any. */
function locationOf(text: string): string {
  const address = text.slice(0, maxAddressLength).replaceAll(/\s+/g, '');
  return URL.canParse(address, 'http://part.invalid/') ? new URL(address, 'http://part.invalid/').href : address;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is part of the id
  }
}

/** The normalised address; null unless it is http or https, leads to another host, and contains no user name. */
function webAddress(text: string): string | null {
  if (text.length > maxAddressLength || !isRemote(text)) return null;
  const url = URL.canParse(text) ? new URL(text) : new URL(text, 'https://relative.invalid/');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' && url.hostname !== 'relative.invalid' ? url.href : null;
}

/** Base64url of a parsed URL, which is ASCII. */
function base64url(url: string): string {
  return btoa(url).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Raster images that are contained in the HTML as data URLs. */
const rasterData = /^data:image\/(?:png|jpe?g|gif|webp|bmp);base64,[a-z0-9+/=\s]+$/i;

/** One transparent pixel in place of a blocked image of known size, which keeps the sender's layout. */
export const placeholder = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** The class of the words that stand in for a blocked image. A mail that uses it too only gets their looks. */
export const blockedWordsClass = 'heron-blocked-image';

/**
 * The source that an image gets: a part of this message, a data URL, an allowed remote image, or a placeholder.
 * @param isPart whether an address names a part: such an image fetches nothing, so it is no tracker
 */
export function sourceFor(image: Element, resolve: ResolveImage, isPart: (address: string) => boolean): string | null {
  const address = (image.getAttribute('src') ?? '').trim();
  if (rasterData.test(address)) return address;
  if (isRemote(address) && !isPart(address) && isTracker(image)) return null;
  return resolve(address) ?? placeholderFor(image);
}

/**
 * Whether an image is a tracker: declared as one pixel or hidden, so that it only reports that the message was opened.
 */
export function isTracker(image: Element): boolean {
  const style = image.getAttribute('style') ?? '';
  if (image.hasAttribute('hidden') || /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style))
    return true;
  const [width, height] = [measureOf(image, 'width', style), measureOf(image, 'height', style)];
  return (width <= 2 && !(height > 2)) || (height <= 2 && !(width > 2));
}

/** Gives an image without a source of its own the largest candidate of its srcset. */
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

/** Turns the `background` attribute of old tables into a style, which the CSS filter then checks like any other. */
export function takeBackground(element: Element, resolve: ResolveImage): void {
  const address = (element.getAttribute('background') ?? '').trim();
  if (address === '' || /["\\\n\r\f]/.test(address) || resolve(address) === null) return;
  element.setAttribute('style', `background-image: url("${address}"); ${element.getAttribute('style') ?? ''}`);
}

/** The smallest space in which text can be read, in CSS pixels. */
const wordsWidth = 48;
const wordsHeight = 20;

/** The alternative text for an image that shows nothing; a browser would draw a broken image in front of it. */
export function wordsFor(image: Element): Element | null {
  const words = altOf(image);
  const [width, height] = [measureOf(image, 'width'), measureOf(image, 'height')];
  if (words === '' || width <= 2 || height <= 2 || isTracker(image)) return null;
  const element = image.ownerDocument.createElement('span');
  element.className = blockedWordsClass;
  element.textContent = words;
  // The text takes the image's height, also where the image is made narrower; the image's own styles, such as margins,
  // are kept.
  const place = height > 2 ? `; height: auto; aspect-ratio: ${width} / ${height}` : '';
  const own = height > 2 ? `${image.getAttribute('style') ?? ''}; ` : '';
  if (width > 2) element.setAttribute('style', `${own}width: ${width}px${place}`);
  return element;
}

function altOf(image: Element): string {
  return (image.getAttribute('alt') ?? '').trim().slice(0, 300);
}

/**
 * The placeholder for an image of known size without alternative text, or too small for it. Without both measures it
 * would be drawn as a square.
 */
function placeholderFor(image: Element): string | null {
  const [width, height] = [measureOf(image, 'width'), measureOf(image, 'height')];
  if (!(width > 2 && height > 2)) return null;
  return altOf(image) === '' || width < wordsWidth || height < wordsHeight ? placeholder : null;
}

/**
 * A width or height in pixels; NaN where it is missing or a percentage. A style takes precedence over the attribute.
 */
function measureOf(image: Element, name: 'width' | 'height', style = ''): number {
  const styled = new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([\\d.]{1,10})(?:px)?\\s*(?:!|;|$)`, 'i').exec(style)?.[1];
  const text = styled ?? image.getAttribute(name) ?? '';
  return text.includes('%') ? Number.NaN : Number.parseInt(text, 10);
}
