import { domainToASCII } from 'node:url';
import type { Address } from '../../shared/mail.ts';

/** RFC 5321 section 4.1.2: dot-atom or quoted string; RFC 6531 section 3.3 adds everything beyond ASCII. */
const localPart =
  /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\u{10ffff}]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\u{10ffff}]+)*|"(?:[\x20\x21\x23-\x5b\x5d-\x7e\u0080-\u{10ffff}]|\\[\x20-\x7e])*")$/u;
const domainLiteral = /^\[(?:\d{1,3}(?:\.\d{1,3}){3}|IPv6:[0-9a-f:.]{2,45})\]$/i;
const asciiDomain =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
/** What no header may hold, wherever it stands in an address. */
const unsendable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** An address as it is sent. */
export interface SendableAddress {
  /** With its domain in ASCII form (IDNA). */
  readonly address: string;
  /** Its local part is not ASCII: only a server with SMTPUTF8 takes it (RFC 6531). */
  readonly needsSmtpUtf8: boolean;
}

/** The form in which an address is sent; null when it is no mail address. */
export function sendable(address: string): SendableAddress | null {
  const text = address.trim();
  const at = text.lastIndexOf('@');
  if (at < 1 || unsendable.test(text)) return null;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (Buffer.byteLength(local) > 64 || !localPart.test(local)) return null;
  const ascii = domainLiteral.test(domain) ? domain : toAscii(domain);
  if (ascii === null) return null;
  return { address: `${local}@${ascii}`, needsSmtpUtf8: !/^[\x20-\x7e]*$/.test(local) };
}

/** What two ways of writing one address have in common: lower case, and the domain in ASCII form. */
export function addressKey(address: string): string {
  const text = address.trim();
  return (sendable(text)?.address ?? text).toLowerCase();
}

/** The addresses in their order, each once, without those of `left`. */
export function distinct(addresses: readonly Address[], left: Iterable<string> = []): Address[] {
  const seen = new Set(left);
  return addresses.filter(({ address }) => {
    const key = addressKey(address);
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The domain in ASCII form; null when it is none. */
function toAscii(domain: string): string | null {
  const ascii = /^[\x20-\x7e]*$/.test(domain) ? domain : domainToASCII(domain);
  return asciiDomain.test(ascii) ? ascii : null;
}
