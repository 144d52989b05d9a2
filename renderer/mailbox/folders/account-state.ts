import { errorText, errorTurns } from '../../../shared/error-texts.ts';
import type { AccountView } from '../../../shared/mail.ts';
import { assertNever } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { resumeWork, retryNow } from '../../stores/accounts.ts';
import { showDialog, showSettings } from '../../stores/ui.ts';
import { clockTime } from '../list/row-words.ts';

/** An account's state as the sidebar shows it, with the one thing to do about it. */
export interface AccountState {
  readonly words: string;
  /** Whether the account stays as it is until the user does something. */
  readonly yourTurn: boolean;
  readonly action: { readonly label: string; readonly run: () => void };
}

/** The state to show for an account; null when the account works or is about to. */
export function accountState({ account, status }: AccountView): AccountState | null {
  const words = texts().mailbox.states;
  const { connection } = status;
  const { id } = account;
  const tryNow = { label: words.tryNow, run: () => void retryNow(id) };
  const settings = { label: words.settings, run: () => showSettings(id) };
  const signIn = { label: words.signIn, run: () => showDialog({ kind: 'sign_in', accountId: id }) };
  switch (connection.kind) {
    case 'stopped':
    case 'connecting':
    case 'online':
    case 'syncing':
      return null;
    case 'paused':
      return {
        words: words.paused(clockTime(connection.until)),
        yourTurn: false,
        action: { label: words.resume, run: () => void resumeWork() },
      };
    case 'offline': {
      const { code } = connection.error;
      // Where it is the server that cannot be reached, this line is the only one that says so.
      return { words: code === 'offline' ? words.offline : errorText(code).title, yourTurn: false, action: tryNow };
    }
    case 'throttled':
      return { words: words.throttled(clockTime(connection.until)), yourTurn: false, action: tryNow };
    case 'needs_sign_in': {
      const blocked = connection.error.code === 'basic_auth_blocked';
      const toMicrosoft = { label: words.signIn, run: () => showDialog({ kind: 'switch_to_oauth2', accountId: id }) };
      return { words: words.needsSignIn, yourTurn: true, action: blocked ? toMicrosoft : signIn };
    }
    case 'failed': {
      const { whose, kind } = errorTurns[connection.error.code];
      const mendedInSettings = whose === 'admin' || (whose === 'you' && kind !== 'retry' && kind !== 'open_page');
      const action = kind === 'sign_in' || kind === 'edit_password' ? signIn : mendedInSettings ? settings : tryNow;
      return { words: words.failed, yourTurn: whose === 'you' || whose === 'admin', action };
    }
    default:
      return assertNever(connection);
  }
}
