import { useState } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { formatList } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useCompose } from '../compose/composers.ts';
import { useAccounts } from '../stores/accounts.ts';
import { addressesOf, alsoOpened } from '../stores/shared-sign-ins.ts';
import { closeDialog } from '../stores/ui.ts';

/** Asks before the tokens of an account's sign-in are removed, and says what stays. */
export function SignOutDialog({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const words = texts().settings.dialogs.signOut;
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const others = alsoOpened(accounts, view);
  const all = [view, ...others];
  const isMeant = new Set(all.map((each) => each.account.id));
  const pending = all.reduce((sum, { status }) => sum + status.pendingOperations, 0);
  const unsent = useCompose((state) => state.summaries).filter(
    ({ accountId, sending }) => isMeant.has(accountId) && sending !== null,
  ).length;
  const signOut = async () => {
    setRunning(true);
    const reply = await call('accounts.signOut', { accountId: account.id });
    setRunning(false);
    if (reply.ok) closeDialog();
    else setError(reply.error);
  };
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={words.title(account.address)}
      description={words.lead}
      footer={
        <>
          <Button data-first onClick={closeDialog}>
            {words.keep}
          </Button>
          <Button busy={isRunning} onClick={() => void signOut()}>
            {words.signOut}
          </Button>
        </>
      }
    >
      {others.length > 0 && <p>{words.others(formatList(language(), addressesOf(others)))}</p>}
      <p>{words.stays}</p>
      {unsent > 0 && <p>{words.unsent(unsent)}</p>}
      {pending > 0 && <p>{words.pending(pending)}</p>}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}
