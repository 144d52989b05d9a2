import { domainToASCII } from 'node:url';
import { z } from 'zod';
import type { ServerEndpoint } from '../../shared/mail.ts';
import type { MailServer } from '../mail/credentials.ts';

/** An account's servers, by what they are for. */
type MailServers = Readonly<Record<MailServer, ServerEndpoint>>;

/**
 * A password as the vault keeps it, together with the user name that it was tested with and the servers that it was
 * entered for (Q3). Vault and settings are two files; if a crash comes between the two writes, the pair still fits,
 * whatever user name the settings have, and nothing is sent to a server that the settings alone name.
 */
interface PasswordSecret {
  readonly username: string;
  readonly password: string;
  /** By purpose, as of `serverKey`; absent in what a Heron wrote that did not keep them. */
  readonly servers?: Readonly<Record<MailServer, string>> | undefined;
}

const schema = z.object({
  username: z.string().min(1),
  password: z.string(),
  servers: z.object({ imap: z.string(), smtp: z.string() }).optional(),
});

/**
 * A server for comparing: two endpoints with the same key are the same server with the same encryption. Case, a dot at
 * the end (RFC 1034 section 3.1) and the spelling of an international name make no difference.
 */
export function serverKey({ host, port, security }: ServerEndpoint): string {
  const name = host.toLowerCase().replace(/\.$/, '');
  return `${domainToASCII(name) || name}:${port}/${security}`;
}

/** Whether a password that was entered for some servers may be sent to others. */
export function isSameServers(one: MailServers, other: MailServers): boolean {
  return serverKey(one.imap) === serverKey(other.imap) && serverKey(one.smtp) === serverKey(other.smtp);
}

/** The text for the vault. */
export function passwordSecret(username: string, password: string, { imap, smtp }: MailServers): string {
  const secret: PasswordSecret = { username, password, servers: { imap: serverKey(imap), smtp: serverKey(smtp) } };
  return JSON.stringify(secret);
}

/** Reads the vault's text; null: it is no such pair, so it was damaged. Never throws: the parser would quote the text. */
export function readPasswordSecret(text: string): PasswordSecret | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Whether a text is a password secret; the vault uses it to notice damage. */
export function isPasswordSecret(text: string): boolean {
  return readPasswordSecret(text) !== null;
}
