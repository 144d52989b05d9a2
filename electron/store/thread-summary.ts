import type { Address, FolderId, MessageId, MessageRow, RowConversation } from '../../shared/mail.ts';
import { tagsAmong } from '../../shared/tags.ts';
import { type NamedFolder, notOfConversations } from './conversation.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { type ListedMessage, toMessageRow } from './message-row.ts';
import type { Overlay } from './overlay.ts';

/** So many messages of a conversation, the newest, are counted and looked at for people and files. */
const mostCounted = 100;
/** So many messages of a conversation in one folder, the newest, are looked at for what is unread or starred. */
const mostMarked = 200;
/** So many places of a page's conversations are read at once. A page with more of them has longer conversations than are looked at. */
const mostAtOnce = 5_000;
/** So many people are told of: those who wrote last, and who began. */
const mostPeople = 8;

interface Member {
  readonly id: MessageId;
  readonly box: number;
  readonly thread: number;
}

/** A placement as it adds to its conversation's row. */
interface MemberRow {
  readonly id: MessageId;
  readonly uid: number;
  readonly flags: number;
  readonly tags: number;
  readonly content: ContentId;
  readonly has_attachments: number;
  readonly from_name: string;
  readonly from_address: string;
}

/** What a list of conversations reads from. */
export interface SummarySource {
  readonly db: Database;
  readonly overlay: Overlay;
  readonly folders: readonly NamedFolder[];
}

/**
 * The rows of conversations: each is its newest message in the folder, unread and starred if any of the newest there is, with files if any has one,
 * with the tags of all of them, and with the people of the whole conversation, whichever folders it lies in.
 */
export function conversationRows(
  { db, overlay, folders }: SummarySource,
  folderId: FolderId,
  newest: readonly ListedMessage[],
): MessageRow[] {
  const here = folders.find(({ id }) => id === folderId);
  const members = here === undefined ? [] : membersOf(db, newest);
  // What was left behind of a folder that is gone belongs to none.
  const told = new Set(folders.filter((folder) => !isLeft(folder, here)).map(({ box }) => box));
  const groups = new Map<number, Member[]>();
  for (const member of members) {
    if (told.has(member.box)) {
      const group = groups.get(member.thread);
      if (group === undefined) groups.set(member.thread, [member]);
      else group.push(member);
    }
  }
  const kept = [...groups.values()].map((group) => group.sort((one, other) => other.id - one.id));
  const ofFolder = (group: readonly Member[]): readonly Member[] =>
    group.filter(({ box }) => box === here?.box).slice(0, mostMarked);
  const looked = kept.flatMap((group) => [...group.slice(0, mostCounted), ...ofFolder(group)].map(({ id }) => id));
  const details = detailsOf(db, [...new Set(looked)]);
  const groupOf = new Map(kept.flatMap((group) => group.map((member) => [member.id, group] as const)));
  return newest.map((row) => {
    const single = toMessageRow(row, overlay.look(row, folderId));
    const group = groupOf.get(row.id);
    if (group === undefined) return single;
    const inFolder = ofFolder(group);
    const shown = inFolder.flatMap(({ id }) => {
      const found = details.get(id);
      return found === undefined ? [] : [{ id, ...overlay.look(found, folderId) }];
    });
    const counted = withoutCopies(group.slice(0, mostCounted).flatMap(({ id }) => details.get(id) ?? []));
    if (counted.length < 2 && inFolder.length < 2) return single;
    const conversation: RowConversation = {
      count: counted.length,
      people: peopleOf(counted),
      opens: shown.findLast(({ seen }) => !seen)?.id ?? row.id,
      messageIds: inFolder.slice(0, mostCounted).map(({ id }) => id),
    };
    const tags = tagsAmong(shown.flatMap((each) => each.tags ?? []));
    const ownDetails = conversation.messageIds.flatMap((id) => details.get(id) ?? []);
    return {
      ...single,
      seen: shown.every(({ seen }) => seen),
      flagged: shown.some(({ flagged }) => flagged),
      ...(tags.length > 0 && { tags }),
      hasAttachments: single.hasAttachments || ownDetails.some(({ has_attachments: files }) => files !== 0),
      conversation,
    };
  });
}

