import { z } from 'zod';

/**
 * A password as the vault keeps it, together with the user name that it was tested with. Vault and settings are two
 * files; if a crash comes between the two writes, the pair still fits, whatever user name the settings have.
 */
interface PasswordSecret {
  readonly username: string;
  readonly password: string;
}

const schema = z.object({ username: z.string().min(1), password: z.string() });

/** The text for the vault. */
export function passwordSecret(username: string, password: string): string {
  const secret: PasswordSecret = { username, password };
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
