/** A link whose text names one host while it opens another. */
export interface LinkMismatch {
  readonly shownHost: string;
  readonly actualHost: string;
}

const hostInText = /^(?:https?:\/\/)?((?:[\p{L}\p{N}_-]{1,63}\.){1,10}[\p{L}]{2,63})(?=$|[/:?#\s])/iu;
/** File names look like hosts ("invoice.zip", "readme.md"), but nobody takes them for one without "www." or a scheme. */
const fileEnding = /\.(?:pdf|docx?|xlsx?|pptx?|zip|txt|csv|png|jpe?g|gif|html?|exe|md|js|ts|json)$/i;

/**
 * Whether a link's text looks like the address of another host than it opens. `www.` and subdomains of each other are the same.
 * @param text as shown
 * @param href absolute
 */
export function linkMismatch(text: string, href: string): LinkMismatch | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  const shown = shownHostOf(text);
  if (shown === null) return null;
  const actual = bare(url.hostname);
  const related = actual === shown || actual.endsWith(`.${shown}`) || shown.endsWith(`.${actual}`);
  return related ? null : { shownHost: shown, actualHost: url.hostname };
}

function shownHostOf(text: string): string | null {
  const visible = text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '').trim();
  const host = hostInText.exec(visible)?.[1];
  if (host === undefined) return null;
  if (fileEnding.test(host) && !/^(?:https?:\/\/|www\.)/i.test(visible)) return null;
  // Parsed by the browser, so that "bücher.example" equals "xn--bcher-kva.example".
  return URL.canParse(`https://${host}/`) ? bare(new URL(`https://${host}/`).hostname) : null;
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}
