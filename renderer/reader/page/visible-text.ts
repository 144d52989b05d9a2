const maxLength = 2_000;
/** Smaller text cannot be read, in CSS pixels. */
const readableSize = 4;

/**
 * What a person sees of an element's text: without what is hidden, too small, transparent, or outside of the page. Text that is drawn from
 * right to left although its letters run the other way is given as it looks.
 */
export function visibleText(element: Element): string {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = '';
  for (let node = walker.nextNode(); node !== null && text.length < maxLength; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || !isSeen(node, parent)) continue;
    const words = (node.textContent ?? '').slice(0, maxLength);
    text += isTurned(parent) ? [...words].reverse().join('') : words;
  }
  return text.slice(0, maxLength);
}

/** Whether letters of an element can be read where they are in sight: not hidden, transparent or too small. */
export function isReadable(parent: Element): boolean {
  if (!parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
  const style = getComputedStyle(parent);
  return Number.parseFloat(style.fontSize) >= readableSize && !/^(?:transparent|rgba\(.*, 0\))$/.test(style.color);
}

function isSeen(node: Node, parent: Element): boolean {
  if (!isReadable(parent)) return false;
  const range = parent.ownerDocument.createRange();
  range.selectNodeContents(node);
  const box = range.getBoundingClientRect();
  const root = parent.ownerDocument.documentElement.getBoundingClientRect();
  if (box.width < 1 || box.height < 1 || box.right <= root.left || box.bottom <= root.top) return false;
  return !isClipped(box, parent);
}

/** Whether an element around it is too small to show anything of it, and hides what overflows. */
function isClipped(box: DOMRect, parent: Element): boolean {
  for (let around: Element | null = parent; around !== null; around = around.parentElement) {
    if (getComputedStyle(around).overflow === 'visible') continue;
    const own = around.getBoundingClientRect();
    const width = Math.min(box.right, own.right) - Math.max(box.left, own.left);
    const height = Math.min(box.bottom, own.bottom) - Math.max(box.top, own.top);
    if (width < 1 || height < 1) return true;
  }
  return false;
}

function isTurned(parent: Element): boolean {
  const { unicodeBidi, direction } = getComputedStyle(parent);
  return direction === 'rtl' && unicodeBidi.includes('override');
}
