import type { Address, FolderId, MessageId, MessageRow, RowConversation } from '../../shared/mail.ts';
import { type NamedFolder, notOfConversations } from './conversation.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { type ListedMessage, toMessageRow } from './message-row.ts';
import type { Overlay } from './overlay.ts';

/** So many messages of a conversation, the newest, are counted and looked at for people and files. */
const mostCounted = 100;
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
 * The rows of conversations: each is its newest message in the folder, unread and starred if any of them there is, with files if any has one,
 * and with the people of the whole conversation, whichever folders it lies in.
 */
export function conversationRows(
  { db, overlay, folders }: SummarySource,
  folderId: FolderId,
  newest: readonly ListedMessage[],
): MessageRow[] {
  const here = folders.find(({ id }) => id === folderId);
  const members = here === undefined ? [] : membersOf(db, newest);
  const left = new Set(folders.filter((folder) => isLeft(folder, here)).map(({ box }) => box));
  const groups = new Map<number, Member[]>();
  for (const member of members) {
    if (!left.has(member.box)) {
      const group = groups.get(member.thread);
      if (group === undefined) groups.set(member.thread, [member]);
      else group.push(member);
    }
  }
  const kept = [...groups.values()].map((group) => group.sort((one, other) => other.id - one.id));
  const details = detailsOf(
    db,
    kept.flatMap((group) => group.slice(0, mostCounted).map(({ id }) => id)),
  );
  const flags = flagsOf(
    db,
    members.filter(({ box }) => box === here?.box).map(({ id }) => id),
  );
  const groupOf = new Map(kept.flatMap((group) => group.map((member) => [member.id, group] as const)));
  return newest.map((row) => {
    const single = toMessageRow(row, overlay.flags(row, folderId));
    const group = groupOf.get(row.id);
    if (group === undefined) return single;
    const inFolder = group.filter(({ box }) => box === here?.box);
    const shown = inFolder.flatMap(({ id }) => {
      const found = flags.get(id);
      return found === undefined ? [] : [{ id, ...overlay.flags(found, folderId) }];
    });
    const counted = withoutCopies(group.slice(0, mostCounted).flatMap(({ id }) => details.get(id) ?? []));
    if (counted.length < 2 && inFolder.length < 2) return single;
    const conversation: RowConversation = {
      count: counted.length,
      people: peopleOf(counted),
      opens: shown.findLast(({ seen }) => !seen)?.id ?? row.id,
      messageIds: inFolder.slice(0, mostCounted).map(({ id }) => id),
    };
    const ownDetails = conversation.messageIds.flatMap((id) => details.get(id) ?? []);
    return {
      ...single,
      seen: shown.every(({ seen }) => seen),
      flagged: shown.some(({ flagged }) => flagged),
      hasAttachments: single.hasAttachments || ownDetails.some(({ has_attachments: files }) => files !== 0),
      conversation,
    };
  });
}

/** All shown messages that the conversations of these messages have in the folders of these messages, these among them. */
export function withConversations(db: Database, messageIds: readonly MessageId[]): MessageId[] {
  const others = db.all<{ id: MessageId }>(
    `SELECT t.id FROM json_each(?) AS list CROSS JOIN threaded o ON o.id = list.value
     CROSS JOIN threaded t ON t.thread = o.thread AND t.box = o.box WHERE t.id NOT IN (SELECT id FROM temp.hidden)`,
    JSON.stringify(messageIds),
  );
  return [...new Set([...messageIds, ...others.map(({ id }) => id)])];
}

function isLeft(folder: NamedFolder, here: NamedFolder | undefined): boolean {
  return notOfConversations.has(folder.role) && folder.role !== here?.role;
}

/** The shown places of all messages of the conversations of these messages. */
function membersOf(db: Database, newest: readonly ListedMessage[]): Member[] {
  const threads = db.all<{ thread: number }>(
    'SELECT DISTINCT thread FROM threaded WHERE id IN (SELECT value FROM json_each(?))',
    JSON.stringify(newest.map(({ id }) => id)),
  );
  return db.all<Member>(
    `SELECT t.id, t.box, t.thread FROM json_each(?) AS list CROSS JOIN threaded t ON t.thread = list.value
     WHERE t.id NOT IN (SELECT id FROM temp.hidden)`,
    JSON.stringify(threads.map(({ thread }) => thread)),
  );
}

function detailsOf(db: Database, ids: readonly MessageId[]): ReadonlyMap<MessageId, MemberRow> {
  const rows = db.all<MemberRow>(
    `SELECT p.id, p.message AS content, m.has_attachments, m.from_name, m.from_address
     FROM json_each(?) AS list CROSS JOIN placements p ON p.id = list.value CROSS JOIN messages m ON m.id = p.message`,
    JSON.stringify(ids),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

function flagsOf(db: Database, ids: readonly MessageId[]) {
  const rows = db.all<{ id: MessageId; uid: number; flags: number }>(
    'SELECT p.id, p.uid, p.flags FROM json_each(?) AS list CROSS JOIN placements p ON p.id = list.value',
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
