/** What programs put around the message that is answered. */
const containers = 'blockquote, .gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote';
/** Where Outlook's quotes begin: a header of the original, and all that follows. */
const outlookStart = '#divRplyFwdMsg, #x_divRplyFwdMsg, #appendonsend';
/** Of the document, so that no message's own style sheet reaches the button. */
const buttonStyle =
  'all: revert !important; display: inline-block !important; margin: 8px 0 !important; padding: 0 8px !important; border: 1px solid rgb(134 141 147 / 50%) !important; border-radius: 4px !important; background: rgb(134 141 147 / 16%) !important; color: inherit !important; font: 12px/18px system-ui, sans-serif !important; cursor: pointer !important;';

/**
 * Folds the quoted message at the end of a message into a button that shows it. Answers between the lines of a quote stay as they are.
 * @param name the button's accessible name
 * @returns shows the quote; null where there is none
 */
export function foldQuote(own: Document, name: string): (() => void) | null {
  const quote = quoteOf(own);
  if (quote.length === 0 || quote[0] === undefined) return null;
  const button = own.createElement('button');
  button.type = 'button';
  button.textContent = '•••';
  button.style.cssText = buttonStyle;
  button.setAttribute('aria-label', name);
  const setOpen = (isOpen: boolean): void => {
    button.setAttribute('aria-expanded', String(isOpen));
    for (const element of quote) {
      if (isOpen) element.style.removeProperty('display');
      else element.style.setProperty('display', 'none', 'important');
    }
  };
  setOpen(false);
  button.addEventListener('click', () => setOpen(button.getAttribute('aria-expanded') === 'false'));
  quote[0].before(button);
  return () => setOpen(true);
}

/** The elements that make up the quote at the end; none where the message has no words of its own before it. */
function quoteOf(own: Document): HTMLElement[] {
  const { body } = own;
  const start = own.querySelector<HTMLElement>(outlookStart);
  if (start !== null && hasTextBefore(body, start)) return [start, ...followersOf(start, body)];
  const found = [...own.querySelectorAll<HTMLElement>(containers)];
  const outermost = found.filter((each) => each.parentElement?.closest(containers) === null);
  const last = outermost.at(-1);
  if (last === undefined || hasTextAfter(body, last) || !hasTextBefore(body, last)) return [];
  return [last];
}

/** What follows an element in the document, outermost elements only. */
function followersOf(start: Element, body: Element): HTMLElement[] {
  const followers: HTMLElement[] = [];
  for (let at: Element | null = start; at !== null && at !== body; at = at.parentElement) {
    for (let next = at.nextElementSibling; next !== null; next = next.nextElementSibling) {
      followers.push(next as HTMLElement);
    }
  }
  return followers;
}

function hasTextBefore(body: Element, element: Element): boolean {
  return hasText(body, (range) => range.setEndBefore(element));
}

function hasTextAfter(body: Element, element: Element): boolean {
  return hasText(body, (range) => range.setStartAfter(element));
}

function hasText(body: Element, narrow: (range: Range) => void): boolean {
  const range = body.ownerDocument.createRange();
  range.selectNodeContents(body);
  narrow(range);
  return range.toString().trim() !== '';
}
