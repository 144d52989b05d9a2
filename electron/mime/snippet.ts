import { textOfHtml } from './html-text.ts';

const maxSnippet = 200;
/** Filler that senders use to push the rest of the text out of the snippet: zero-width, invisible, controls, bidi controls. */
const invisible = /(?!\u200c|\u200d|\ufe0f)[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800\ufffd]/gu;
/** Joiners and the emoji selector belong to scripts and emoji where they follow one, and are filler elsewhere. */
const strayJoiner = /(?<!\p{L}|\p{M}|\p{Extended_Pictographic}|\p{Emoji_Modifier})(?:\u200c|\u200d|\ufe0f)/gu;

/** The first words of a message for its row: one line of at most 200 characters, without markup, invisible filler, rules, or bare addresses of links. */
export function snippetOf(body: { readonly text: string | null; readonly html: string | null }): string {
  const fromText = body.text === null ? '' : firstWords(body.text.slice(0, 20_000));
  if (/\p{L}.*\p{L}/u.test(fromText) || body.html === null) return fromText;
  return firstWords(textOfHtml(body.html.slice(0, 500_000), 2000));
}

function firstWords(text: string): string {
  const unquoted = text
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('>'))
    .join('\n');
  const oneLine = unquoted
    .replace(/\s+/g, ' ')
    .replace(invisible, '')
    .replace(strayJoiner, '')
    .replace(/[<([]?\b(?:https?:\/\/|mailto:|cid:)[^\s<>)\]]{1,4000}[>)\]]?/gi, ' ')
    .replace(/[-=_*~#.+|]{3,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (oneLine.length <= maxSnippet) return oneLine;
  const cut = oneLine.slice(0, maxSnippet);
  // Half a surrogate pair at the end would show as damage.
  return cut.replace(/[\ud800-\udbff]$/, '').trimEnd();
}
