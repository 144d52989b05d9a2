import type { AccountId, OperationId, ParkedOperation } from '../../../shared/mail.ts';
import type { AppError } from '../../../shared/reply.ts';
import { call } from '../../bridge.ts';
import { useMailbox } from '../mailbox-state.ts';
import { refuse } from './outcome.ts';

/** Asks main which changes could not be carried out. */
export async function loadParked(accountId: AccountId): Promise<void> {
  const reply = await call('mail.parkedOperations', { accountId });
  if (reply.ok) useMailbox.setState({ parked: { accountId, operations: reply.value } });
  else refuse(reply.error);
}

/** Changes of one kind that were parked for the same reason: they are decided together. */
export interface ParkedGroup {
  readonly kind: ParkedOperation['kind'];
  readonly error: AppError;
  readonly first: ParkedOperation;
  readonly ids: readonly OperationId[];
}

/** Groups parked changes by what they are and why they were parked, in the order in which they were asked for. */
export function parkedGroups(operations: readonly ParkedOperation[]): readonly ParkedGroup[] {
  const groups = new Map<string, ParkedGroup>();
  for (const operation of operations) {
    const { kind, error, id } = operation;
    const key = JSON.stringify([kind, error.code, error.params]);
    const group = groups.get(key) ?? { kind, error, first: operation, ids: [] };
    groups.set(key, { ...group, ids: [...group.ids, id] });
  }
  return [...groups.values()];
}

/** The most operations that main takes in one call. */
const atOnce = 1_000;

/** Tries parked changes again, or gives them up. */
export async function resolveParked(
  accountId: AccountId,
  operationIds: readonly OperationId[],
  decision: 'retry' | 'discard',
): Promise<void> {
  for (let start = 0; start < operationIds.length; start += atOnce) {
    const ids = operationIds.slice(start, start + atOnce);
    const reply = await call('mail.resolveParked', { accountId, operationIds: ids, decision });
    if (!reply.ok) {
      refuse(reply.error);
      break;
    }
  }
  await loadParked(accountId);
}
