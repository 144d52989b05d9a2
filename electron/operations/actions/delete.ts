import type { ActionKind } from '../action-kind.ts';
import { messageShown, onMessage } from '../steps/message-batch.ts';
import { removal } from '../steps/removal.ts';

/** Deletes a message for good. */
export interface Delete {
  readonly kind: 'delete';
}

export const deleteMessage: ActionKind<Delete> = {
  ...removal<Delete>(),
  scope: onMessage,
  commandKey: () => 'delete',
  replaces: ['move'],
  verifiedOnRetry: false,
  pending: (operation) => messageShown(operation, { deleted: true }),
};
