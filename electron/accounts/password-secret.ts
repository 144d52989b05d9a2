import { z } from 'zod';

/**
 * A password as the vault keeps it: together with the user name it was proven with. Vault and settings are two files, and after a crash
 * between the two writes the pair still fits together, whichever user name the settings have.
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

/** For the vault's reads. */
export function isPasswordSecret(text: string): boolean {
  return readPasswordSecret(text) !== null;
}
