/** A link whose text names one host while it opens another. */
export interface LinkMismatch {
  readonly shownHost: string;
  readonly actualHost: string;
}

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
  const actual = bare(url.hostname);
  const isRelated = (shown: string): boolean =>
    actual === shown || actual.endsWith(`.${shown}`) || shown.endsWith(`.${actual}`);
  const shownHost = hostsIn(text).find((shown) => !isRelated(shown));
  return shownHost === undefined ? null : { shownHost, actualHost: url.hostname };
}

/** Longer texts are no link's words. */
const maxTextLength = 4_000;
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu;
/** Marks that turn the order of the letters after them around. */
const turning = /[\u202d\u202e]/;
/** What can be part of an address with a scheme, or of a host. Everything else is decoration around it. */
const separator = /[^\p{L}\p{N}\p{M}._:/@[\]?#%=&+~-]+/u;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const hostLabels = /^(?:[\p{L}\p{N}\p{M}_-]{1,63}\.){1,10}[\p{L}\p{M}]{2,63}$/u;

/** Every host that a text names, as a browser writes it. */
function hostsIn(text: string): readonly string[] {
  const given = text.slice(0, maxTextLength);
  // Wide and ideographic dots and letters become plain ones, as in a host (UTS 46).
  const plain = given.normalize('NFKC').replaceAll(/[\u3002\uff0e\uff61]/g, '.');
  const readings = turning.test(plain) ? [[...plain].reverse().join(''), plain] : [plain];
  return readings.flatMap((reading) => {
    const words = reading
      .replace(/[\p{Cc}]+/gu, ' ')
      .replace(invisible, '')
      .split(separator)
      .filter((word) => word !== '');
    return words.flatMap((word) => hostIn(word, words.length === 1) ?? []);
  });
}

/** @param isAlone nothing else stands in the text, so that a bare address is meant as one */
function hostIn(word: string, isAlone: boolean): string | null {
  const schemeEnd = word.search(/\b[a-z][a-z0-9+.-]{0,20}:\/\//i);
  const scheme = schemeEnd < 0 ? -1 : word.indexOf('://', schemeEnd) + 3;
  const rest = scheme < 0 ? word.replace(/^[^\p{L}\p{N}[]+/u, '') : word.slice(scheme);
  const authority = rest.split(/[/?#]/, 1)[0] ?? '';
  if (scheme < 0 && authority.includes('@')) return null;
  const host = (authority.split('@').at(-1) ?? '').replace(/:\d{0,5}$/, '').replace(/[.:]+$/, '');
  const isNamed = scheme >= 0 || /^www\./i.test(host);
  const isAddress = ipv4.test(host) ? isNamed || isAlone : hostLabels.test(host);
  if (!isNamed && !isAddress) return null;
  // A full stop without a space ("end.Next") is no host, and neither is a file's name.
  if (!isNamed && (fileEnding.test(host) || (!isAlone && /\.\p{Lu}\p{Ll}+$/u.test(host)))) return null;
  return URL.canParse(`https://${host}/`) ? bare(new URL(`https://${host}/`).hostname) : null;
}

function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}
