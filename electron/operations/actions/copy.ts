import { renamedPath } from '../../mail/folder-path.ts';
import type { ActionKind } from '../action-kind.ts';
import { copiedError, folderGoneError } from '../operation-errors.ts';
import {
  type Copied,
  copiedIn,
  ensureDestination,
  findCopied,
  isMissing,
  listAnew,
  placesOf,
} from '../steps/destination.ts';
import { allDone, uidsOf } from '../steps/message-batch.ts';

/** Copies a message into another folder of the same account. */
export interface Copy {
  readonly kind: 'copy';
  readonly destination: string;
  /** Whether the message was read when the user asked: the copy is counted like that until the cache has it. */
  readonly seen: boolean;
}

export const copy: ActionKind<Copy, Copied> = {
  scope: ({ folderPath, action }) => ({
    of: 'message',
    folder: folderPath,
    destination: action.destination,
    isOnlyRead: true,
  }),
  commandKey: ({ destination }) => destination,
  replaces: [],
  renamed: ({ folderPath, action }, rename) => ({
    folderPath: renamedPath(rename, folderPath),
    action: { ...action, destination: renamedPath(rename, action.destination) },
  }),
  verifiedOnRetry: true,
  pending: ({ action, folderPath: path, uidValidity, uid }) => ({
    of: 'incoming',
    path: action.destination,
    seen: action.seen,
    from: { path, uidValidity, uid },
  }),
  verify: async (batch) => ({ done: null, left: batch }),
  secondHalf: {
    // Nothing is left to be done for those that have a copy.
    find: findCopied,
    send: async () => ({ kind: 'done', result: null }),
    error: ({ action }, refusal) => copiedError(action.destination, refusal),
  },
  async prepare(batch, server) {
    const { destination } = batch[0].action;
    if (!(await ensureDestination(destination, false, server))) {
      return { kind: 'park', error: folderGoneError(destination) };
    }
    return {
      kind: 'command',
      async send(started) {
        const outcome = await server.session.copy(uidsOf(started), destination, server.signal);
        if (outcome.kind === 'refused' && isMissing(outcome)) await listAnew(server);
        return outcome.kind === 'done' ? { kind: 'done', result: copiedIn(outcome) } : outcome;
      },
    };
  },
  apply(batch, copied, cache) {
    cache.onMovedTo(placesOf(batch, copied));
    return { ...allDone, lookAt: batch[0].action.destination };
  },
};
