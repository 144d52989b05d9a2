import { errorText } from '../../../shared/error-texts.ts';
import { type HealthAction, healthAction, healthOf, healthText } from '../../../shared/health.ts';
import type { AccountView } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { resumeWork, retryNow } from '../../stores/accounts.ts';
import { showDialog, showSettings } from '../../stores/ui.ts';
import { clockTime } from '../list/row-words.ts';

/** An account's state as the sidebar shows it, with the one thing to do about it. */
export interface AccountState {
  readonly words: string;
  /** Whether the account stays as it is until the user or an administrator does something. */
  readonly yourTurn: boolean;
  readonly action: { readonly label: string; readonly run: () => void };
}

/** The state to show for an account; null when the account works or is about to. */
export function accountState(view: AccountView): AccountState | null {
  const health = healthOf(view);
  const action = healthAction(health);
  if (action === null) return null;
  const isServerAway = health.kind === 'offline' && health.error.code !== 'offline';
  return {
    // Where it is the server that cannot be reached, this line is the only one that says so.
    words: isServerAway ? errorText(health.error.code).title : healthText(health, 'states', clockTime),
    yourTurn: health.kind === 'needs_you' || health.kind === 'needs_administrator',
    action: actionOf(view, action),
  };
}

function actionOf({ account: { id } }: AccountView, action: HealthAction): AccountState['action'] {
  const words = texts().mailbox.states;
  const actions: Readonly<Record<HealthAction, AccountState['action']>> = {
    sign_in: { label: words.signIn, run: () => showDialog({ kind: 'sign_in', accountId: id }) },
    switch_to_oauth2: { label: words.signIn, run: () => showDialog({ kind: 'switch_to_oauth2', accountId: id }) },
    account: { label: words.settings, run: () => showSettings(id) },
    try_now: { label: words.tryNow, run: () => void retryNow(id) },
    resume: { label: words.resume, run: () => void resumeWork() },
  };
  return actions[action];
}
