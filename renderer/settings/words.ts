import type { AccountView, AuthMethod } from '../../shared/mail.ts';
import { methodAt } from '../../shared/method-name.ts';
import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

/** An auth method as people call it. @param provider the id of the identity provider */
export function methodName(method: AuthMethod, provider: string): string {
  return texts().settings.account.methods[methodAt(method, provider)];
}

/** A moment (milliseconds since the epoch) as the language writes it; a word where there is none. */
export function moment(at: number | null, none: string): string {
  if (at === null) return none;
  return new Date(at).toLocaleString(localeOf(language()), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Where the account's secret is. @param backend what encrypts it on this computer; null where that is not known */
export function secretPlace({ secret }: AccountView, backend: string | null): string {
  const words = texts().settings.account;
  if (secret === 'missing') return words.nowhere;
  if (secret === 'session') return words.session;
  return backend === null ? words.encrypted : words.encryptedWith(backendName(backend));
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
export function unchanged({ account, identity }: AccountView): string {
  const method = methodAt(account.auth.method, identity?.provider ?? account.provider);
  return texts().settings.dialogs.unchanged(account.address, method);
}
