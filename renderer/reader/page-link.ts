import type { Marks } from '../stores/marked-words.ts';
import { type FrameWatch, lookEvery, type WatchEvent, watchBegun, watchChanged } from './frame-watch.ts';
import { endReached } from './message-scroll.ts';
import { type FromPage, type MailFindings, type MailToDraw, parseFromPage, type ToPage } from './page-messages.ts';
import type { ReaderPage } from './reader-page.ts';

/** What the window does with what the reader's page reports. */
export interface PageListener {
  readonly onFound: (findings: MailFindings) => void;
  readonly onDrawn: () => void;
  /** How high the message is, in CSS pixels, where its frame fits it. */
  readonly onHeight: (height: number) => void;
  /** A link within the message leads so far below its top, in CSS pixels, where its frame fits it. */
  readonly onTarget: (top: number) => void;
  /** So many hits are marked; `isMore`: there are more. */
  readonly onHits: (count: number, isMore: boolean) => void;
  /** The hit that is to be in sight lies between these heights of the frame, in CSS pixels. */
  readonly onHitPlace: (top: number, bottom: number) => void;
  /** `restart`: the page did not start; `ended`: the message took too long, or its page answers no more. */
  readonly onGivenUp: (how: 'restart' | 'ended') => void;
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
  readonly onHover: (href: string | null) => void;
}

/** The window's end of the line to the reader's page in a frame: hands it a message, and watches whether it goes on. */
export class PageLink {
  readonly #frame: HTMLIFrameElement;
  readonly #page: ReaderPage;
  readonly #listener: PageListener;
  #mail: MailToDraw | null = null;
  #marks: Marks = { words: [], asTyped: false };
  /** What is marked last. */
  #mark = 0;
  /** The hit that is marked most. */
  #hit: number | null = null;
  #awaitsPlace = false;
  #quote: string | null = null;
  #watched = true;
  #task = 0;
  #isReady = false;
  #watch: FrameWatch = watchBegun;
  #beat = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(frame: HTMLIFrameElement, page: ReaderPage, listener: PageListener) {
    this.#frame = frame;
    this.#page = page;
    this.#listener = listener;
    window.addEventListener('message', this.#receive);
  }

  /** Whether the page is idle, so that its process can draw the next message. */
  get isIdle(): boolean {
    return this.#watch.phase === 'shown' && this.#watch.silent < 2;
  }

  /** Has a message drawn in the place of the one before. Unwatched, it may take as long as it likes. */
  draw(mail: MailToDraw, watched: boolean): void {
    this.#mail = mail;
    this.#watched = watched;
    this.#task++;
    this.#watch = watchBegun;
    if (this.#isReady) this.#hand();
    this.#lookLater();
  }

  /** Marks words in what is drawn, and in what will be. */
  mark(marks: Marks): void {
    this.#marks = marks;
    this.#mark++;
    this.#hit = null;
    if (this.#isReady) this.#handMarks();
  }

  /** Marks one hit more strongly than the others. @param reveals it is scrolled to, and the place of one in a frame that fits is told */
  showHit(index: number | null, reveals: boolean): void {
    this.#hit = index;
    this.#awaitsPlace = reveals;
    this.#post({ kind: 'hit', index, reveals });
  }

  /**
   * The frame is made as high as its content, or has its own height and scrolls.
   * @param quote as high: the accessible name of the button that shows the quote at its end; null: it scrolls
   */
  fit(quote: string | null): void {
    this.#quote = quote;
    if (this.#isReady) this.#post({ kind: 'fit', fits: quote !== null, quote: quote ?? '' });
  }

  /** Scrolls the message by that many of its frame's heights; see `scrollMessage`. */
  scroll(pages: number, leaves: boolean): void {
    this.#post({ kind: 'scroll', pages, leaves });
  }

  stop(): void {
    window.removeEventListener('message', this.#receive);
    clearTimeout(this.#timer);
  }

  #hand(): void {
    if (this.#mail !== null) this.#post({ kind: 'draw', task: this.#task, mail: this.#mail });
  }

  #handMarks(): void {
    this.#post({ kind: 'mark', mark: this.#mark, ...this.#marks });
  }

  #post(message: ToPage): void {
    this.#frame.contentWindow?.postMessage(message, this.#page.origin);
  }

  #receive = (event: MessageEvent): void => {
    if (event.source !== this.#frame.contentWindow || event.origin !== this.#page.origin) return;
    const message = parseFromPage(event.data);
    if (message !== null) this.#handle(message);
  };

  #handle(message: FromPage): void {
    if ('task' in message && message.task !== this.#task) return;
    if (message.kind === 'ready') {
      this.#isReady = true;
      if (this.#quote !== null) this.fit(this.#quote);
      this.#handMarks();
      this.#hand();
    } else if (message.kind === 'found') {
      this.#listener.onFound(message.findings);
    } else if (message.kind === 'link') {
      this.#listener.onLink(message);
    } else if (message.kind === 'hover') {
      this.#listener.onHover(message.href);
    } else if (message.kind === 'height') {
      this.#listener.onHeight(message.height);
    } else if (message.kind === 'hits') {
      if (message.mark !== this.#mark) return;
      // What was drawn anew shows the same hit.
      if (this.#hit !== null) this.#post({ kind: 'hit', index: this.#hit, reveals: false });
      this.#listener.onHits(message.count, message.isMore);
    } else if (message.kind === 'hit_place') {
      // Only when it was asked for, so that no message scrolls the reader by itself.
      if (this.#awaitsPlace) this.#listener.onHitPlace(message.top, message.bottom);
      this.#awaitsPlace = false;
    } else if (message.kind === 'target') {
      this.#listener.onTarget(message.top);
    } else if (message.kind === 'end') {
      endReached();
    } else if (message.kind === 'key') {
      this.#frame.dispatchEvent(keyEvent(message.press));
    } else if (message.kind !== 'quoted' && message.kind !== 'printed') {
      this.#step({ kind: message.kind });
      if (message.kind === 'drawn') this.#listener.onDrawn();
    }
  }

  #step(event: WatchEvent): void {
    const before = this.#watch;
    this.#watch = watchChanged(before, event);
    const { phase } = this.#watch;
    if (phase === before.phase) return;
    if (phase === 'restart' || phase === 'ended') {
      clearTimeout(this.#timer);
      this.#listener.onGivenUp(phase);
    } else {
      this.#lookLater();
    }
  }

  #lookLater(): void {
    clearTimeout(this.#timer);
    if (this.#watched) this.#timer = setTimeout(() => this.#look(), lookEvery(this.#watch));
  }

  #look(): void {
    this.#lookLater();
    this.#step({ kind: 'look', hidden: document.hidden || !isInSight(this.#frame) });
    if (this.#watch.phase === 'shown') this.#post({ kind: 'beat', beat: ++this.#beat });
  }
}

/** Chromium draws no frame that is out of sight. */
function isInSight(frame: HTMLIFrameElement): boolean {
  const { top, bottom } = frame.getBoundingClientRect();
  const column = frame.closest('[data-scrolls-conversation]')?.getBoundingClientRect();
  return bottom >= (column?.top ?? 0) && top <= (column?.bottom ?? window.innerHeight);
}

function keyEvent({ type, altGraph, ...press }: Extract<FromPage, { kind: 'key' }>['press']): KeyboardEvent {
  return new KeyboardEvent(type, { ...press, modifierAltGraph: altGraph, bubbles: true, cancelable: true });
}