/**
 * All shown messages that the conversations of these messages have in the folders of these messages, these among them: as they were drawn, each
 * row with its newest message. A reply that came since has a later place, and nobody has seen it yet.
 */
export function withConversations(db: Database, messageIds: readonly MessageId[]): MessageId[] {
  const others = db.all<{ id: MessageId }>(
    `SELECT t.id FROM json_each(?) AS list CROSS JOIN threaded o ON o.id = list.value
     CROSS JOIN threaded t ON t.thread = o.thread AND t.box = o.box
     WHERE t.id <= o.id AND t.id NOT IN (SELECT id FROM temp.hidden)`,
    JSON.stringify(messageIds),
  );
  return [...new Set([...messageIds, ...others.map(({ id }) => id)])];
}

function isLeft(folder: NamedFolder, here: NamedFolder | undefined): boolean {
  return notOfConversations.has(folder.role) && folder.role !== here?.role;
}

/** The shown places of the conversations of these messages: of each in each folder at least the newest that are looked at. */
function membersOf(db: Database, newest: readonly ListedMessage[]): Member[] {
  const threads = db.all<{ thread: number }>(
    'SELECT DISTINCT thread FROM threaded WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(newest.map(({ id }) => id)),
  );
  const members = db.all<Member>(
    `SELECT t.id, t.box, t.thread FROM json_each(?) AS list CROSS JOIN threaded t ON t.thread = list.value
     WHERE t.id NOT IN (SELECT id FROM temp.hidden) LIMIT ${mostAtOnce + 1}`,
    JSON.stringify(threads.map(({ thread }) => thread)),
  );
  return members.length <= mostAtOnce ? members : threads.flatMap(({ thread }) => newestMembers(db, thread));
}

/** Those that stand for others and those behind them are two ranges of the index. */
const newestMembersSql = [0, 1]
  .map(
    (behind) =>
      `SELECT * FROM (SELECT id, box, thread FROM threaded WHERE thread = ?1 AND box = ?2 AND behind = ${behind}
         AND id NOT IN (SELECT id FROM temp.hidden) ORDER BY id DESC LIMIT ${mostMarked})`,
  )
  .join(' UNION ALL ');

/** The newest shown places of a conversation in each of its folders: a few look-ups, however long it is. */
function newestMembers(db: Database, thread: number): Member[] {
  const members: Member[] = [];
  for (let last = -1; ; ) {
    const next = db.get<{ box: number }>(
      'SELECT box FROM threaded WHERE thread = ? AND box > ? ORDER BY box LIMIT 1',
      thread,
      last,
    );
    if (next === null) return members;
    last = next.box;
    members.push(...db.all<Member>(newestMembersSql, thread, last));
  }
}

function detailsOf(db: Database, ids: readonly MessageId[]): ReadonlyMap<MessageId, MemberRow> {
  const rows = db.all<MemberRow>(
    `SELECT p.id, p.uid, p.flags, p.tags, p.message AS content, m.has_attachments, m.from_name, m.from_address
     FROM json_each(?) AS list CROSS JOIN placements p ON p.id = list.value CROSS JOIN messages m ON m.id = p.message`,
    JSON.stringify(ids),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Each message once, wherever it lies. */
function withoutCopies(rows: readonly MemberRow[]): MemberRow[] {
  return [...new Map(rows.map((row) => [row.content, row])).values()];
}

/** Who wrote, each once, in the order of their first messages. @param rows newest first */
function peopleOf(rows: readonly MemberRow[]): Address[] {
  const people = new Map<string, Address>();
  for (const { from_name: name, from_address: address } of rows.toReversed()) {
    const key = address.toLowerCase() || name;
    if (!people.has(key)) people.set(key, { name, address });
  }
  const all = [...people.values()];
  return all.length <= mostPeople ? all : [...all.slice(0, 1), ...all.slice(1 - mostPeople)];
}
