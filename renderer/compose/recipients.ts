import type { Address } from '../../shared/mail.ts';

/** The same rule as for every address that is sent to; what is typed is kept also where it breaks the rule. */
const addressPattern = /^[^\s@<>"]+@[^\s@<>"]+$/;

/** Whether mail can be sent to it. */
export function isValidAddress({ address }: Address): boolean {
  return address.length <= 320 && addressPattern.test(address);
}

/**
 * Reads what was typed or pasted: addresses separated by commas, semicolons or line ends, each perhaps with a name:
 * `Ada Lovelace <ada@contoso.test>; "Hopper, Grace" <grace@contoso.test>`. Text that is no address comes back as an address that
 * `isValidAddress` refuses, so that nothing typed is lost. Runs in linear time.
 */
export function parseRecipients(text: string): Address[] {
  return split(text).flatMap((part) => {
    const trimmed = part.trim();
    return trimmed === '' ? [] : [parseOne(trimmed)];
  });
}

/** Splits at separators that stand outside of quotes and angle brackets. */
function split(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let inAngle = false;
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    if (quoted) {
      if (sign === '\\') index += 1;
      else if (sign === '"' || sign === '\n') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '<') inAngle = true;
    else if (sign === '>') inAngle = false;
    if (sign === '\n' || sign === '\r' || ((sign === ',' || sign === ';') && !quoted && !inAngle)) {
      parts.push(text.slice(start, index));
      start = index + 1;
      inAngle = false;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function parseOne(text: string): Address {
  const open = text.lastIndexOf('<');
  if (open < 0 || !text.endsWith('>')) return { name: '', address: text.replace(/^mailto:/i, '') };
  const name = text.slice(0, open).trim();
  return { name: unquoted(name), address: text.slice(open + 1, -1).trim() };
}

function unquoted(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"') || name.length < 2) return name;
  return name.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** The list with the new ones at its end; an address that is there already is not repeated. */
export function withRecipients(list: readonly Address[], added: readonly Address[]): readonly Address[] {
  const known = new Set(list.map(keyOf));
  const fresh = added.filter((each) => {
    const isNew = !known.has(keyOf(each));
    known.add(keyOf(each));
    return isNew;
  });
  return fresh.length === 0 ? list : [...list, ...fresh];
}

function keyOf({ address }: Address): string {
  return address.toLowerCase();
}

/** A person as one line: "Ada Lovelace <ada@contoso.test>". */
export function personLine({ name, address }: Address): string {
  return name === '' ? address : `${name} <${address}>`;
}
