/** Elements that begin no line of their own: a phrase goes on through them. */
const inline: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
);

/** The text of an element as it is read, and where each part of it stands in the document. */
export interface ReadText {
  /** With blanks in one, and a line break wherever a block begins or ends. */
  readonly text: string;
  /** A part of the text, which has no line break. @param from, to in UTF-16 units */
  readonly rangeOf: (from: number, to: number) => Range;
}

/** Reads an element's text. @param most so much of it, in UTF-16 units */
export function readText(root: Element, most: number): ReadText {
  const nodes: Text[] = [];
  /** Where each node's part of the text begins. */
  const starts: number[] = [];
  /** Where in its node each unit of the text comes from. */
  const offsets: number[] = [];
  let text = '';
  let isBroken = false;
  const add = (node: Text): void => {
    const value = node.data.slice(0, most - text.length);
    const { length } = text;
    let piece = isBroken && length > 0 ? '\n' : '';
    if (piece !== '') offsets.push(0);
    let isBlank = piece !== '' || length === 0 || text.endsWith(' ');
    for (let at = 0; at < value.length; at++) {
      const isSpace = /\s/.test(value.charAt(at));
      if (isSpace && isBlank) continue;
      isBlank = isSpace;
      piece += isSpace ? ' ' : value.charAt(at);
      offsets.push(at);
    }
    if (piece === '' || piece === '\n') {
      offsets.length = length;
      return;
    }
    nodes.push(node);
    starts.push(length);
    text += piece;
    isBroken = false;
  };
  walk(root, {
    onText: (node) => {
      add(node);
      return text.length < most;
    },
    onBlock: () => {
      isBroken = true;
    },
  });
  const nodeAt = (at: number): Text => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return nodes[low] as Text;
  };
  return {
    text,
    rangeOf: (from, to) => {
      const range = root.ownerDocument.createRange();
      range.setStart(nodeAt(from), offsets[from] ?? 0);
      range.setEnd(nodeAt(to - 1), (offsets[to - 1] ?? 0) + 1);
      return range;
    },
  };
}

interface Visitor {
  /** @returns whether to go on */
  readonly onText: (node: Text) => boolean;
  /** A block begins or ends. */
  readonly onBlock: () => void;
}

/** Goes through an element's text in its order, but for style sheets; without recursion, since mail may be nested deeply. */
function walk(root: Element, { onText, onBlock }: Visitor): void {
  let node: Node = root;
  for (;;) {
    if (node.nodeType === Node.TEXT_NODE && !onText(node as Text)) return;
    if (!isInline(node)) onBlock();
    const child = node.nodeName.toLowerCase() === 'style' ? null : node.firstChild;
    if (child !== null) {
      node = child;
      continue;
    }
    while (node !== root && node.nextSibling === null && node.parentNode !== null) {
      node = node.parentNode;
      if (!isInline(node)) onBlock();
    }
    if (node === root || node.nextSibling === null) return;
    node = node.nextSibling;
  }
}

function isInline(node: Node): boolean {
  return node.nodeType !== Node.ELEMENT_NODE || inline.has(node.nodeName.toLowerCase());
}
