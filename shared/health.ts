import { errorTurns } from './error-texts.ts';
import type { AccountView, AuthMethod } from './mail.ts';
import { type AppError, assertNever } from './reply.ts';
import { texts } from './texts/texts.ts';
import { verdictOf, verdicts } from './verdicts.ts';

/** What keeps an account from working, where waiting alone does not help. */
interface Trouble {
  readonly error: AppError;
  /** Nothing is tried until somebody acts. */
  readonly isBlocked: boolean;
  /** Heron tries again by itself. */
  readonly isRetried: boolean;
}

/**
 * How an account is, in the one word that sidebar, settings, tray and notifications have for it. Times are milliseconds since the epoch.
 * `ok`: all that is kept here was found to agree with the server, the last of it `at` this time. `behind`: not all of it was yet; 0 folders: none was
 * looked at. `refreshing`: it connects, or its mail is brought up to date. `needs_attention`: it is broken, and neither the user nor an administrator
 * is known to be the one who mends it.
 */
export type AccountHealth =
  | { readonly kind: 'ok'; readonly at: number }
  | { readonly kind: 'behind'; readonly folders: number }
  | { readonly kind: 'refreshing' }
  | { readonly kind: 'paused' | 'throttled'; readonly until: number }
  | { readonly kind: 'offline'; readonly error: AppError }
  | ({ readonly kind: 'needs_you' | 'needs_administrator' | 'needs_attention' } & Trouble);

export type HealthKind = AccountHealth['kind'];

/** The states in which somebody has to look at the account. */
export type TroubledHealth = Extract<AccountHealth, Trouble>;

/** What is known of an account, as far as its health depends on it. */
export type HealthFacts = Pick<AccountView, 'token'> & {
  readonly account: Pick<AccountView['account'], 'auth'>;
  readonly status: Pick<AccountView['status'], 'connection' | 'proof'>;
};

/** The health of an account: a function of what is known of it now, so that it changes back as soon as that does. */
export function healthOf({ account, status, token }: HealthFacts): AccountHealth {
  const { connection } = status;
  const { method } = account.auth;
  const blocked = (error: AppError): AccountHealth => {
    const kind = whoseTurn(error, method) === 'admin' ? 'needs_administrator' : 'needs_you';
    return { kind, error, isBlocked: true, isRetried: false };
  };
  // Connections that were opened before the grant ended go on for a while, and a pause hides that the account cannot go on after it.
  if (token !== null && token.ended !== null && connection.kind !== 'needs_sign_in') return blocked(token.ended);
  switch (connection.kind) {
    case 'online': {
      const { proof } = status;
      if (proof.kind === 'reconciled') return { kind: 'ok', at: proof.at };
      return { kind: 'behind', folders: proof.kind === 'behind' ? proof.folders : 0 };
    }
    case 'stopped':
    case 'connecting':
    case 'syncing':
      return { kind: 'refreshing' };
    case 'paused':
    case 'throttled':
      return { kind: connection.kind, until: connection.until };
    case 'offline':
      return { kind: 'offline', error: connection.error };
    case 'needs_sign_in':
      return blocked(connection.error);
    case 'failed': {
      const { error, retryAt } = connection;
      const turn = whoseTurn(error, method);
      const kind = turn === 'admin' ? 'needs_administrator' : turn === 'you' ? 'needs_you' : 'needs_attention';
      return { kind, error, isBlocked: false, isRetried: retryAt !== null };
    }
    default:
      return assertNever(connection);
  }
}

/** Whether somebody has to look at the account. */
export function isTroubled(health: AccountHealth): health is TroubledHealth {
  return 'isBlocked' in health;
}

/** The one thing to do about an account. `account`: its page, where what can be mended stands. */
export type HealthAction = 'sign_in' | 'switch_to_oauth2' | 'account' | 'try_now' | 'resume';

/** What helps an account; null where nothing is needed. */
export function healthAction(health: AccountHealth): HealthAction | null {
  switch (health.kind) {
    case 'ok':
    case 'behind':
    case 'refreshing':
      return null;
    case 'paused':
      return 'resume';
    case 'offline':
    case 'throttled':
      return 'try_now';
    case 'needs_administrator':
      return 'account';
    case 'needs_you':
    case 'needs_attention':
      return troubleAction(health);
    default:
      return assertNever(health);
  }
}

function troubleAction({ error, isBlocked }: TroubledHealth): HealthAction {
  const { whose, kind } = errorTurns[error.code];
  switch (kind) {
    case 'sign_in_with_microsoft':
      return 'switch_to_oauth2';
    case 'sign_in':
    case 'new_code':
    case 'edit_password':
      return 'sign_in';
    case 'retry':
    case 'sync_now':
    case 'open_page':
      // Where nothing is tried before somebody signs in, trying again means that.
      return isBlocked ? 'sign_in' : 'try_now';
    default:
      return whose === 'you' || whose === 'admin' ? 'account' : 'try_now';
  }
}

/** Whose turn it is, by the verdict on the error; one that no verdict explains says so itself. */
function whoseTurn(error: AppError, method: AuthMethod): string {
  const verdict = verdictOf({ error, rung: null, method, token: null });
  return verdict === 'not_explained' ? errorTurns[error.code].whose : verdicts[verdict].whose;
}

/** The words for an account's health. @param time words a moment, milliseconds since the epoch */
export function healthText(health: AccountHealth, as: 'states' | 'within', time: (moment: number) => string): string {
  const words = texts().health[as];
  if (health.kind === 'ok') return words.ok(time(health.at));
  if (health.kind === 'behind') return words.behind(health.folders);
  if (health.kind === 'throttled' || health.kind === 'paused') return words[health.kind](time(health.until));
  return words[needsSignIn(health) ? 'needs_sign_in' : health.kind];
}

/** Whether signing in, or entering the password, is what helps. */
export function needsSignIn(health: AccountHealth): boolean {
  const action = healthAction(health);
  return health.kind === 'needs_you' && (action === 'sign_in' || action === 'switch_to_oauth2');
}
