import createDOMPurify from 'dompurify';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { scanHtml } from './html-scan.ts';
import {
  type ImagePart,
  imageResolver,
  isTracker,
  ownAddress,
  partFinder,
  type ResolveImage,
  sourceFor,
  takeBackground,
  takeFromSrcset,
  wordsFor,
} from './mail-images.ts';
import { asPartOfMessage, scoped } from './quoted-original.ts';
import { countRemoteReferences, isRemote, type RemoteCount } from './remote-references.ts';
import { filterStyleAttribute, filterStyleSheet } from './sanitize-css.ts';

/** A message's HTML made safe for the frame, and what was removed from it. */
export interface SanitizedMail {
  /** DOMPurify's output, never edited afterwards. */
  readonly html: string;
  readonly remote: RemoteCount;
  /** The number of remote images that are trackers: they stay blocked in any case. */
  readonly trackers: number;
  /** The part ids that the HTML shows itself. */
  readonly shownParts: ReadonlySet<string>;
  /** There is nothing to see: no text, no image, no background, and no blocked image. */
  readonly isBlank: boolean;
  /** The message was designed for dark surroundings too, so it needs no white sheet. */
  readonly supportsDark: boolean;
}

export interface MailSource {
  readonly html: string;
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly attachments: readonly ImagePart[];
  /** The user allowed its remote images (H4). */
  readonly showRemote: boolean;
}

/**
 * Only what text, tables and images need. No SVG or MathML (nobody's mail needs them, and their namespaces are where sanitisers break), no
 * forms (a mail that asks for a password in place is phishing), no media, frames or meta. Element names are closed: a new one is unknown until it is added here.
 */
const allowedTags =
  '#text html head body style a abbr address area article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main map mark menu nav nobr ol p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'.split(
    ' ',
  );
const allowedAttributes =
  'abbr align alt bgcolor border cellpadding cellspacing class clear color cols colspan coords datetime dir face headers height href hspace id lang name noshade nowrap open reversed rowspan rules scope shape size span src start style summary title type usemap valign value vspace width'.split(
    ' ',
  );
/** Elements that are removed with their content, which is not the message's text. */
const emptiedTags = ['object', 'embed', 'applet', 'select', 'datalist', 'frameset', 'canvas', 'portal', 'fencedframe'];
/**
 * What DOMPurify may keep in an address after our hook decided. Relative addresses would lead into Heron itself, so
 * they are removed.
 */
