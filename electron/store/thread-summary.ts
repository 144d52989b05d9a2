import type { Address, FolderId, FolderRole, MessageId, MessageRow, RowConversation } from '../../shared/mail.ts';
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
/** So many places of a page's conversations, beside its rows, are read with all that is told of them: more than nearly all pages have. */
const mostTogether = 500;
/** So many are read at once to choose those that are looked at. A page with more of them has longer conversations than are looked at. */
const mostAtOnce = 5_000;
/** So many people are told of: those who wrote last, and who began. */
const mostPeople = 8;

interface Place {
  readonly id: MessageId;
  readonly box: number;
  readonly thread: number;
}

/** A placement as it adds to its conversation's row. */
interface Member extends Place {
  readonly uid: number;
  readonly flags: number;
  readonly tags: number;
  readonly content: ContentId;
  readonly has_attachments: number;
  readonly from_name: string;
  readonly from_address: string;
}

/** The newest message of a conversation in a folder, or one that is in none with others: `thread` is null then. */
export interface NewestMessage extends ListedMessage {
  readonly content: ContentId;
  readonly thread: number | null;
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
  here: { readonly folderId: FolderId; readonly box: number },
  newest: readonly NewestMessage[],
): MessageRow[] {
  const { folderId, box } = here;
  const role = folders.find(({ id }) => id === folderId)?.role;
  // What was left behind of a folder that is gone belongs to none.
  const told = new Set(folders.filter((folder) => !isLeft(folder, role)).map((folder) => folder.box));
  const groups = membersOf(db, here.box, told, newest);
  return newest.map((row) => {
    const single = toMessageRow(row, overlay.look(row, folderId));
    const group = row.thread === null ? undefined : groups.get(row.thread);
    if (group === undefined) return single;
    const inFolder = group.filter((member) => member.box === box).slice(0, mostMarked);
    const shown = inFolder.map((member) => ({ id: member.id, ...overlay.look(member, folderId) }));
    const counted = withoutCopies(group.slice(0, mostCounted));
    if (counted.length < 2 && inFolder.length < 2) return single;
    const own = inFolder.slice(0, mostCounted);
    const conversation: RowConversation = {
      count: counted.length,
      people: peopleOf(counted),
      opens: shown.findLast(({ seen }) => !seen)?.id ?? row.id,
      messageIds: own.map(({ id }) => id),
    };
    const tags = tagsAmong(shown.flatMap((each) => each.tags ?? []));
    return {
      ...single,
      seen: shown.every(({ seen }) => seen),
      flagged: shown.some(({ flagged }) => flagged),
      ...(tags.length > 0 && { tags }),
      hasAttachments: single.hasAttachments || own.some(({ has_attachments: files }) => files !== 0),
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

function isLeft(folder: NamedFolder, here: FolderRole | null | undefined): boolean {
  return notOfConversations.has(folder.role) && folder.role !== here;
}

const memberColumns =
  't.id, t.box, t.thread, p.uid, p.flags, p.tags, p.message AS content, m.has_attachments, m.from_name, m.from_address';
const withMessages = 'CROSS JOIN placements p ON p.id = t.id CROSS JOIN messages m ON m.id = p.message';

/**
 * The shown places of the conversations of these messages that are looked at, newest first, by conversation.
 * @param box in which these messages lie @param told the boxes whose messages count
 */
function membersOf(
  db: Database,
  box: number,
  told: ReadonlySet<number>,
  newest: readonly NewestMessage[],
): ReadonlyMap<number, readonly Member[]> {
  const heads = newest.flatMap((row): Member[] => (row.thread === null ? [] : [{ ...row, box, thread: row.thread }]));
  if (heads.length === 0) return new Map();
  const others = db.all<Member>(
    `SELECT ${memberColumns} FROM json_each(?) AS list CROSS JOIN threaded t ON t.thread = list.value ->> 0 ${withMessages}
     WHERE t.id <> list.value ->> 1 AND t.id NOT IN (SELECT id FROM temp.hidden) LIMIT ${mostTogether + 1}`,
    JSON.stringify(heads.map(({ thread, id }) => [thread, id])),
  );
  if (others.length <= mostTogether) return grouped([...heads, ...others], told);
  const threads = heads.map(({ thread }) => thread);
  const looked = [...grouped(placesOf(db, threads), told).values()].flatMap((group) => [
    ...group.slice(0, mostCounted),
    ...group.filter((place) => place.box === box).slice(0, mostMarked),
  ]);
  const members = db.all<Member>(
    `SELECT ${memberColumns} FROM json_each(?) AS list CROSS JOIN threaded t ON t.id = list.value ${withMessages}`,
    JSON.stringify([...new Set(looked.map(({ id }) => id))]),
  );
  return grouped(members, told);
}

/** By conversation, newest first. */
function grouped<P extends Place>(places: readonly P[], told: ReadonlySet<number>): ReadonlyMap<number, readonly P[]> {
  const groups = new Map<number, P[]>();
  for (const place of places) {
    if (!told.has(place.box)) continue;
    const group = groups.get(place.thread);
    if (group === undefined) groups.set(place.thread, [place]);
    else group.push(place);
  }
  for (const group of groups.values()) group.sort((one, other) => other.id - one.id);
  return groups;
}

/** The shown places of conversations: of each in each folder at least the newest that are looked at. */
function placesOf(db: Database, threads: readonly number[]): Place[] {
  const places = db.all<Place>(
    `SELECT t.id, t.box, t.thread FROM json_each(?) AS list CROSS JOIN threaded t ON t.thread = list.value
     WHERE t.id NOT IN (SELECT id FROM temp.hidden) LIMIT ${mostAtOnce + 1}`,
    JSON.stringify(threads),
  );
  return places.length <= mostAtOnce ? places : threads.flatMap((thread) => newestPlaces(db, thread));
}

/** Those that stand for others and those behind them are two ranges of the index. */
const newestPlacesSql = [0, 1]
  .map(
    (behind) =>
      `SELECT * FROM (SELECT id, box, thread FROM threaded WHERE thread = ?1 AND box = ?2 AND behind = ${behind}
         AND id NOT IN (SELECT id FROM temp.hidden) ORDER BY id DESC LIMIT ${mostMarked})`,
  )
  .join(' UNION ALL ');

/** The newest shown places of a conversation in each of its folders: a few look-ups, however long it is. */
function newestPlaces(db: Database, thread: number): Place[] {
  const places: Place[] = [];
  for (let last = -1; ; ) {
    const next = db.get<{ box: number }>(
      'SELECT box FROM threaded WHERE thread = ? AND box > ? ORDER BY box LIMIT 1',
      thread,
      last,
    );
    if (next === null) return places;
    last = next.box;
    places.push(...db.all<Place>(newestPlacesSql, thread, last));
  }
}

/** Each message once, wherever it lies. */
function withoutCopies(rows: readonly Member[]): Member[] {
  return [...new Map(rows.map((row) => [row.content, row])).values()];
}

/** Who wrote, each once, in the order of their first messages. @param rows newest first */
function peopleOf(rows: readonly Member[]): Address[] {
  const people = new Map<string, Address>();
  for (const { from_name: name, from_address: address } of rows.toReversed()) {
    const key = address.toLowerCase() || name;
    if (!people.has(key)) people.set(key, { name, address });
  }
  const all = [...people.values()];
  return all.length <= mostPeople ? all : [...all.slice(0, 1), ...all.slice(1 - mostPeople)];
}
