import { assertNever } from '../../shared/reply.ts';
import { withTag } from '../../shared/tags.ts';
import type { Rename } from '../mail/folder-path.ts';
import { exactText } from '../mail/stored-text.ts';
import type { CountDelta } from './counts-above.ts';
import type { FolderRow } from './folder-table.ts';
import type { FolderToCreate, PendingChange } from './pending-changes.ts';

/** The combined pending changes of one message. */
export interface PendingMessage {
  readonly seen: boolean | null;
  /** The order of the change that decided `seen`; 0 where none did. */
  readonly seenOrder: number;
  readonly flagged: boolean | null;
  /** The tags that it gets or loses, by their names in lower case. */
  readonly tags: ReadonlyMap<string, { readonly name: string; readonly on: boolean }>;
  /** In exactText form. */
  readonly destination: string | null;
  readonly deleted: boolean;
}

/** The combined pending changes of a folder's whole content. */
export interface PendingContent {
  /** In exactText form. */
  readonly path: string;
  readonly uidValidity: number;
  readonly seenUpTo: number;
  /** The order of the latest change that marks messages as read; 0 where none does. */
  readonly seenOrder: number;
  readonly emptiedUpTo: number;
}

/** The combined pending changes of an account, by kind. */
export interface PendingState {
  readonly messages: ReadonlyMap<string, ReadonlyMap<number, PendingMessage>>;
  readonly contents: readonly PendingContent[];
  /** How many messages folders get, by path in exactText form. */
  readonly incoming: ReadonlyMap<string, CountDelta>;
  readonly created: readonly FolderToCreate[];
  readonly renamed: readonly Rename[];
  /** Paths in exactText form. */
  readonly deleted: ReadonlySet<string>;
}

export const noTags: PendingMessage['tags'] = new Map();

const unchanged: PendingMessage = {
  seen: null,
  seenOrder: 0,
  flagged: null,
  tags: noTags,
  destination: null,
  deleted: false,
};

export const nothingPending: PendingState = {
  messages: new Map(),
  contents: [],
  incoming: new Map(),
  created: [],
  renamed: [],
  deleted: new Set(),
};

/** Combines changes. @param changes in the order in which they were asked for */
export function combine(changes: readonly PendingChange[]): PendingState {
  const messages = new Map<string, Map<number, PendingMessage>>();
  const contents: PendingContent[] = [];
  const incoming = new Map<string, CountDelta>();
  const created: FolderToCreate[] = [];
  const renamed: Rename[] = [];
  const deleted = new Set<string>();
  for (const change of changes) {
    switch (change.of) {
      case 'message': {
        const key = placeKey(exactText(change.path), change.uidValidity);
        const inFolder = messages.get(key) ?? new Map<number, PendingMessage>();
        messages.set(key, inFolder.set(change.uid, changed(inFolder.get(change.uid) ?? unchanged, change)));
        break;
      }
      case 'content': {
        const { path, uidValidity, order, seenUpTo, emptiedUpTo } = change;
        const seenOrder = seenUpTo > 0 ? order : 0;
        contents.push({ path: exactText(path), uidValidity, seenUpTo, seenOrder, emptiedUpTo });
        break;
      }
      case 'incoming': {
        const path = exactText(change.path);
        const { stored, unseen } = incoming.get(path) ?? { stored: 0, unseen: 0 };
        incoming.set(path, { stored: stored + 1, unseen: unseen + (change.seen ? 0 : 1) });
        break;
      }
      case 'label':
        // What it comes to at the message's places stands beside it: see label-changes.ts.
        break;
      case 'new_folder':
        created.push({ path: change.path, delimiter: change.delimiter });
        break;
      case 'renamed_folder':
        renamed.push({ from: change.from, to: change.to, delimiter: change.delimiter });
        break;
      case 'deleted_folder':
        deleted.add(exactText(change.path));
        break;
      default:
        assertNever(change);
    }
  }
  return { messages, contents, incoming, created, renamed, deleted };
}

function changed(
  before: PendingMessage,
  { order, change }: PendingChange & { readonly of: 'message' },
): PendingMessage {
  return {
    seen: change.seen ?? before.seen,
    seenOrder: change.seen === undefined ? before.seenOrder : order,
    flagged: change.flagged ?? before.flagged,
    tags: change.tag === undefined ? before.tags : new Map(before.tags).set(change.tag.name.toLowerCase(), change.tag),
    destination: change.destination === undefined ? before.destination : exactText(change.destination),
    deleted: change.deleted ?? before.deleted,
  };
}

/** A message's tags as shown: those that are stored, with what changes of them. */
export function shownTags({ tags }: Pick<PendingMessage, 'tags'>, stored: readonly string[] = []): readonly string[] {
  return [...tags.values()].reduce((shown, { name, on }) => withTag(shown, name, on), stored);
}

/** Whether two changes of a message do the same to its tags. */
export function haveSameTagChanges(one: PendingMessage['tags'], other: PendingMessage['tags']): boolean {
  return one.size === other.size && [...one].every(([key, { on }]) => other.get(key)?.on === on);
}

/** The changes of a folder's messages, by UID. */
export function pendingMessages(
  { messages }: PendingState,
  folder: FolderRow,
): ReadonlyMap<number, PendingMessage> | undefined {
  return folder.uid_validity === null ? undefined : messages.get(placeKey(folder.path, folder.uid_validity));
}

/** The changes of a folder's whole content; null where there are none. */
export function pendingContent({ contents }: PendingState, folder: FolderRow): PendingContent | null {
  const applying = contents.filter(
    ({ path, uidValidity }) =>
      path === folder.path && (folder.uid_validity === null || uidValidity === folder.uid_validity),
  );
  const [first] = applying;
  if (first === undefined) return null;
  return {
    ...first,
    seenUpTo: Math.max(...applying.map(({ seenUpTo }) => seenUpTo)),
    seenOrder: Math.max(...applying.map(({ seenOrder }) => seenOrder)),
    emptiedUpTo: Math.max(...applying.map(({ emptiedUpTo }) => emptiedUpTo)),
  };
}

/** Under another UIDVALIDITY the same UIDs mean other messages (RFC 9051 section 2.3.1.1). */
function placeKey(path: string, uidValidity: number): string {
  return `${uidValidity} ${path}`;
}
