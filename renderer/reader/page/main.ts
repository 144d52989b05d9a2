/**
 * The page that draws a message's HTML. It comes from another origin than the window, so Chromium runs it in another process, which shares
 * nothing with the window but messages: whatever the mail makes it do, the window goes on and can end it.
 */
import type { AccountId, MessageId } from '../../../shared/mail.ts';
import type { Marks } from '../../stores/marked-words.ts';
import { markHits, mostHits, rangesOfHits, revealHit } from '../hits.ts';
import { mailDocument } from '../mail-document.ts';
import { partAddress } from '../mail-images.ts';
import { isAtEnd } from '../message-scroll.ts';
import { type ForwardedKey, type FromPage, type MailToDraw, mostHeight, parseToPage } from '../page-messages.ts';
import { windowOrigin } from '../reader-page.ts';
import { type MailSource, sanitizeMail, sanitizeQuote } from '../sanitize-mail.ts';
import { followHeight } from './content-height.ts';
import { darken } from './darken.ts';
import { foldQuote } from './fold-quote.ts';
import { followFrame } from './frame-contents.ts';
import { followImages } from './own-images.ts';
import { visibleHits } from './visible-hits.ts';

let frame: HTMLIFrameElement | null = null;
let stopFollowing: (() => void) | null = null;
/** What is marked in the message that is drawn. */
let marks: Marks = { words: [], asTyped: false };
/** The window's number of that. */
let markNumber = 0;
/** Where it stands, in the order of the text. */
let hits: readonly Range[] = [];
let drawn: Document | null = null;
/** The frame is as high as its content. */
let fits = false;
/** The name of the button that shows the quote at the end of a message. */
let quoteName = '';
/** Shows the quote that is folded. */
let showQuote: (() => void) | null = null;
let stopHeight: (() => void) | null = null;
let current = 0;

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.origin !== windowOrigin) return;
  const message = parseToPage(event.data);
  if (message === null) return;
  if (message.kind === 'beat') report(message);
  else if (message.kind === 'mark') mark(message.mark, message);
  else if (message.kind === 'hit') showHit(message.index, message.reveals);
  else if (message.kind === 'fit') setFits(message.fits, message.quote);
  else if (message.kind === 'scroll') scroll(message.pages, message.leaves);
  else if (message.kind === 'quote') quote(message.task, message.html);
  else if (message.kind === 'print') print(message.task, message.mail);
  else draw(message.task, message.mail);
});
report({ kind: 'ready' });

function report(message: FromPage): void {
  window.parent.postMessage(message, windowOrigin);
}

function quote(task: number, html: string): void {
  report({ kind: 'begun', task });
  setTimeout(() => report({ kind: 'quoted', task, html: sanitizeQuote(html) }));
}

function print(task: number, mail: MailToDraw): void {
  report({ kind: 'begun', task });
  setTimeout(() => report({ kind: 'printed', task, html: sanitizeMail(sourceOf(mail)).html }));
}

function sourceOf(mail: MailToDraw): MailSource {
  return { ...mail, accountId: mail.accountId as AccountId, messageId: mail.messageId as MessageId };
}

function draw(task: number, mail: MailToDraw): void {
  report({ kind: 'begun', task });
  // The report leaves before the work, which may never end.
  setTimeout(() => {
    const safe = sanitizeMail(sourceOf(mail));
    const { remote, trackers, isBlank, supportsDark } = safe;
    const isDarkened = mail.dark && !supportsDark;
    const reportShown = (shownParts: readonly string[]): void =>
      report({ kind: 'found', task, findings: { remote, trackers, isBlank, supportsDark, isDarkened, shownParts } });
    reportShown([...safe.shownParts]);
    const undrawn = new Set<string>();
    const left = frame?.contentDocument?.scrollingElement?.scrollTop ?? 0;
    stopFollowing?.();
    stopHeight?.();
    frame?.remove();
    drawn = null;
    showQuote = null;
    current = task;
    document.documentElement.style.colorScheme = supportsDark ? 'light dark' : isDarkened ? 'dark' : 'light';
    frame = document.createElement('iframe');
    frame.title = mail.title;
    frame.setAttribute('sandbox', 'allow-same-origin');
    frame.referrerPolicy = 'no-referrer';
    frame.style.colorScheme = supportsDark ? 'inherit' : isDarkened ? 'dark' : 'light';
    // Not seen in its own colours first.
    if (isDarkened) frame.style.visibility = 'hidden';
    const shown = frame;
    frame.srcdoc = mailDocument(safe);
    document.body.append(frame);
    stopFollowing = followFrame(frame, {
      onParsed: (own) => {
        if (isDarkened) darken(own);
        shown.style.visibility = '';
        // The same message with its images stays where it was read.
        own.scrollingElement?.scrollTo(0, left);
        reportDrawn(task);
        // What cannot be drawn is not shown: the window lists it, so that it can be saved.
        followImages(own, new Map([...safe.shownParts].map((id) => [partAddress(mail, id), id])), (partId) => {
          undrawn.add(partId);
          reportShown([...safe.shownParts].filter((each) => !undrawn.has(each)));
        });
        // Last, so that nothing that is shown waits for it.
        drawn = own;
        foldOwnQuote();
        followOwnHeight();
        showMarks();
      },
      onLink: (link) => report({ kind: 'link', ...link }),
      onTarget: (target) => {
        if (fits) report({ kind: 'target', top: Math.max(0, Math.round(target.getBoundingClientRect().top)) });
      },
      onHover: (href) => report({ kind: 'hover', href }),
      onKey: (press) => {
        report({ kind: 'key', press });
        readOn(press);
      },
    });
  });
}

