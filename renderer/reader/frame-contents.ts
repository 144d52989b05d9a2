/** What the reader does for the script-less document in its frame. */
export interface FrameListener {
  /** The height the content needs, in CSS pixels. */
  onHeight(height: number): void;
  /** A link was clicked; the frame goes nowhere itself. */
  onLink(link: { readonly href: string; readonly text: string }): void;
  /** The address of the link under the pointer or with the focus; null when there is none. */
  onHover(href: string | null): void;
}

/**
 * A hostile layout can grow with its own frame: after this many steps the frame stops growing, and its content scrolls.
 */
const maxGrowths = 40;
const maxFrameHeight = 50_000;

/**
 * Follows a frame until the returned function is called: finds its document as soon as it is parsed (`load` would wait
 * for images), measures it, and handles its clicks and keys.
 */
export function followFrame(frame: HTMLIFrameElement, listener: FrameListener): () => void {
  let stopDocument: (() => void) | null = null;
  let followed: Document | null = null;
  let request = 0;
  const look = (): void => {
    const own = frame.contentDocument;
    if (own?.body && own.URL === 'about:srcdoc' && own !== followed) {
      stopDocument?.();
      followed = own;
      stopDocument = followDocument(frame, own, listener);
    }
    if (followed === null || followed.readyState === 'loading') request = requestAnimationFrame(look);
  };
  look();
  frame.addEventListener('load', look);
  return () => {
    cancelAnimationFrame(request);
    frame.removeEventListener('load', look);
    stopDocument?.();
  };
}

function followDocument(frame: HTMLIFrameElement, own: Document, listener: FrameListener): () => void {
  const stops = [measure(frame, own, listener), followLinks(own, listener), forwardKeys(frame, own)];
  return () => {
    for (const stop of stops) stop();
  };
}

function measure(frame: HTMLIFrameElement, own: Document, listener: FrameListener): () => void {
  const root = own.documentElement;
  let width = -1;
  let height = -1;
  let growths = 0;
  const update = (): void => {
    const scrollbar = root.scrollWidth > root.clientWidth ? frame.clientHeight - root.clientHeight : 0;
    const needed = Math.min(Math.ceil(root.getBoundingClientRect().height) + Math.max(scrollbar, 0), maxFrameHeight);
    if (frame.clientWidth !== width) growths = 0;
    width = frame.clientWidth;
    if (needed === height) return;
    if (needed > height) growths++;
    if (growths > maxGrowths) return;
    height = needed;
    listener.onHeight(needed);
  };
  const observer = new ResizeObserver(update);
  observer.observe(root);
  observer.observe(own.body);
  update();
  return () => observer.disconnect();
}

function followLinks(own: Document, listener: FrameListener): () => void {
  const open = (event: MouseEvent): void => {
    const link = linkOf(event.target);
    if (link === null) return;
    event.preventDefault();
    if (event.button > 1) return;
    const href = link.getAttribute('href') ?? '';
    if (href.startsWith('#')) scrollToTarget(own, href.slice(1));
    else listener.onLink({ href, text: link.textContent ?? '' });
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

function scrollToTarget(own: Document, id: string): void {
  const target = own.getElementById(id) ?? own.querySelector(`a[name="${CSS.escape(id)}"]`);
  target?.scrollIntoView({ block: 'start' });
}

/** Passes keys on to the window, so that shortcuts also work while the focus is in the frame. */
function forwardKeys(frame: HTMLIFrameElement, own: Document): () => void {
  const forward = (event: KeyboardEvent): void => {
    const copy = new KeyboardEvent(event.type, {
      key: event.key,
      code: event.code,
      location: event.location,
      repeat: event.repeat,
      ctrlKey: event.ctrlKey,
      shiftKey: event.shiftKey,
      altKey: event.altKey,
      metaKey: event.metaKey,
      modifierAltGraph: event.getModifierState('AltGraph'),
      bubbles: true,
      cancelable: true,
    });
    if (!frame.dispatchEvent(copy)) event.preventDefault();
  };
  own.addEventListener('keydown', forward);
  own.addEventListener('keyup', forward);
  return () => {
    own.removeEventListener('keydown', forward);
    own.removeEventListener('keyup', forward);
  };
}
