import { useState } from 'react';
import type { AccountView } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { call } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { closeDialog } from '../../stores/ui.ts';

/** Asks before an account goes. */
export function RemoveDialog({ view }: { readonly view: AccountView }) {
  const { account, status } = view;
  const [removing, setRemoving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
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
      title={`Remove ${account.address}?`}
      description="The mail stored on this computer and the saved sign-in are removed. The mail on the server stays as it is."
      footer={
        <>
          <Button data-first onClick={closeDialog}>
            Keep
          </Button>
          <Button variant="danger" busy={removing} onClick={() => void remove()}>
            Remove account
          </Button>
        </>
      }
    >
      {status.pendingOperations > 0 && (
        <p>
          {status.pendingOperations === 1
            ? 'One change has not reached the server yet and would be lost.'
            : `${status.pendingOperations} changes have not reached the server yet and would be lost.`}
        </p>
      )}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}
