import type { Address } from '../../shared/mail.ts';
import { sendable } from './address.ts';
import { messageIds } from './original.ts';

/** What a `mailto:` link asks for (RFC 6068). Anything else in it, attachments above all, is ignored. */
export interface MailtoFields {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  /** Plain text with `\n` line ends. */
  readonly body: string;
  readonly inReplyTo: string | null;
}

const mostRecipients = 200;
const longestSubject = 998;
const longestBody = 100_000;

/** Reads a link. Never throws: what cannot be read is left out, and escapes that are none stay as they are. */
export function readMailto(url: string): MailtoFields {
  const link = /^mailto:([^?#]*)(?:\?([^#]*))?/is.exec(url.trim());
  const fields = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    fields.set(name, [...(fields.get(name) ?? []), value]);
  };
  for (const address of (link?.[1] ?? '').split(',')) add('to', decoded(address));
  for (const field of (link?.[2] ?? '').split(/&(?:amp;)?/)) {
    const equals = field.indexOf('=');
    if (equals < 1) continue;
    const name = decoded(field.slice(0, equals)).toLowerCase();
    const value = field.slice(equals + 1);
    if (name === 'to' || name === 'cc' || name === 'bcc') {
      // A comma that separates addresses stands unescaped or escaped; one within an address is quoted as well.
      for (const address of splitAddresses(decoded(value))) add(name, address);
    } else if (name === 'subject' || name === 'body' || name === 'in-reply-to') add(name, decoded(value));
  }
  const addresses = (name: string): Address[] =>
    (fields.get(name) ?? []).flatMap((text) => readAddress(text)).slice(0, mostRecipients);
  return {
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    subject: oneLine(fields.get('subject')?.[0] ?? '').slice(0, longestSubject),
    body: (fields.get('body') ?? [])
      .join('\n')
      .replaceAll(/\r\n?/g, '\n')
      .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
      .slice(0, longestBody),
    inReplyTo: messageIds(fields.get('in-reply-to')?.[0] ?? '')[0] ?? null,
  };
}

/** RFC 6068 section 2: UTF-8 in percent escapes; `+` is a plus. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** At commas outside quoted strings. */
function splitAddresses(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|[^,"]|")+/g) ?? [];
}

/** "Ada <ada@example.org>" or an address alone; nothing where it is none. */
function readAddress(text: string): Address[] {
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]*)>\s*$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  if (sendable(address) === null) return [];
  return [{ name: oneLine(name).replaceAll(/^"|"$/g, ''), address }];
}
