import { darkColour, isLight, readColour, writeColour } from './dark-colours.ts';

/** Elements that are looked at; a message has more only where it is an attack, and then it stays as it is. */
const mostElements = 30_000;

/** What lies under an element's text: a light surface, one that stays as it is, or a picture. */
type Ground = 'light' | 'kept';

interface Change {
  readonly element: HTMLElement;
  readonly property: 'background-color' | 'color' | 'border-color';
  readonly value: string;
}

/**
 * Adapts a message that was designed for white paper to a dark window: light surfaces become dark and their texts light, with their hues; surfaces that
 * are dark or in a strong colour stay with what stands on them; pictures, and texts on them, are not touched. All styles are read before any is
 * changed, so that the page is laid out twice and not once for each element.
 */
export function darken(own: Document): void {
  const changes: Change[] = [];
  const grounds = new Map<Element, Ground>();
  const walker = own.createTreeWalker(own.documentElement, NodeFilter.SHOW_ELEMENT);
  let count = 0;
  for (let node: Node | null = walker.currentNode; node !== null; node = walker.nextNode()) {
    if (!isHtml(node)) continue;
    if (++count > mostElements) return;
    const ground = grounds.get(node.parentElement ?? node) ?? 'light';
    grounds.set(node, read(node, ground, changes));
  }
  for (const { element, property, value } of changes) element.style.setProperty(property, value, 'important');
  own.documentElement.style.setProperty('color-scheme', 'dark', 'important');
}

/** `instanceof` fails across documents: the frame has its own classes. */
function isHtml(node: Node): node is HTMLElement {
  return 'style' in node;
}

function read(element: HTMLElement, around: Ground, changes: Change[]): Ground {
  const style = getComputedStyle(element);
  const paper = readColour(style.backgroundColor);
  let ground = around;
  if (style.backgroundImage !== 'none') ground = 'kept';
  else if (paper !== null && paper.alpha > 0) {
    const light = isLight(paper);
    if (light) changes.push({ element, property: 'background-color', value: writeColour(darkColour(paper)) });
    // What shines through lets the ground below decide.
    if (paper.alpha > 0.5) ground = light ? 'light' : 'kept';
  }
  if (ground === 'light') {
    // An inherited colour is changed where it comes from, and again where another ground interrupts it.
    if (hasOwnText(element) || element === element.ownerDocument.body) {
      const text = readColour(style.color);
      if (text !== null) changes.push({ element, property: 'color', value: writeColour(darkColour(text)) });
    }
    const line = readColour(style.borderTopColor);
    if (line !== null && line.alpha > 0 && style.borderStyle !== 'none') {
      changes.push({ element, property: 'border-color', value: writeColour(darkColour(line)) });
    }
  } else if (around === 'light' && hasDescendants(element)) {
    // Its texts keep the colour that they have now, although what they inherit from changes.
    changes.push({ element, property: 'color', value: style.color });
  }
  return ground;
}

function hasOwnText(element: Element): boolean {
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE && child.textContent?.trim()) return true;
  }
  return element.localName === 'li' || element.localName === 'hr';
}

function hasDescendants(element: Element): boolean {
  return element.firstChild !== null;
}
