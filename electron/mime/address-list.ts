import type { Address } from '../../shared/mail.ts';
import { headerText } from './encoded-words.ts';

/** An address list is read up to so many entries. */
const mostAddresses = 1_000;

/**
 * Reads an address list (RFC 5322 section 3.4) as its header field came. Names are decoded; the names of groups are left
 * out, their members are listed. Linear time; never throws.
 * @param octets one character for each octet (latin1)
 * @param charset of the message's text, for octets above 127
 */
export function addressList(octets: string, charset: string | null): Address[] {
  return entriesOf(octets)
    .map((entry) => addressOf(entry, charset))
    .filter(({ name, address }) => name !== '' || address !== '');
}

/** Splits at commas and semicolons, and drops what stands before the colon of a group. */
function entriesOf(octets: string): string[] {
  const entries: string[] = [];
  let start = 0;
  let isQuoted = false;
  let comments = 0;
  let isAngle = false;
  for (let at = 0; at < octets.length && entries.length < mostAddresses; at += 1) {
    const char = octets[at];
    if (char === '\\' && (isQuoted || comments > 0)) at += 1;
    else if (char === '"' && comments === 0) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === '(') comments += 1;
    else if (char === ')') comments = Math.max(0, comments - 1);
    else if (comments > 0) continue;
    else if (char === '<') isAngle = true;
    else if (char === '>') isAngle = false;
    else if (isAngle) continue;
    else if (char === ',' || char === ';') {
      entries.push(octets.slice(start, at));
      start = at + 1;
    } else if (char === ':') start = at + 1;
  }
  entries.push(octets.slice(start));
  return entries;
}

function addressOf(entry: string, charset: string | null): Address {
  const open = entry.lastIndexOf('<');
  if (open >= 0) {
    const close = entry.indexOf('>', open);
    const address = entry.slice(open + 1, close < 0 ? undefined : close).trim();
    const name = unquoted(entry.slice(0, open).replaceAll(/[<>]/g, ''));
    return { name: headerText(name, charset), address: headerText(address, charset) };
  }
  // The obsolete form `ada@contoso.test (Ada)`.
  const comment = /\(([^()]*)\)\s*$/.exec(entry)?.[1] ?? '';
  const rest = (comment === '' ? entry : entry.slice(0, entry.lastIndexOf('('))).trim();
  if (rest.includes('@')) return { name: headerText(comment.trim(), charset), address: headerText(rest, charset) };
  return { name: headerText(unquoted(rest === '' ? comment : rest), charset), address: '' };
}

function unquoted(text: string): string {
  return text.trim().replace(/^"([\s\S]*)"$/, (_all, inner: string) => inner.replaceAll(/\\([\s\S])/g, '$1'));
}
