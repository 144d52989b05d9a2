import { useState } from 'react';
import type { AccountId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { useAccount } from '../stores/accounts.ts';
import { chooseSending, graphMaySend } from '../stores/sending-way.ts';

interface OtherWayProps {
  readonly accountId: AccountId;
  /** Why the message was not sent. */
  readonly error: AppError | null;
}

/** Whether the message can be sent in another way than the one that failed. */
export function useOtherWay({ accountId, error }: OtherWayProps): boolean {
  const view = useAccount(accountId);
  return view !== undefined && error !== null && graphMaySend(view, error);
}

/** Sends through Microsoft Graph from now on, where SMTP is closed. The messages that wait for it follow by themselves. */
export function OtherWayButton({ accountId }: Pick<OtherWayProps, 'accountId'>) {
  const view = useAccount(accountId);
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  if (view === undefined) return null;
  const choose = async () => {
    setBusy(true);
    setError(await chooseSending(view, 'graph'));
    setBusy(false);
  };
  return (
    <>
      <Button variant="primary" disabled={busy} onClick={() => void choose()}>
        {texts().compose.outbox.throughGraph}
      </Button>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
    </>
  );
}
