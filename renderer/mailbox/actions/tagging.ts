// What gives messages tags and takes them away: for the selected ones, or for one that is shown.
import type { AccountId, FolderId, MessageId, TagsOfMessages } from '../../../shared/mail.ts';
import type { Reply } from '../../../shared/reply.ts';
import { success } from '../../../shared/reply.ts';
import { type NamedTag, tagName } from '../../../shared/tag-names.ts';
import { tagsAmong } from '../../../shared/tags.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { folderOf } from '../folders/folder-tree.ts';
import { type Messages, placeOfTarget, useMailbox } from '../mailbox-state.ts';
import { selected } from './message-actions.ts';
import { chunksOf, inChunks, type Outcome, refuse, report, say, whole } from './outcome.ts';

/** Asks which tags the selected messages are to have. */
export async function openTagPicker(): Promise<void> {
  const messages = await selected();
  if (messages) useMailbox.setState({ dialog: { kind: 'tag', ...messages } });
}

/** The tags that messages have, and can be given in their accounts. */
export async function tagsOf(messages: Messages): Promise<Reply<TagsOfMessages>> {
  let [count, hasRoom] = [0, true];
  const counts = new Map<string, number>();
  const names: string[] = [];
  for (const { accountId, rows } of chunksOf(messages)) {
    const messageIds = rows.map(({ messageId }) => messageId);
    const reply = await call('mail.tagsOf', { accountId, messageIds, ...whole(messages) });
    if (!reply.ok) return reply;
    count += reply.value.messages;
    hasRoom &&= reply.value.hasRoom;
    for (const { tag, count: own } of reply.value.tags) {
      names.push(tag);
      counts.set(tag.toLowerCase(), (counts.get(tag.toLowerCase()) ?? 0) + own);
    }
  }
  const tags = tagsAmong(names).map((tag) => ({ tag, count: counts.get(tag.toLowerCase()) ?? 0 }));
  return success({ messages: count, tags, hasRoom });
}

/** Gives messages a tag, or takes it from them. */
export async function setTagOf(messages: Messages, tag: string, on: boolean): Promise<void> {
  const { tagged, untagged } = texts().mailbox.done;
  const words = (count: number): string => (on ? tagged : untagged)(count, tagName(tag));
  report({ ...messages, like: `tag ${tag} ${on}`, words, shown: true }, await askTag(messages, tag, on));
}

async function askTag(messages: Messages, tag: string, on: boolean): Promise<Outcome> {
  return await inChunks(messages, (accountId, messageIds) =>
    call('mail.setTag', { accountId, messageIds, ...whole(messages), tag, on }),
  );
}

/** Gives the selected messages one of Thunderbird's tags if one of them has it not, else takes it from all. */
export async function toggleTagSelection(tag: NamedTag): Promise<void> {
  const messages = await selected();
  const found = messages && (await tagsOf(messages));
  if (!found) return;
  if (!found.ok) return refuse(found.error);
  const count = found.value.tags.find((use) => use.tag.toLowerCase() === tag)?.count ?? 0;
  await setTagOf(messages, tag, count < found.value.messages);
}

/** Takes all tags from the selected messages. */
export async function untagSelection(): Promise<void> {
  const messages = await selected();
  const found = messages && (await tagsOf(messages));
  if (!found) return;
  if (!found.ok) return refuse(found.error);
  const given = found.value.tags.filter(({ count }) => count > 0);
  if (given.length === 0) return say(texts().mailbox.tags.none);
  const outcomes: Outcome[] = [];
  for (const { tag } of given) outcomes.push(await askTag(messages, tag, false));
  report(
    { ...messages, like: 'untag', words: texts().mailbox.done.untaggedAll, shown: true },
    {
      count: Math.max(...outcomes.map(({ count }) => count)),
      steps: outcomes.flatMap(({ steps }) => steps),
      error: outcomes.find(({ error }) => error !== null)?.error ?? null,
      left: [],
    },
  );
}

/** Takes a tag from a message that is shown. @param message with the folder that it is looked at in */
export async function removeTag(
  accountId: AccountId,
  { id, folderId }: { readonly id: MessageId; readonly folderId: FolderId },
  tag: string,
): Promise<void> {
  const here = folderOf(useMailbox.getState().lists, accountId, folderId);
  if (here) await setTagOf({ place: placeOfTarget(here), keys: [id] }, tag, false);
}
