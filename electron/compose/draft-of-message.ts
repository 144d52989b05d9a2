import { Tokenizer } from 'htmlparser2';
import type { Address } from '../../shared/mail.ts';
import type { DraftContent, DraftQuote, DraftStart } from '../../shared/writing.ts';
import { plainVersion } from './html-to-text.ts';
import type { Original } from './original.ts';
import { quoteMark } from './outgoing-html.ts';

/** What the editor's schema has. Anything else in a text would be lost in it. */
const editable: ReadonlySet<string> = new Set(
  'p div span br b strong i em u s del strike a h1 h2 h3 ul ol li blockquote code pre hr table tbody thead tr td th colgroup col font'.split(
    ' ',
  ),
);
/** Elements around a text, which say nothing. */
const around: ReadonlySet<string> = new Set(['html', 'head', 'body', 'meta', 'title']);
/** What stands before a quoted original in the drafts of others: Thunderbird, Apple Mail, Gmail, Outlook. */
const quoteBeginnings = [
  /<div\s[^<>]*class="?moz-cite-prefix\b/i,
  /<blockquote\s[^<>]*type="?cite\b/i,
  /<div\s[^<>]*class="?gmail_quote\b/i,
  /<div\s[^<>]*id="?(?:appendonsend|divRplyFwdMsg)\b/i,
];
/** The longest text that is taken out of HTML, in characters. */
const longestText = 1_000_000;

/**
 * A draft made of a message in the Drafts folder, whichever program wrote it. What the editor cannot hold is kept as it is, in the block of the
 * quoted original (C8): a quote, or the whole text where it has pictures, style sheets or other things that editing would lose.
 *
 * `start` says how it is sent: with the original as a quote, or as it is.
 *
 * @param bcc from the message's header, which no ENVELOPE tells
 * @param from the sender where the message names none
 */
export function draftOfMessage(
  original: Original,
  bcc: readonly Address[],
  from: Address,
): { readonly content: DraftContent; readonly start: DraftStart['kind'] } {
  const { to, cc, subject, html, text } = original;
  const fields = { from: original.from[0] ?? from, to, cc, bcc, subject, signature: null };
  if (html === null) {
    const body = (text ?? '').replaceAll('\r\n', '\n').trimEnd();
    return { content: { ...fields, format: 'plain', body, quote: null }, start: 'new' };
  }
  const own = splitOwn(html);
  if (own !== null)
    return { content: { ...fields, format: 'html', body: own.body, quote: own.quote }, start: own.start };
  // What others wrote is sent as it was, and not once more as a quote.
  const start = 'edit_as_new';
  const at = Math.min(...quoteBeginnings.map((pattern) => pattern.exec(html)?.index ?? html.length));
  const written = html.slice(0, at);
  if (!isEditable(written))
    return { content: { ...fields, format: 'html', body: '', quote: quoteOf(html, '') }, start };
  const quote = at < html.length ? quoteOf(html.slice(at), '') : null;
  return { content: { ...fields, format: 'html', body: innerBody(written), quote }, start };
}

/** A copy that Heron made: its parts are marked. */
function splitOwn(
  html: string,
): { readonly body: string; readonly quote: DraftQuote; readonly start: 'reply' | 'forward' } | null {
  const mark = `<div${quoteMark}>`;
  const at = html.indexOf(mark);
  if (at < 0) return null;
  const end = html.indexOf('</div>', at);
  if (end < 0 || !isEditable(html.slice(0, at))) return null;
  const attribution = plainVersion(html.slice(at + mark.length, end));
  const quoted = html.slice(end + '</div>'.length);
  const start = /^\s*<blockquote type="cite">/.test(quoted) ? 'reply' : 'forward';
  return { body: innerBody(html.slice(0, at)), quote: quoteOf(innerQuote(quoted), attribution), start };
}

/** Without the element that marks it as a quote, which it gets again when it is sent. */
function innerQuote(html: string): string {
  const inner =
    /^\s*<(blockquote type="cite"|div)>\s*([\s\S]*?)\s*<\/(?:blockquote|div)>\s*(?:<\/body>\s*<\/html>\s*)?$/.exec(
      html,
    )?.[2];
  return inner ?? html;
}

function innerBody(html: string): string {
  const start = /<body\b[^<>]*>/i.exec(html);
  const inner = start === null ? html : html.slice(start.index + start[0].length);
  return inner.replace(/<\/body>[\s\S]*$/i, '').trim();
}

function quoteOf(html: string, attribution: string): DraftQuote {
  return { attribution, html, text: plainVersion(html).slice(0, longestText), sanitized: false };
}

/** Whether the editor can hold all of it. Takes time linear in the length of `html`. */
function isEditable(html: string): boolean {
  let isIt = true;
  const ignore = (): void => undefined;
  const tokenizer = new Tokenizer(
    {},
    {
      onopentagname(start, end) {
        const name = html.slice(start, end).toLowerCase();
        if (!editable.has(name) && !around.has(name)) isIt = false;
      },
      ontext: ignore,
      ontextentity: ignore,
      onattribname: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onopentagend: ignore,
      onselfclosingtag: ignore,
      onclosetag: ignore,
      isInForeignContext: () => false,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return isIt;
}
