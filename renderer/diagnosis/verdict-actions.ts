import type { Diagnosis } from '../../shared/diagnosis.ts';
import { letterText } from '../../shared/error-texts.ts';
import type { AccountView } from '../../shared/mail.ts';
import { letterOf, type VerdictAction } from '../../shared/verdicts.ts';
import { call } from '../bridge.ts';
import { retryNow } from '../stores/accounts.ts';
import { askForProxyPassword } from '../stores/proxy-dialog.ts';
import { closeDialog, showDetails, showDialog } from '../stores/ui.ts';

/** What the button of a verdict does, for each action that there is. */
export function verdictActions(
  { account: { id: accountId } }: AccountView,
  { verdict, error }: Diagnosis,
  again: () => void,
  copyReport: () => void,
): Readonly<Record<VerdictAction, () => void>> {
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
    ask_administrator: () => {
      const letter = verdict === null || error === null ? null : letterOf(verdict, error);
      if (letter !== null) void call('app.copyText', { text: letterText(letter, error?.guidance) });
    },
    open_page: () => {
      const url = error?.guidance?.page;
      if (url !== undefined) void call('app.openExternal', { url });
    },
    close: () => {
      closeDialog();
      // The account may not have noticed yet that what kept it from working is over.
      if (verdict === 'all_well') void retryNow(accountId);
    },
    copy_report: copyReport,
  };
}
