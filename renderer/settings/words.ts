import type { AccountView, AuthMethod } from '../../shared/mail.ts';
import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

/** An auth method as people call it. */
export function methodName(method: AuthMethod): string {
  return texts().settings.account.methods[method];
}

/** A moment (milliseconds since the epoch) as the language writes it; a word where there is none. */
export function moment(at: number | null, none: string): string {
  if (at === null) return none;
  return new Date(at).toLocaleString(localeOf(language()), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Where the account's secret is. */
export function secretPlace({ secret }: AccountView): string {
  const words = texts().settings.account;
  if (secret === 'missing') return words.nowhere;
  return secret === 'encrypted' ? words.encrypted : words.session;
}

/** Chromium's or Node's word for what keeps the secrets, as their makers call it; the same in every language. */
export function backendName(backend: string): string {
  if (backend === 'gnome_libsecret') return 'GNOME Keyring (libsecret)';
  if (backend.startsWith('kwallet')) return 'KWallet';
  if (backend === 'darwin') return 'macOS Keychain';
  return backend === 'win32' ? 'Windows DPAPI' : backend;
}

/**
 * The sentence for a failed switch or change: the account is unchanged, because nothing is saved before the change
 * works.
 */
export function unchanged({ account }: AccountView): string {
  return texts().settings.dialogs.unchanged(account.address, account.auth.method);
}
