import { mostHeight } from '../page-messages.ts';

/** How often a message's height is followed without a change of its width: what grows on and on scrolls within its frame. */
const mostChanges = 100;

/**
 * Follows how high a message's document is, for a frame that is made as high. A document that grows because its frame did, such as one with
 * heights in `vh`, keeps the height that it had, and scrolls within.
 * @param report the height in CSS pixels, at once and whenever it changes
 * @returns ends that, and lets the document scroll again
 */
export function followHeight(own: Document, report: (height: number) => void): () => void {
  const view = own.defaultView;
  const root = own.documentElement;
  if (view === null) return () => undefined;
  let known = -1;
  let width = view.innerWidth;
  let changes = 0;
  /** The frame was just made higher, and nothing else has changed. */
  let hasGrown = false;
  let isHeld = false;
  const scrolls = (own: boolean): void => {
    root.style.setProperty('overflow-y', own ? 'auto' : 'hidden', 'important');
  };
  const look = (): void => {
    if (view.innerWidth !== width) {
      width = view.innerWidth;
      changes = 0;
      isHeld = false;
      scrolls(false);
    }
    if (isHeld) return;
    const height = heightOf(root, view);
    if (height === known) return;
    if ((hasGrown && height > known) || ++changes > mostChanges) {
      isHeld = true;
      scrolls(true);
      return;
    }
    known = Math.min(height, mostHeight);
    scrolls(height > mostHeight);
    report(known);
  };
  const resized = (): void => {
    hasGrown = view.innerWidth === width;
    look();
    hasGrown = false;
  };
  const observer = new ResizeObserver(look);
  observer.observe(root);
  if (own.body) observer.observe(own.body);
  view.addEventListener('resize', resized);
  scrolls(false);
  look();
  return () => {
    observer.disconnect();
    view.removeEventListener('resize', resized);
    root.style.removeProperty('overflow-y');
  };
}

/** Of the whole document: also of what is placed outside of its flow, and of a scroll bar below it. */
function heightOf(root: Element, view: Window): number {
  const bar = view.innerHeight - root.clientHeight;
  const flow = Math.ceil(root.getBoundingClientRect().height);
  const all = root.scrollHeight > root.clientHeight ? root.scrollHeight : 0;
  return Math.max(flow, all) + Math.max(0, bar);
}
