/** The class of the element that stands for the original's body where it is quoted. */
const originalClass = 'heron-original';

/**
 * An original's HTML as it stands within another message, before it is made safe: its body becomes an element of its own, with the body's
 * colours and margins, which would otherwise be those of the whole message. Its style sheets stand before it.
 */
export function asPartOfMessage(html: string): { readonly html: string; readonly scope: string | null } {
  const { body, head } = new DOMParser().parseFromString(html, 'text/html');
  const sheets = [...head.querySelectorAll('style')];
  // It was quoted by Heron before: a draft that was opened again.
  const isPart = [...body.children].every(
    ({ localName, classList }) => localName === 'style' || classList.contains(originalClass),
  );
  if (isPart && body.children.length > 0) return { html, scope: null };
  const original = body.ownerDocument.createElement('div');
  for (const { name, value } of body.attributes) original.setAttribute(name, value);
  original.classList.add(originalClass);
  const background = body.getAttribute('bgcolor');
  const colour = body.getAttribute('text');
  if (background !== null && original.style.backgroundColor === '') original.style.backgroundColor = background;
  if (colour !== null && original.style.color === '') original.style.color = colour;
  original.append(...body.childNodes);
  return {
    html: `${sheets.map((sheet) => sheet.outerHTML).join('')}${original.outerHTML}`,
    scope: `.${originalClass}`,
  };
}

/**
 * A list of selectors that match only within `scope`, which stands for the document that they were written for: html, body and :root are
 * the scope itself.
 *
 * @param selectors as the browser serialises them
 */
export function scoped(selectors: string, scope: string): string {
  return listed(selectors)
    .map((selector) => {
      const rest = selector.replace(
        /^(?:(?:html|:root)(?![\w-])(?:\s*>\s*|\s+(?=body(?![\w-])))?)?(?:body(?![\w-]))?/i,
        '',
      );
      return rest === selector ? `${scope} ${selector}` : `${scope}${rest}`;
    })
    .join(', ');
}

/** The selectors of a list: split at the commas that stand in no brackets and no string. */
function listed(selectors: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let isInString = false;
  for (let at = 0; at <= selectors.length; at += 1) {
    const character = selectors[at];
    if (character === '"') isInString = !isInString;
    if (isInString && character !== undefined) continue;
    if (character === '(' || character === '[') depth += 1;
    if (character === ')' || character === ']') depth -= 1;
    if (character !== undefined && (character !== ',' || depth > 0)) continue;
    parts.push(selectors.slice(start, at).trim());
    start = at + 1;
  }
  return parts.filter((part) => part !== '');
}
