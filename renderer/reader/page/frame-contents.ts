import { defaultShortcuts } from '../../../shared/commands.ts';
import { bindingsOf } from '../../keyboard/shortcut-engine.ts';
import { type KeyPress, matches, type Platform } from '../../keyboard/shortcut-strokes.ts';
import type { ForwardedKey } from '../page-messages.ts';
import { visibleText } from './visible-text.ts';

/** What the page does for the script-less document in its frame. */
export interface FrameListener {
  /** The document is parsed and has its layout; its images may still come. */
  onParsed(own: Document): void;
  /** A link was clicked; the frame goes nowhere itself. `text` is what of the link could be seen. */
  onLink(link: { readonly href: string; readonly text: string }): void;
  /** A link within the document leads to this part of it, which is scrolled to if the frame scrolls. */
  onTarget(target: Element): void;
  /** The address of the link under the pointer or with the focus; null when there is none. */
  onHover(href: string | null): void;
  onKey(press: ForwardedKey): void;
}

/**
 * Follows a frame until the returned function is called: finds its document as soon as it is parsed (`load` would wait
 * for images), and handles its clicks and keys.
 */
export function followFrame(frame: HTMLIFrameElement, listener: FrameListener): () => void {
  let stopDocument: (() => void) | null = null;
  let followed: Document | null = null;
  let isParsed = false;
  let request = 0;
  const look = (): void => {
    const own = frame.contentDocument;
    if (own?.body && own.URL === 'about:srcdoc' && own !== followed) {
      stopDocument?.();
      followed = own;
      stopDocument = followDocument(own, listener);
    }
    if (followed === null || followed.readyState === 'loading') {
      request = requestAnimationFrame(look);
    } else if (!isParsed) {
      isParsed = true;
      listener.onParsed(followed);
    }
  };
  look();
  frame.addEventListener('load', look);
  return () => {
    cancelAnimationFrame(request);
    frame.removeEventListener('load', look);
    stopDocument?.();
  };
}

function followDocument(own: Document, listener: FrameListener): () => void {
  const stops = [followLinks(own, listener), forwardKeys(own, listener)];
  return () => {
    for (const stop of stops) stop();
  };
}

function followLinks(own: Document, listener: FrameListener): () => void {
  const open = (event: MouseEvent): void => {
    const link = linkOf(event.target);
    if (link === null) return;
    event.preventDefault();
    if (event.button > 1) return;
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) scrollToTarget(own, href.slice(1), listener);
    else listener.onLink({ href, text: visibleText(link) });
  };
  const hover = (event: Event): void => listener.onHover(addressOf(linkOf(event.target)));
  const leave = (): void => listener.onHover(null);
  const refuse = (event: Event): void => event.preventDefault();
  const pairs: [string, EventListener][] = [
    ['click', open as EventListener],
    ['auxclick', open as EventListener],
    ['mouseover', hover],
    ['focusin', hover],
    ['mouseout', leave],
    ['focusout', leave],
    ['dragstart', refuse],
    ['submit', refuse],
  ];
  for (const [name, handler] of pairs) own.addEventListener(name, handler, true);
  return () => {
    for (const [name, handler] of pairs) own.removeEventListener(name, handler, true);
  };
}

/** `instanceof` fails across documents: the frame has its own classes. */
function linkOf(target: EventTarget | null): Element | null {
  const node = target as Node | null;
  const element = node?.nodeType === Node.ELEMENT_NODE ? (node as Element) : (node?.parentElement ?? null);
  return element?.closest('a[href], area[href]') ?? null;
}

function addressOf(link: Element | null): string | null {
  const href = link?.getAttribute('href') ?? null;
  return href === null || href.startsWith('#') ? null : href;
}

function scrollToTarget(own: Document, id: string, listener: FrameListener): void {
  const target = own.getElementById(id) ?? own.querySelector(`a[name="${CSS.escape(id)}"]`);
  if (target === null) return;
  target.scrollIntoView({ block: 'start' });
  listener.onTarget(target);
}

/** Arrows and Enter keep their native meaning in a message, and Ctrl+A selects its text. */
const shortcuts = bindingsOf(defaultShortcuts)
  .filter(({ shortcut }) => !/Enter|Arrow|Space/.test(shortcut) && shortcut !== 'mod+a')
  .flatMap(({ strokes }) => strokes);

/**
 * Passes keys on to the window, so that shortcuts also work while the focus is in the frame. Those that may be a shortcut do nothing else,
 * because a menu's accelerator would run the command a second time.
 */
function forwardKeys(own: Document, listener: FrameListener): () => void {
  const forward = (event: KeyboardEvent): void => {
    const { key, code, location, repeat, ctrlKey, shiftKey, altKey, metaKey } = event;
    if (event.isComposing || !key) return;
    const modifiers = { ctrlKey, shiftKey, altKey, metaKey, altGraph: event.getModifierState('AltGraph') };
    const type = event.type === 'keyup' ? 'keyup' : 'keydown';
    listener.onKey({ type, key, code, location, repeat, ...modifiers });
    if (type === 'keydown' && isShortcut({ key, code, ...modifiers })) event.preventDefault();
  };
  own.addEventListener('keydown', forward);
  own.addEventListener('keyup', forward);
  return () => {
    own.removeEventListener('keydown', forward);
    own.removeEventListener('keyup', forward);
  };
}

const platform: Platform = navigator.userAgent.includes('Macintosh') ? 'darwin' : 'linux';

function isShortcut(press: KeyPress): boolean {
  return shortcuts.some((stroke) => matches(stroke, press, platform));
}
