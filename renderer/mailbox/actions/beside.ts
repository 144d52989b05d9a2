import type { AccountId, ThreadMessage } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { useMailbox } from '../mailbox-state.ts';

/** What is done is done to this message of the open conversation from now on. One that the user asks for counts as read. */
export function showBeside(accountId: AccountId, message: ThreadMessage): void {
  useMailbox.setState({ beside: { accountId, message } });
  if (!message.seen) void call('mail.setSeen', { accountId, messageIds: [message.id], seen: true });
}

/** What is done is done to what the list has selected again. */
export function leaveBeside(): void {
  if (useMailbox.getState().beside) useMailbox.setState({ beside: null });
}

/** The conversation as it is now: the message that was chosen may have changed, or be gone. */
export function besideRefreshed(messages: readonly ThreadMessage[]): void {
  const { beside } = useMailbox.getState();
  if (!beside) return;
  const message = messages.find(({ id }) => id === beside.message.id);
  if (message === undefined) leaveBeside();
  else if (message !== beside.message) useMailbox.setState({ beside: { ...beside, message } });
}
