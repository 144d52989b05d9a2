import type { OperationId } from '../../shared/mail.ts';
import { assertNever } from '../../shared/reply.ts';
import type { Rename } from '../mail/folder-path.ts';
import { exactText } from '../mail/stored-text.ts';
import type { FolderToCreate } from '../store/folder-moves.ts';
import type { FolderRow } from '../store/folder-table.ts';
import type { MessageAction, QueuedOperation } from './operation-queue.ts';

/** What the pending operations on one message come to. */
export interface Wish {
  readonly seen: boolean | null;
  /** The operation that says so. */
  readonly seenBy: number;
  readonly flagged: boolean | null;
  /** In exactText form. */
  readonly destination: string | null;
  readonly deleted: boolean;
}

/** What the pending operations on all of a folder's messages come to: up to which UIDs. */
export interface ContentWish {
  readonly path: string;
  readonly uidValidity: number;
  readonly seenUpTo: number;
  readonly seenBy: number;
  readonly emptiedUpTo: number;
}

/** What all pending operations of an account come to. Parked ones are not carried out, so not among them. */
export interface Wishes {
  readonly messages: ReadonlyMap<string, ReadonlyMap<number, Wish>>;
  readonly contents: readonly ContentWish[];
  readonly created: readonly FolderToCreate[];
  readonly renamed: readonly Rename[];
  /** Paths in exactText form. */
  readonly deleted: ReadonlySet<string>;
}

const noWish: Wish = { seen: null, seenBy: 0, flagged: null, destination: null, deleted: false };

export const noWishes: Wishes = {
  messages: new Map(),
  contents: [],
  created: [],
  renamed: [],
  deleted: new Set(),
};

/** What operations come to, in the order they were asked for. */
export function wishesOf(operations: readonly QueuedOperation[]): Wishes {
  const messages = new Map<string, Map<number, Wish>>();
  const contents: ContentWish[] = [];
  const created: FolderToCreate[] = [];
  const renamed: Rename[] = [];
  const deleted = new Set<string>();
  for (const { id, state, folderPath, uidValidity, uid, action } of operations) {
    if (state === 'parked') continue;
    const path = exactText(folderPath);
    switch (action.kind) {
      case 'set_seen':
      case 'set_flagged':
      case 'move':
      case 'delete': {
        const key = placeKey(path, uidValidity);
        const wishes = messages.get(key) ?? new Map<number, Wish>();
        messages.set(key, wishes.set(uid, wishAfter(wishes.get(uid) ?? noWish, id, action)));
        break;
      }
      case 'set_folder_seen':
        contents.push({ path, uidValidity, seenUpTo: action.highestUid, seenBy: id, emptiedUpTo: 0 });
        break;
      case 'empty_folder':
        contents.push({ path, uidValidity, seenUpTo: 0, seenBy: 0, emptiedUpTo: action.highestUid });
        break;
      case 'create_folder':
        created.push({ path: folderPath, delimiter: action.delimiter });
        break;
      case 'rename_folder':
        renamed.push({ from: folderPath, to: action.newPath, delimiter: action.delimiter });
        break;
      case 'delete_folder':
        deleted.add(path);
        break;
      default:
        assertNever(action);
    }
  }
  return { messages, contents, created, renamed, deleted };
}

function wishAfter(before: Wish, id: OperationId, action: MessageAction): Wish {
  switch (action.kind) {
    case 'set_seen':
      return { ...before, seen: action.seen, seenBy: id };
    case 'set_flagged':
      return { ...before, flagged: action.flagged };
    case 'move':
      return { ...before, destination: exactText(action.destination) };
    case 'delete':
      return { ...before, deleted: true };
    default:
      return assertNever(action);
  }
}

/** The wishes on a folder's messages, by UID. */
export function wishesOn({ messages }: Wishes, folder: FolderRow): ReadonlyMap<number, Wish> | undefined {
  return folder.uid_validity === null ? undefined : messages.get(placeKey(folder.path, folder.uid_validity));
}

/** What is wished for all of a folder's messages; null where nothing is. */
export function contentOf({ contents }: Wishes, folder: FolderRow): ContentWish | null {
  const applying = contents.filter(
    ({ path, uidValidity }) =>
      path === folder.path && (folder.uid_validity === null || uidValidity === folder.uid_validity),
  );
  const [first] = applying;
  if (first === undefined) return null;
  return {
    ...first,
    seenUpTo: Math.max(...applying.map(({ seenUpTo }) => seenUpTo)),
    seenBy: Math.max(...applying.map(({ seenBy }) => seenBy)),
    emptiedUpTo: Math.max(...applying.map(({ emptiedUpTo }) => emptiedUpTo)),
  };
}

/** Operations are identified by (folder, UIDVALIDITY, UID): under another UIDVALIDITY they mean other messages. */
function placeKey(path: string, uidValidity: number): string {
  return `${uidValidity} ${path}`;
}
