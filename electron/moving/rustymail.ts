import { z } from 'zod';
import { address, endpoint, password as passwordRule, username as usernameRule } from '../../shared/input-schemas.ts';
import type { AuthMethod, ServerEndpoint, SetupDefaults } from '../../shared/mail.ts';
import type { LeftOut, MovingNote } from '../../shared/moving.ts';
import { failure, type Reply, success } from '../../shared/reply.ts';
import { notUsable } from '../platform/foreign-file.ts';
import {
  type IncomingAccount,
  type IncomingAccounts,
  type IncomingSecret,
  mostAccounts,
  withoutDoubles,
} from './incoming-account.ts';
import { isMicrosoft, passwordKind, sendingServer } from './known-servers.ts';

/** What RustyMail puts before a value that it has encrypted with the key of its environment: `ENC:v1:<base64>`. */
const encryptedMark = /^ENC:/;
const longestToken = 16_384;

const file = z.looseObject({ accounts: z.array(z.unknown()) });

/** Each value is looked at by itself, so that one that cannot be read costs that value and not the account. */
const anyObject = z.looseObject({});
type Values = Readonly<Record<string, unknown>>;

/** Whether a parsed file is RustyMail's config/accounts.json, by the shape of its accounts. */
export function isRustyMail(content: unknown): boolean {
  const read = file.safeParse(content);
  if (!read.success || 'format' in read.data) return false;
  const [first] = read.data.accounts;
  return first === undefined ? 'default_account_id' in read.data : isEntry(first);
}

function isEntry(value: unknown): boolean {
  const read = anyObject.safeParse(value);
  return read.success && 'imap' in read.data && 'email_address' in read.data;
}

/** The accounts of a parsed config/accounts.json. Errors: file_not_usable. */
export function rustyMailAccounts(content: unknown, path: string, defaults: SetupDefaults): Reply<IncomingAccounts> {
  const read = file.safeParse(content);
  if (!read.success) return failure(notUsable('unknown_content', path));
  const leftOut: LeftOut[] = [];
  if (read.data.accounts.length > mostAccounts) leftOut.push({ name: '…', reason: 'too_many' });
  const accounts = read.data.accounts.slice(0, mostAccounts).flatMap((each, index) => {
    const account = accountOf(each, index, defaults);
    if ('reason' in account) leftOut.push(account);
    return 'reason' in account ? [] : [account];
  });
  return success(withoutDoubles({ accounts, leftOut }));
}

function accountOf(value: unknown, index: number, defaults: SetupDefaults): IncomingAccount | LeftOut {
  const read = anyObject.safeParse(value);
  if (!read.success) return { name: `accounts[${index}]`, reason: 'malformed' };
  const account = read.data;
  const [receiving, sending] = [objectOf(account['imap']), objectOf(account['smtp'])];
  const label = textOf(account['display_name']) || textOf(account['account_name']);
  const mailbox = address.safeParse(account['email_address']);
  if (!mailbox.success) return { name: label.slice(0, 200) || `accounts[${index}]`, reason: 'no_address' };
  const notes: MovingNote[] = [];
  const imap = serverOf(receiving, 'imap', notes);
  if (imap === null) return { name: mailbox.data, reason: 'no_server' };
  const smtp = serverOf(sending, 'smtp', notes);
  if (smtp === null) notes.push({ reason: 'guessed', field: 'smtp' });
  const atMicrosoft = isMicrosoft(imap.host, defaults) || textOf(account['oauth_provider']) === 'microsoft';
  const wanted = methodOf(account, notes);
  const canSignIn = wanted === 'oauth2' && atMicrosoft;
  if (wanted === 'oauth2' && !canSignIn) notes.push({ reason: 'no_oauth', field: 'oauth_provider' });
  const method = canSignIn ? 'oauth2' : wanted === 'oauth2' ? passwordKind(imap.host) : wanted;
  const user = usernameRule.safeParse(receiving['username']);
  const { clientId, tenant, loginHost } = defaults.microsoft;
  return {
    address: mailbox.data,
    displayName: '',
    label: label.slice(0, 100),
    provider: atMicrosoft ? 'microsoft365' : 'generic',
    method,
    username: user.success ? user.data : mailbox.data,
    identity: canSignIn ? { clientId, tenant, loginHost, username: null } : null,
    imap,
    smtp: smtp ?? sendingServer(imap, defaults),
    secret: wanted === 'oauth2' ? signInOf(account, canSignIn, notes) : passwordOf(receiving, sending, notes),
    notes,
  };
}

/** RustyMail writes the method in its own spelling; before it had one, a provider meant OAuth2. */
function methodOf(account: Values, notes: MovingNote[]): AuthMethod {
  const byProvider = textOf(account['oauth_provider']) === '' ? 'password' : 'oauth2';
  const written = account['auth_method'] ?? null;
  if (written === null) return byProvider;
  const word = textOf(written).toLowerCase().replaceAll('_', '');
  if (word === 'oauth2') return 'oauth2';
  if (word === 'apppassword') return 'app_password';
  if (word === 'password') return 'password';
  notes.push({ reason: 'unreadable', field: 'auth_method' });
  return byProvider;
}

function serverOf(server: Values, field: string, notes: MovingNote[]): ServerEndpoint | null {
  if (!('host' in server)) return null;
  const usesStartTls = server['use_starttls'] === true;
  const port = server['port'];
  const plain = field === 'imap' ? 143 : 587;
  const isTls = server['use_tls'] === true && !usesStartTls && port !== plain;
  if (!isTls && !usesStartTls && server['use_tls'] !== true)
    notes.push({ reason: 'made_secure', field: `${field}.use_tls` });
  const read = endpoint.safeParse({ host: server['host'], port, security: isTls ? 'tls' : 'starttls' });
  return read.success ? read.data : null;
}

/** A value that should be a secret; null where there is none, or it cannot be read, which is noted. */
function secretOf(value: unknown, field: string, longest: number, notes: MovingNote[]): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string' || value.length > longest || /\p{Cc}/u.test(value)) {
    notes.push({ reason: 'unreadable', field });
    return null;
  }
  if (!encryptedMark.test(value)) return value;
  notes.push({ reason: 'encrypted', field });
  return null;
}

function passwordOf(imap: Values, smtp: Values, notes: MovingNote[]): IncomingSecret | null {
  const own = secretOf(imap['password'], 'imap.password', 1024, notes);
  const other = secretOf(smtp['password'], 'smtp.password', 1024, notes);
  if (own !== null && other !== null && own !== other)
    notes.push({ reason: 'second_password', field: 'smtp.password' });
  return own !== null && passwordRule.safeParse(own).success ? { kind: 'password', password: own } : null;
}

/** An access token lasts an hour and is left there; the refresh token is what a sign-in consists of. */
function signInOf(account: Values, canSignIn: boolean, notes: MovingNote[]): IncomingSecret | null {
  secretOf(account['oauth_access_token'], 'oauth_access_token', longestToken, notes);
  const expiry = account['oauth_token_expiry'] ?? null;
  if (expiry !== null && !(typeof expiry === 'number' && Number.isSafeInteger(expiry))) {
    notes.push({ reason: 'unreadable', field: 'oauth_token_expiry' });
  }
  const refreshToken = secretOf(account['oauth_refresh_token'], 'oauth_refresh_token', longestToken, notes);
  return canSignIn && refreshToken !== null ? { kind: 'refresh_token', refreshToken } : null;
}

/** The object that a value is; an empty one where it is none. */
function objectOf(value: unknown): Values {
  return anyObject.safeParse(value).data ?? {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
