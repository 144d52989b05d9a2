import type { ActionKind } from '../action-kind.ts';
import type { Action } from '../operation.ts';
import { noDeleteError, readOnlyError } from '../operation-errors.ts';
import { allDone, removeMessages, uidsOf, verifyMessages, withRenamedFolder } from './message-batch.ts';
import { sent } from './results.ts';

/** What kinds share whose command removes messages from their folder for good: UID EXPUNGE (RFC 4315), and nothing where the server lacks it. */
export function removal<A extends Action>(): Pick<
  ActionKind<A>,
  'renamed' | 'verify' | 'secondHalf' | 'prepare' | 'apply'
> {
  return {
    renamed: withRenamedFolder,
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
}
