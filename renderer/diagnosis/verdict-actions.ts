import type { Diagnosis } from '../../shared/diagnosis.ts';
import { letterText } from '../../shared/error-texts.ts';
import type { AccountView } from '../../shared/mail.ts';
import { letterOf, type VerdictAction } from '../../shared/verdicts.ts';
import { call } from '../bridge.ts';
import { retryNow } from '../stores/accounts.ts';
import { askForProxyPassword } from '../stores/proxy-dialog.ts';
import { closeDialog, showDetails, showDialog } from '../stores/ui.ts';
import { editRegistration } from './edit-registration.ts';

/** What the button of each action does in a place. */
export type VerdictActions = Readonly<Record<VerdictAction, () => void>>;

/** Copies the text for the administrator. @param otherwise where there is none: the report tells an administrator as well */
export function copyLetter({ verdict, error }: Diagnosis, otherwise: () => void): void {
  const letter = verdict === null || error === null ? null : letterOf(verdict, error);
  if (letter === null) otherwise();
  else void call('app.copyText', { text: letterText(letter, error?.guidance) });
}

/** Opens the page that an error names. @param otherwise where it names none */
export function openErrorPage({ error }: Diagnosis, otherwise: () => void): void {
  const url = error?.guidance?.page;
  if (url === undefined) otherwise();
  else void call('app.openExternal', { url });
}

/** What the button of a verdict does for an account, for each action that there is. */
export function verdictActions(
  view: AccountView,
  diagnosis: Diagnosis,
  again: () => void,
  copyReport: () => void,
): VerdictActions {
  const accountId = view.account.id;
  const signIn = () => showDialog({ kind: 'sign_in', accountId });
  return {
    retry: again,
    sign_in: signIn,
    sign_in_by_browser: signIn,
    enter_proxy_password: () => askForProxyPassword(again),
    edit_password: signIn,
    sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId }),
    edit_server: () => showDetails(accountId),
    edit_registration: () => editRegistration(view),
    ask_administrator: () => copyLetter(diagnosis, copyReport),
    open_page: () => openErrorPage(diagnosis, () => showDetails(accountId)),
    close: () => {
      closeDialog();
      // The account may not have noticed yet that what kept it from working is over.
      if (diagnosis.verdict === 'all_well') void retryNow(accountId);
    },
    copy_report: copyReport,
  };
}
