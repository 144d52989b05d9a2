import { isSameTag, withTag } from '../../../shared/tags.ts';
import { keptTags } from '../../mail/remote-mail.ts';
import type { ActionKind } from '../action-kind.ts';
import { notAllowedError } from '../operation-errors.ts';
import { saveFlagsOf } from '../steps/flag-kind.ts';
import { messageShown, onMessage, uidsOf, verifyMessages, withRenamedFolder } from '../steps/message-batch.ts';
import { sent } from '../steps/results.ts';

/** Gives a message a tag, or takes it away. */
export interface SetTag {
  readonly kind: 'set_tag';
  /** A keyword, of which `isTag` holds. */
  readonly tag: string;
  readonly on: boolean;
}

export const setTag: ActionKind<SetTag> = {
  scope: onMessage,
  commandKey: ({ tag, on }) => JSON.stringify([tag.toLowerCase(), on]),
  replaces: ['set_tag'],
  replacesOnly: (action, earlier) => isSameTag(action.tag, earlier.tag),
  renamed: withRenamedFolder,
  verifiedOnRetry: false,
  pending: (operation) => messageShown(operation, { tag: { name: operation.action.tag, on: operation.action.on } }),
  verify: (batch, server) =>
    verifyMessages(batch, server, ({ tags = [] }, { tag, on }) => tags.some((each) => isSameTag(each, tag)) === on),
  secondHalf: null,
  async prepare(batch, { session, signal, selected }) {
    const { tag, on } = batch[0].action;
    const kept = selected && keptTags(selected);
    // Where the server does not keep the keyword, STORE is answered with OK all the same, and it is gone with the connection.
    if (kept !== null && !kept.some((each) => isSameTag(each, tag))) {
      return { kind: 'park', error: notAllowedError({ text: '', own: 'no_tags' }) };
    }
    return {
      kind: 'command',
      send: async (started) => sent(await session.setTag(uidsOf(started), tag, on, signal), null),
    };
  },
  apply: (batch, _result, cache) =>
    saveFlagsOf(batch, cache, (before, { tag, on }) => ({ ...before, tags: withTag(before.tags, tag, on) })),
};