function setFits(wanted: boolean, quote: string): void {
  fits = wanted;
  quoteName = quote;
  foldOwnQuote();
  followOwnHeight();
}

function foldOwnQuote(): void {
  if (fits && drawn !== null && showQuote === null) showQuote = foldQuote(drawn, quoteName);
}

function followOwnHeight(): void {
  stopHeight?.();
  const task = current;
  stopHeight =
    fits && drawn !== null ? followHeight(drawn, (height) => report({ kind: 'height', task, height })) : null;
}

function mark(number: number, { words, asTyped }: Marks): void {
  markNumber = number;
  marks = { words, asTyped };
  showMarks();
}

function showMarks(): void {
  if (drawn === null) return;
  const root = drawn.documentElement;
  const found = rangesOfHits(root, marks);
  hits = visibleHits(found);
  if (hits.length < found.length && showQuote !== null) {
    // What was searched for is shown, also where it is quoted.
    showQuote();
    hits = visibleHits(found);
  }
  markHits(root, hits, null);
  const isMore = found.length >= mostHits;
  report({ kind: 'hits', task: current, mark: markNumber, count: hits.length, isMore });
}

function showHit(index: number | null, reveals: boolean): void {
  if (drawn === null) return;
  const hit = index === null ? undefined : hits[index];
  markHits(drawn.documentElement, hits, hit ?? null);
  if (hit === undefined || !reveals) return;
  revealHit(hit);
  if (!fits) return;
  const { top, bottom } = hit.getBoundingClientRect();
  const within = (height: number): number => Math.min(mostHeight, Math.max(0, Math.round(height)));
  report({ kind: 'hit_place', top: within(top), bottom: within(bottom) });
}

/** How many frames are waited for. The compositor takes a new one only when the one before the last is drawn. */
const drawnFrames = 4;

/** Reports that a message is on the screen. Each frame changes a pixel, since a frame without a change is left out. */
function reportDrawn(task: number): void {
  const pixel = document.getElementById('drawn');
  let left = drawnFrames;
  const next = (): void => {
    if (pixel) pixel.style.background = left === 0 ? 'none' : `rgb(128 128 128 / ${left % 2 === 0 ? 1 : 2}%)`;
    if (left-- > 0) requestAnimationFrame(next);
    else report({ kind: 'drawn', task });
  };
  requestAnimationFrame(next);
}

function scroll(pages: number, leaves: boolean): void {
  const root = frame?.contentDocument?.scrollingElement;
  if (!root) return;
  if (leaves && pages > 0 && isAtEnd(root)) report({ kind: 'end' });
  else root.scrollBy({ top: pages * root.clientHeight });
}

/** Space scrolls the message by itself while the focus is in it, and does nothing more at its end. */
function readOn(press: ForwardedKey): void {
  const root = frame?.contentDocument?.scrollingElement;
  const { type, key, repeat, shiftKey, ctrlKey, altKey, metaKey } = press;
  const isSpace = type === 'keydown' && key === ' ' && !repeat && !shiftKey && !ctrlKey && !altKey && !metaKey;
  if (root && isSpace && isAtEnd(root)) report({ kind: 'end' });
}
