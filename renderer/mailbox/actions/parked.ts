import type { AccountId, OperationId } from '../../../shared/mail.ts';
import { call } from '../../bridge.ts';
import { useMailbox } from '../mailbox-state.ts';
import { refuse } from './outcome.ts';

/** Asks main which changes could not be carried out. */
export async function loadParked(accountId: AccountId): Promise<void> {
  const reply = await call('mail.parkedOperations', { accountId });
  if (reply.ok) useMailbox.setState({ parked: { accountId, operations: reply.value } });
  else refuse(reply.error);
}

/** Tries a parked change again, or gives it up. */
export async function resolveParked(
  accountId: AccountId,
  operationId: OperationId,
  decision: 'retry' | 'discard',
): Promise<void> {
  const reply = await call('mail.resolveParked', { accountId, operationId, decision });
  if (!reply.ok) refuse(reply.error);
  await loadParked(accountId);
}
