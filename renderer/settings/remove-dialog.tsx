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

/** Asks before an account is removed. */
export function RemoveDialog({ view }: { readonly view: AccountView }) {
  const { account, status } = view;
  const words = texts().settings.dialogs.remove;
  const [removing, setRemoving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const written = useCompose((state) => state.summaries).filter(({ accountId }) => accountId === account.id);
  const unsent = written.filter(({ sending }) => sending !== null);
  const uncertain = unsent.filter(({ sending }) => sending?.kind === 'uncertain').length;
  const others = alsoOpened(accounts, view);
  const remove = async () => {
    setRemoving(true);
    const reply = await call('accounts.remove', { accountId: account.id });
    setRemoving(false);
    if (reply.ok) closeDialog();
    else setError(reply.error);
  };
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={words.title(account.address)}
      description={
        others.length === 0
          ? words.lead
          : texts().accounts.shared.staysSignedIn(formatList(language(), addressesOf(others)))
      }
      footer={
        <>
          <Button data-first onClick={closeDialog}>
            {words.keep}
          </Button>
          <Button variant="danger" busy={removing} onClick={() => void remove()}>
            {words.remove}
          </Button>
        </>
      }
    >
      {written.length > 0 && <p>{words.kept(written.length - unsent.length, unsent.length)}</p>}
      {uncertain > 0 && <p>{words.mayHaveBeenSent(uncertain)}</p>}
      {status.pendingOperations > 0 && <p>{words.lost(status.pendingOperations)}</p>}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}
