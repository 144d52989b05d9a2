import type { AccountId, ThreadMessage } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { useMailbox } from '../mailbox-state.ts';
import { keepSeenState } from './reading.ts';

/** Shows another message of the open one's conversation in its place. One that the user asks for counts as read. */
export function showBeside(accountId: AccountId, message: ThreadMessage): void {
  const { reading } = useMailbox.getState();
  if (reading?.messageId === message.id && reading.accountId === accountId) {
    leaveBeside();
    return;
  }
  keepSeenState();
  useMailbox.setState({ beside: { accountId, message } });
  if (!message.seen) void call('mail.setSeen', { accountId, messageIds: [message.id], seen: true });
}

/** The reader shows the list's message again. */
export function leaveBeside(): void {
  if (useMailbox.getState().beside) useMailbox.setState({ beside: null });
}

/** The conversation as it is now: the message that is shown may have changed, or be gone. */
export function besideRefreshed(messages: readonly ThreadMessage[]): void {
  const { beside } = useMailbox.getState();
  if (!beside) return;
  const message = messages.find(({ id }) => id === beside.message.id);
  if (message === undefined) leaveBeside();
  else if (message !== beside.message) useMailbox.setState({ beside: { ...beside, message } });
}
