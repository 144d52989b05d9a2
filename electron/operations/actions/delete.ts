import type { ActionKind } from '../action-kind.ts';
import { noDeleteError, readOnlyError } from '../operation-errors.ts';
import {
  allDone,
  messageShown,
  onMessage,
  removeMessages,
  uidsOf,
  verifyMessages,
  withRenamedFolder,
} from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Deletes a message for good. */
export interface Delete {
  readonly kind: 'delete';
}

export const deleteMessage: ActionKind<Delete> = {
  scope: onMessage,
  commandKey: () => 'delete',
  replaces: ['move'],
  renamed: withRenamedFolder,
  verifiedOnRetry: false,
  pending: (operation) => messageShown(operation, { deleted: true }),
  verify: (batch, server) => verifyMessages(batch, server, () => false),
  secondHalf: null,
  async prepare(batch, { session, signal, selected }) {
    if (selected?.readOnly) return { kind: 'park', error: readOnlyError(batch[0].folderPath) };
    if (!session.capabilities.has('UIDPLUS')) return { kind: 'park', error: noDeleteError() };
    return {
      kind: 'command',
      send: async (started) => sent(await session.expunge(uidsOf(started), signal), null),
    };
  },
  apply(batch, _result, cache) {
    removeMessages(batch, cache);
    return allDone;
  },
};
