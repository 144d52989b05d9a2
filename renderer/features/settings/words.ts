import type { AccountView, AuthMethod } from '../../../shared/mail.ts';

const methodNames: Readonly<Record<AuthMethod, string>> = {
  oauth2: 'Microsoft sign-in (OAuth2)',
  password: 'Password',
  app_password: 'App password',
};

/** An auth method as people call it. */
export function methodName(method: AuthMethod): string {
  return methodNames[method];
}

/** A moment (milliseconds since the epoch) as the system writes it; a word where there is none. */
export function moment(at: number | null, none: string): string {
  return at === null ? none : new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** Where the account's secret is. */
export function secretPlace({ token }: AccountView): string {
  if (token === null) return 'Nowhere yet';
  return token.persistence === 'encrypted'
    ? 'Encrypted on this computer'
    : 'In memory for this session; you sign in again after a restart';
}

const stillBy: Readonly<Record<AuthMethod, string>> = {
  oauth2: 'Microsoft',
  password: 'a password',
  app_password: 'an app password',
};

/** What is said when a switch or a change did not work (nothing is saved before it worked). */
export function unchanged({ account }: AccountView): string {
  return `Nothing was changed: ${account.address} still signs in with ${stillBy[account.auth.method]}.`;
}
