import type { Diagnosis } from '../../shared/diagnosis.ts';
import { letterText } from '../../shared/error-texts.ts';
import type { AccountView } from '../../shared/mail.ts';
import { letterOf, type VerdictAction } from '../../shared/verdicts.ts';
import { call } from '../bridge.ts';
import { retryNow } from '../stores/accounts.ts';
import { askForProxyPassword } from '../stores/proxy-dialog.ts';
import { closeDialog, showDetails, showDialog } from '../stores/ui.ts';

/** What the button of each action does in a place. */
export type VerdictActions = Readonly<Record<VerdictAction, () => void>>;

/** Copies the text for the administrator, where there is one. */
export function copyLetter({ verdict, error }: Diagnosis): void {
  const letter = verdict === null || error === null ? null : letterOf(verdict, error);
  if (letter !== null) void call('app.copyText', { text: letterText(letter, error?.guidance) });
}

/** Opens the page that an error names. */
export function openErrorPage({ error }: Diagnosis): void {
  const url = error?.guidance?.page;
  if (url !== undefined) void call('app.openExternal', { url });
}

/** What the button of a verdict does for an account, for each action that there is. */
export function verdictActions(
  { account: { id: accountId } }: AccountView,
  diagnosis: Diagnosis,
  again: () => void,
  copyReport: () => void,
): VerdictActions {
  const signIn = () => showDialog({ kind: 'sign_in', accountId });
  return {
    retry: again,
    sign_in: signIn,
    sign_in_by_browser: signIn,
    enter_proxy_password: () => askForProxyPassword(again),
    edit_password: signIn,
    sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId }),
    edit_server: () => showDetails(accountId),
    edit_registration: () => showDetails(accountId),
    ask_administrator: () => copyLetter(diagnosis),
    open_page: () => openErrorPage(diagnosis),
    close: () => {
      closeDialog();
      // The account may not have noticed yet that what kept it from working is over.
      if (diagnosis.verdict === 'all_well') void retryNow(accountId);
    },
    copy_report: copyReport,
  };
}
