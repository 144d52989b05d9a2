import type { TransferId } from '../../../shared/transfers.ts';
import { call, on } from '../../bridge.ts';
import { useMailbox } from '../mailbox-state.ts';

/** Follows messages on their way into folders of other accounts; returns the unsubscribe. */
export function followTransfers(): () => void {
  let isTold = false;
  const stop = on('mail.transfersChanged', ({ transfers }) => {
    isTold = true;
    useMailbox.setState({ transfers });
  });
  void call('mail.transfers', undefined).then((reply) => {
    // What was told meanwhile is newer.
    if (reply.ok && !isTold) useMailbox.setState({ transfers: reply.value });
  });
  return stop;
}

/** Stops a transfer, or takes away what is said of one that was stopped. */
export async function endTransfer(transferId: TransferId): Promise<void> {
  // What was read goes at once: nothing moves under the pointer a little later.
  useMailbox.setState(({ transfers }) => ({
    transfers: transfers.filter(({ id, state }) => id !== transferId || state.kind !== 'stopped'),
  }));
  await call('mail.endTransfer', { transferId });
}