const allowedUri = /^(?:https?:\/\/|cid:|mailto:|heron-part:\/\/(?:part|remote)\/|#)/i;
const openedSchemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** Sanitises in string mode. All that is rewritten is rewritten in the hooks. Needs a browser's DOM: happy-dom parses differently. */
export function sanitizeMail(source: MailSource): SanitizedMail {
  const shownParts = new Set<string>();
  const resolve = imageResolver({ ...source, onPart: (partId) => void shownParts.add(partId) });
  const ownPart = partFinder(source.attachments);
  const safe = sanitize(source.html, resolve, (address) => ownPart(address) !== null);
  const isBlank = safe.remote.images === 0 && shownParts.size === 0 && isWordless(safe.html);
  return { ...safe, shownParts, isBlank };
}

/**
 * The original under an answer as it is sent (H5, C8): as safe as what is shown, but with the sender's own image addresses, which the
 * recipient's client decides about. Trackers are left out. It is a part of a message, which leaves the rest of it as it is.
 */
export function sanitizeQuote(html: string): string {
  const part = asPartOfMessage(html);
  return sanitize(part.html, ownAddress, () => false, part).html;
}

/**
 * @param isPart whether an address names a part of the message, so that nothing remote is meant by it
 * @param within for what is to stand within another document: the selector of the element that its style sheets are about, null where they say so themselves
 */
function sanitize(
  source: string,
  resolve: ResolveImage,
  isPart: (address: string) => boolean,
  within?: { readonly scope: string | null },
): Omit<SanitizedMail, 'shownParts' | 'isBlank'> {
  const purify = createDOMPurify(window);
  let remote: RemoteCount = { images: 0, others: 0 };
  let supportsDark = false;
  let trackers = 0;

  /**
   * Each image's source, decided while the element still has all attributes: some may be gone when `src` is checked.
   */
  const sources = new WeakMap<Element, string | null>();
  let counted = false;
  const scope = within?.scope ?? null;
  const selectorsOf = (selectors: string): string => (scope === null ? selectors : scoped(selectors, scope));
  purify.addHook('uponSanitizeElement', (node) => {
    // The first node is the root of DOMPurify's inert document, before anything is removed: remote references are
    // counted here.
    if (!counted) {
      counted = true;
      const root = node.ownerDocument;
      if (root) remote = countRemoteReferences(root, (url) => isRemote(url) && !isPart(url));
      if (root && declaresDark(root)) supportsDark = true;
    }
    if (node instanceof Element && node.localName === 'style') {
      const filtered = filterStyleSheet(node.textContent ?? '', resolve, selectorsOf);
      node.textContent = filtered.css;
      if (filtered.supportsDark) supportsDark = true;
    }
    if (node instanceof Element && node.localName === 'img') {
      takeFromSrcset(node);
      const address = node.getAttribute('src') ?? '';
      if (isRemote(address) && !isPart(address) && isTracker(node)) trackers++;
      const source = sourceFor(node, resolve, isPart);
      sources.set(node, source);
      const words = source === null ? wordsFor(node) : null;
      // DOMPurify goes on with the text that replaced the image, and sanitises it like everything else.
      if (words) node.replaceWith(words);
    } else if (node instanceof Element) {
      takeBackground(node, resolve);
    }
  });
  purify.addHook('uponSanitizeAttribute', (element, attribute) => {
    const value = attribute.attrValue;
    const name = attribute.attrName;
    if (name === 'style') {
      attribute.attrValue = filterStyleAttribute(value, resolve);
      attribute.keepAttr = attribute.attrValue !== '';
    } else if (name === 'src') {
      const shown = sources.get(element) ?? null;
      attribute.keepAttr = shown !== null;
      attribute.attrValue = shown ?? '';
    } else if (name === 'href') {
      const link = openedLink(value);
      attribute.keepAttr = link !== null && (element.localName === 'a' || element.localName === 'area');
      attribute.attrValue = link ?? '';
    } else if (name === 'name') {
      attribute.keepAttr = element.localName === 'a' || element.localName === 'map';
    } else if (name === 'type') {
      attribute.keepAttr = element.localName !== 'style';
    }
  });

  const html = purify.sanitize(source, {
    WHOLE_DOCUMENT: within === undefined,
    // Style sheets at the beginning would otherwise be taken for those of a document.
    FORCE_BODY: within !== undefined,
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: allowedAttributes,
    ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
    ALLOWED_URI_REGEXP: allowedUri,
    ADD_FORBID_CONTENTS: emptiedTags,
    // The address pattern above is for addresses; "600" or "center" would not pass it.
    ADD_URI_SAFE_ATTR: allowedAttributes.filter((name) => name !== 'href' && name !== 'src'),
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    SAFE_FOR_XML: true,
    SANITIZE_DOM: true,
  });
  return { html, remote, trackers, supportsDark };
}

/** Where a link may lead, written as the browser reads it; null for anything that Heron does not open. */
function openedLink(value: string): string | null {
  const trimmed = value.trim();
  if (trimmed.startsWith('#')) return trimmed;
  const absolute = isRemote(trimmed) && trimmed.startsWith('//') ? `https:${trimmed}` : trimmed;
  if (!URL.canParse(absolute)) return null;
  const url = new URL(absolute);
  return openedSchemes.has(url.protocol) && url.username === '' && url.password === '' ? url.href : null;
}

function declaresDark(root: Document): boolean {
  return [...root.querySelectorAll('meta[name]')].some(
    (meta) =>
      /^(?:supported-)?color-schemes?$/i.test(meta.getAttribute('name')?.trim() ?? '') &&
      /\bdark\b/i.test(meta.getAttribute('content') ?? ''),
  );
}

/** Whether DOMPurify's output shows nothing by itself. */
function isWordless(html: string): boolean {
  let isSeen = false;
  scanHtml(html, {
    onText(start, end) {
      const words = isSeen ? '' : html.slice(start, end);
      if (words.replace(/&nbsp;|[\s\p{Default_Ignorable_Code_Point}]/gu, '') !== '') isSeen = true;
    },
    onOpen(name) {
      if (name === 'img' || name === 'hr') isSeen = true;
    },
  });
  return !isSeen;
}
