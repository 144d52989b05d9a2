import { useCallback, useEffect } from 'react';
import type { EngineStatus } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { ConnectionNotice } from '../../diagnosis/account-banner.tsx';
import { Waiting } from '../../sign-in/waiting.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { showInboxOf, showMailbox } from '../../stores/ui.ts';
import { useThere } from '../../stores/ui-clock.ts';
import { useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/**
 * Milliseconds. Before the first time the sign-in's last words stay, so that a quick first sync shows no flash; what was
 * drawn then stays until the second.
 */
const appearsAfter = 400;
const staysUntil = 1600;

/**
 * Shown after the account was added. The mailbox opens when its newest mail has arrived, or at once if the user asks
 * for it.
 */
export function FirstSyncStep() {
  const accountId = useSetup((state) => state.addedAccountId);
  const view = useAccounts((state) => state.accounts?.find(({ account }) => account.id === accountId));
  const status = view?.status;
  const done = status !== undefined && (status.lastSyncAt !== null || (status.progress?.stored ?? 0) > 0);
  const words = texts().setup.firstSync;
  const appeared = useThere(appearsAfter);
  const stayed = useThere(staysUntil);

  const toMailbox = useCallback(() => (accountId === null ? showMailbox() : showInboxOf(accountId)), [accountId]);
  useEffect(() => {
    if (done && (!appeared || stayed)) toMailbox();
  }, [done, appeared, stayed, toMailbox]);

  // A quick first sync leads from the sign-in to the inbox with nothing in between.
  if (!appeared) return <Opening address={view?.account.address ?? ''} />;

  return (
    <StepFrame
      title={words.title}
      lead={
        <span data-selectable dir="ltr">
          {view?.account.address}
        </span>
      }
      onSubmit={toMailbox}
      buttons={
        <Button data-first variant="primary" type="submit">
          {words.goToMailbox}
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <ProgressBar label={words.progress} value={status?.progress?.stored ?? 0} max={status?.progress?.total ?? 0} />
        <p role="status" className="min-h-5 text-muted tabular-nums">
          {progressText(status)}
        </p>
      </div>
      <p className="text-muted">{words.newestFirst}</p>
      {view && <ConnectionNotice view={view} shape="box" />}
    </StepFrame>
  );
}

/** As the sign-in ends, so that nothing moves. */
function Opening({ address }: { readonly address: string }) {
  const words = texts().setup.signIn;
  return (
    <StepFrame title={words.signedIn}>
      <Waiting text={words.opening(address)} />
    </StepFrame>
  );
}

function progressText(status: EngineStatus | undefined): string {
  const words = texts().setup.firstSync;
  if (status?.progress) return words.messages(status.progress.stored, status.progress.total);
  return status?.connection.kind === 'connecting' ? words.connecting : words.readingFolders;
}
