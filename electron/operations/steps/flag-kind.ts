import type { ImapSession, Outcome } from '../../imap/session.ts';
import { keepsFlag, type RemoteFlags } from '../../mail/remote-mail.ts';
import { type ActionKind, type Applied, type Batch, type CacheAccess, storedFolder } from '../action-kind.ts';
import type { Action } from '../operation.ts';
import { notAllowedError } from '../operation-errors.ts';
import { allDone, messageShown, onMessage, uidsOf, verifyMessages, withRenamedFolder } from './message-batch.ts';
import { sent } from './results.ts';

/**
 * A kind that sets or clears a flag of a message.
 *
 * @param options.flags the flags that the action asks for
 * @param options.send the command for these UIDs of the selected folder
 */
export function flagKind<A extends Action>(options: {
  readonly kind: A['kind'];
  readonly flags: (action: A) => Partial<Pick<RemoteFlags, 'seen' | 'flagged' | 'answered' | 'forwarded'>>;
  readonly send: (session: ImapSession, uids: readonly number[], action: A, signal: AbortSignal) => Promise<Outcome>;
}): ActionKind<A, 'not_kept' | null> {
  const { kind, flags, send } = options;
  return {
    scope: onMessage,
    commandKey: (action) => JSON.stringify(flags(action)),
    replaces: [kind],
    renamed: withRenamedFolder,
    verifiedOnRetry: false,
    pending: (operation) => {
      const { answered: _answered, forwarded: _forwarded, ...change } = flags(operation.action);
      return messageShown(operation, change);
    },
    verify: (batch, server) =>
      verifyMessages(batch, server, (found, action) => {
        const asked = { ...found, ...flags(action) };
        return (
          found.seen === asked.seen &&
          found.flagged === asked.flagged &&
          found.answered === asked.answered &&
          found.forwarded === asked.forwarded
        );
      }),
    secondHalf: null,
    async prepare(batch, { session, signal, selected }) {
      const asked = flags(batch[0].action);
      // A read state that the server does not keep is kept here alone. A star would not reach the user's other programs,
      // so that it is not set is told.
      if (selected !== null && asked.seen !== undefined && !keepsFlag(selected, '\\Seen')) {
        return { kind: 'done', result: null };
      }
      if (selected !== null && asked.flagged !== undefined && !keepsFlag(selected, '\\Flagged')) {
        return { kind: 'park', error: notAllowedError({ text: '', own: 'no_flagged_state' }) };
      }
      // Other clients alone need a mark, so a folder that cannot keep it is none to complain about.
      const mark = asked.answered ? '\\Answered' : asked.forwarded ? '$Forwarded' : null;
      if (selected !== null && mark !== null && !keepsFlag(selected, mark)) return { kind: 'done', result: 'not_kept' };
      return {
        kind: 'command',
        send: async (started) => sent(await send(session, uidsOf(started), started[0].action, signal), null),
      };
    },
    apply(batch, result, cache) {
      // What the server does not have would be gone here when its flags are compared.
      if (result === 'not_kept') return allDone;
      return saveFlagsOf(batch, cache, (before, action) => ({ ...before, ...flags(action) }));
    },
  };
}

/** Stores what the server has set of the batch's messages. @param after a message's flags as they are from now on */
export function saveFlagsOf<A extends Action>(
  batch: Batch<A>,
  { store, onChanges }: CacheAccess,
  after: (before: RemoteFlags, action: A) => RemoteFlags,
): Applied<never> {
  const folderId = storedFolder(store, batch[0]);
  if (folderId === null) return allDone;
  const changed = batch.flatMap(({ uid, action }) => {
    const [local] = store.localMessages(folderId, uid, uid);
    return local === undefined ? [] : [{ uid, flags: after(local.flags, action) }];
  });
  onChanges(store.saveFlags(folderId, changed, 'operation'));
  return allDone;
}
