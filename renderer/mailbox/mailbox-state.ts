import { create } from 'zustand';
import type {
  AccountId,
  Folder,
  FolderId,
  ListOrder,
  MessageRow,
  ParkedOperation,
  ThreadMessage,
  UndoId,
  ViewId,
  ViewState,
} from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { TransferProgress } from '../../shared/transfers.ts';
import { type FolderLists, folderOf } from './folders/folder-tree.ts';
import { type RowsReply, revisionAnnounced, rowsReceived } from './list/list-windows.ts';
import { keyOf, keyOver, type MessagePlace, placeOf, type RowKey } from './list/row-key.ts';
import { emptyList, type ListState, pageRows, rowOf } from './list/rows.ts';
import { noSelection, type Selection, selectionFollowed } from './selection/selection.ts';

/** The lists over all accounts, as the sidebar offers them. */
export const accountsLists = ['inboxes', 'unread', 'starred', 'attachments', 'drafts', 'sent'] as const;
export type AccountsListId = (typeof accountsLists)[number];

/** What any list can be narrowed to. */
export const listFilters = ['unread', 'starred', 'attachments'] as const;
export type ListFilter = (typeof listFilters)[number];

/** What is searched for, and where: in the open folder or list, in all of its account's folders but junk and trash, or in those of all accounts. */
export interface OpenSearch {
  readonly text: string;
  /** What the list is narrowed to besides. */
  readonly filters: readonly ListFilter[];
  readonly scope: SearchScope;
}

export type SearchScope = 'folder' | 'account' | 'everything';

/** What can be opened: a folder, or a list over all accounts. */
export type ListTarget = Pick<Folder, 'accountId' | 'id' | 'path'> | { readonly over: AccountsListId };

/** What is open: a folder, or a list over all accounts. */
export type ListPlace =
  | {
      readonly accountId: AccountId;
      readonly folderId: FolderId;
      /** Finds the folder again when the cache was rebuilt and the folder's id changed. */
      readonly path: string;
      readonly over: null;
    }
  | { readonly accountId: null; readonly folderId: null; readonly path: null; readonly over: AccountsListId };

/** The place of what was opened. */
export function placeOfTarget(target: ListTarget): ListPlace {
  if ('over' in target) return { accountId: null, folderId: null, path: null, over: target.over };
  return { accountId: target.accountId, folderId: target.id, path: target.path, over: null };
}

/** What to open to come to a place again. */
export function targetOf(place: ListPlace): ListTarget {
  return place.over === null
    ? { accountId: place.accountId, id: place.folderId, path: place.path }
    : { over: place.over };
}

/** The place of what is open, without what is listed. */
function placeOfOpen(open: ListPlace): ListPlace {
  return placeOfTarget(targetOf(open));
}

/** Whether two places are the same. Folder ids are unique only within an account. */
export function isSamePlace(one: ListPlace, other: ListPlace): boolean {
  return one.over === other.over && one.accountId === other.accountId && one.folderId === other.folderId;
}

/** The folder or list over accounts whose messages are listed, or that the search was begun in whose results are. */
export type OpenList = ListPlace & {
  /** Grows with each opening. An answer that belongs to an earlier opening is dropped. */
  readonly run: number;
  /** Null: the folder or list itself is shown. */
  readonly search: OpenSearch | null;
  readonly view:
    | {
        readonly kind: 'opening' /** News of views that came before the answer. */;
        readonly early: readonly ViewState[];
      }
    | { readonly kind: 'ready'; readonly viewId: ViewId }
    | { readonly kind: 'failed'; readonly error: AppError };
  readonly list: ListState;
  readonly selection: Selection;
  /** Whether each row is a conversation. */
  readonly byThread: boolean;
  readonly order: ListOrder;
  /** The message that was shown again after a restart: it counts as read only when the user goes to it. */
  readonly restored: RowKey | null;
};

/** Where a list is opened: at its top, or where it was left. */
export interface OpeningPlace {
  /** The first visible row. */
  readonly first: number;
  readonly messageId: RowKey | null;
  /** Whether each row is a conversation; not where it is left out. */
  readonly byThread?: boolean;
  /** The newest first where it is left out. */
  readonly order?: ListOrder;
}

/** Messages of a list: what an action is about. */
export interface Messages {
  /** The list that they were chosen in. */
  readonly place: ListPlace;
  /** Their rows, in the list's order. */
  readonly keys: readonly RowKey[];
  /** Whether they are rows of conversations: then all is meant that these have in the folder. */
  readonly byThread?: boolean;
}

/** How an action of one account is undone. */
export interface UndoStep {
  readonly accountId: AccountId;
  readonly undoId: UndoId;
}

/** What can be undone in one go: an action, with quick repetitions of it. */
export interface UndoOffer extends Messages {
  /** One for each call that the action took, the first call first. */
  readonly steps: readonly UndoStep[];
  /** What was done, and to which folder: repetitions have the same. */
  readonly like: string;
  /** "3 messages archived", for a number of messages. */
  readonly words: (count: number) => string;
  readonly count: number;
  /** Whether the bar offers it; small changes are undone by the key alone. */
  readonly shown: boolean;
}

/** What the bar at the bottom of the window says. */
interface UndoBarState {
  readonly text: string;
  /** Whether there is something to undo. */
  readonly canUndo: boolean;
}

/** A question over the mailbox. */
export type MailboxDialog =
  | ({ readonly kind: 'delete_forever' | 'move' | 'copy' | 'tag' } & Messages)
  | { readonly kind: 'empty_folder' | 'rename_folder' | 'delete_folder'; readonly folder: Folder }
  | { readonly kind: 'new_folder'; readonly accountId: AccountId; readonly parent: Folder | null };

/** The message that the reader is open for. */
export interface ReadingPlace extends MessagePlace {
  /** The row that it is shown for, by the key which that had when the cursor was put on it. */
  readonly row?: RowKey | undefined;
}

export interface MailboxState {
  readonly lists: FolderLists;
  readonly open: OpenList | null;
  /** Keys of the folders that are closed in the sidebar. */
  readonly collapsed: ReadonlySet<string>;
  /** The message that the reader is open for; follows the selection. */
  readonly reading: ReadingPlace | null;
  /** The message of its conversation that was chosen in the reader: what is done is done to it alone, until the list is used again. */
  readonly beside: { readonly accountId: AccountId; readonly message: ThreadMessage } | null;
  /** The reader takes the list's place, and only when it is asked for: below 900 px, or because the user wants it so. */
  readonly narrow: boolean;
  readonly readerOpen: boolean;
  /** Text for screen readers; `count` distinguishes two announcements with the same text. */
  readonly announcement: { readonly text: string; readonly count: number };
  /** The last action that main refused. */
  readonly refused: AppError | null;
  /** What can be undone, the last action last. */
  readonly undo: readonly (UndoOffer & {
    /** When it was done last, milliseconds since the epoch. */
    readonly at: number;
  })[];
  readonly undoBar: UndoBarState | null;
  readonly dialog: MailboxDialog | null;
  /** Messages under the pointer, on their way to a folder. */
  readonly drag: Messages | null;
  readonly parked: { readonly accountId: AccountId; readonly operations: readonly ParkedOperation[] } | null;
  /** Messages on their way into folders of other accounts. */
  readonly transfers: readonly TransferProgress[];
}

export const initialMailbox: MailboxState = {
  lists: new Map(),
  open: null,
  collapsed: new Set(),
  reading: null,
  beside: null,
  narrow: false,
  readerOpen: false,
  announcement: { text: '', count: 0 },
  refused: null,
  undo: [],
  undoBar: null,
  dialog: null,
  drag: null,
  parked: null,
  transfers: [],
};

/** Another folder or list is opened (or the same one again). */
export function folderOpened(
  state: MailboxState,
  target: ListTarget,
  { first = 0, messageId = null, byThread = false, order = 'newest' }: Partial<OpeningPlace> = {},
): MailboxState {
  const run = (state.open?.run ?? 0) + 1;
  const open: OpenList = {
    ...placeOfTarget(target),
    run,
    search: null,
    view: { kind: 'opening', early: [] },
    list: { ...emptyList, first, last: first + emptyList.last },
    selection: noSelection,
    byThread,
    order,
    restored: messageId,
  };
  return { ...state, open, reading: null, beside: null, readerOpen: false, refused: null };
}

/**
 * The results of a search take the place of what was listed, or the folder that of results; the first rows are here already, so that
 * nothing flickers.
 */
export function searchOpened(
  state: MailboxState,
  target: ListTarget,
  search: OpenSearch | null,
  {
    view,
    rows,
    ...look
  }: { readonly view: ViewState; readonly rows: RowsReply } & Pick<OpeningPlace, 'byThread' | 'order'>,
): MailboxState {
  const opened = folderOpened(state, target, look);
  if (opened.open === null) return opened;
  const early = state.open?.view.kind === 'opening' ? state.open.view.early : [];
  const list = [view, ...early.filter(({ viewId }) => viewId === view.viewId)].reduce(
    revisionAnnounced,
    opened.open.list,
  );
  const request = { kind: 'rows', start: 0, count: pageRows, exchange: true, asked: view.revision } as const;
  return {
    ...opened,
    open: {
      ...opened.open,
      search,
      view: { kind: 'ready', viewId: view.viewId },
      list: rowsReceived(list, request, rows),
    },
  };
}

/** Main opened the view that the run asked for. */
export function viewOpened(state: MailboxState, run: number, view: ViewState): MailboxState {
  const { open } = state;
  if (open?.run !== run || open.view.kind !== 'opening') return state;
  const news = [view, ...open.view.early.filter((early) => early.viewId === view.viewId)];
  const list = news.reduce(revisionAnnounced, open.list);
  return { ...state, open: { ...open, view: { kind: 'ready', viewId: view.viewId }, list } };
}

/** Main could not open the view, or main failed to give rows before any were shown. */
export function viewFailed(state: MailboxState, run: number, error: AppError): MailboxState {
  if (state.open?.run !== run) return state;
  return { ...state, open: { ...state.open, view: { kind: 'failed', error } } };
}

/**
 * A view changed. A change of a view that is not open is ignored; before main has answered, changes are kept until the
 * answer comes.
 */
export function viewChanged(state: MailboxState, view: ViewState): MailboxState {
  const { open } = state;
  if (!open) return state;
  if (open.view.kind === 'opening') {
    const early = [...open.view.early.filter((other) => other.viewId !== view.viewId), view];
    return { ...state, open: { ...open, view: { kind: 'opening', early } } };
  }
  if (open.view.kind !== 'ready' || open.view.viewId !== view.viewId) return state;
  return listChanged(state, open.run, (list) => revisionAnnounced(list, view));
}

/** Changes the list of a run; an answer to an earlier run changes nothing. */
export function listChanged(state: MailboxState, run: number, change: (list: ListState) => ListState): MailboxState {
  if (state.open?.run !== run) return state;
  return openChanged(state, run, (open) => {
    const list = change(open.list);
    return list === open.list ? open : { ...open, list };
  });
}

/** Changes the open folder of a run. Messages that are no longer in the list are no longer selected. */
export function openChanged(state: MailboxState, run: number, change: (open: OpenList) => OpenList): MailboxState {
  if (state.open?.run !== run) return state;
  const open = change(state.open);
  if (open === state.open) return state;
  if (open.list.pages === state.open.list.pages) return { ...state, open };
  return { ...state, open: { ...open, selection: selectionFollowed(open.selection, open.list, open.order) } };
}

/** Announces a text to screen readers. */
export function announced(state: MailboxState, text: string): MailboxState {
  return { ...state, announcement: { text, count: state.announcement.count + 1 } };
}

/** The reader has its own place now, or no longer; an open message stays visible. */
export function widthChanged(state: MailboxState, narrow: boolean): MailboxState {
  return state.narrow === narrow ? state : { ...state, narrow, readerOpen: narrow && state.reading !== null };
}

export const useMailbox = create<MailboxState>()(() => initialMailbox);

/** Whether the rows of a list name their accounts: one over accounts, or a search of all of them. */
function isOverAccounts({ over, search }: Pick<OpenList, 'over' | 'search'>): boolean {
  return over !== null || search?.scope === 'everything';
}

/** The key that a message has in a list, whether or not it is there; null in a list of another account. */
export function keyIn(open: OpenList, place: MessagePlace): RowKey | null {
  if (isOverAccounts(open)) return keyOver(place);
  return open.accountId === place.accountId ? place.messageId : null;
}

/** Rows of a list as what an action is about: where one of them is a conversation, or is not loaded, whole conversations. */
export function messagesOf(open: OpenList, keys: readonly RowKey[]): Messages {
  const messages: Messages = { place: placeOfOpen(open), keys };
  if (!open.byThread) return messages;
  const single = new Set(loadedRows(open).flatMap((row) => (row.conversation === undefined ? [keyOf(row)] : [])));
  return keys.every((key) => single.has(key)) ? messages : { ...messages, byThread: true };
}

/** Whether one of the selected rows is known to be a conversation of several messages. */
export function hasConversations(open: OpenList): boolean {
  return loadedRows(open).some((row) => row.conversation !== undefined && open.selection.ids.has(keyOf(row)));
}

function loadedRows({ list }: OpenList): readonly MessageRow[] {
  return [...list.pages.values()].flat();
}

/** Whether the rows of a list are of several folders, so that each says its own. */
export function isOfSeveralFolders(open: OpenList | null): boolean {
  return open !== null && (open.search !== null || open.over !== null);
}

/** Whether the rows of a list of several folders are all of one, or of the accounts' folders of one role. */
export function isOfOneRole({ search, over }: OpenList): boolean {
  if (search !== null && search.scope !== 'folder') return false;
  return over === null || over === 'inboxes' || over === 'drafts' || over === 'sent';
}

/** Where the message is that an action is about: the one that is shown, or the one under the cursor. */
export function folderActedOn(state: MailboxState): Folder | undefined {
  const { beside, lists } = state;
  return beside ? folderOf(lists, beside.accountId, beside.message.folderId) : folderOfCursor(state);
}

/** Where the message under the cursor is: in a list of several folders, the folder of its own. */
export function folderOfCursor(state: MailboxState): Folder | undefined {
  const { open } = state;
  if (!isOfSeveralFolders(open)) return openFolderOf(state);
  const row = open?.list.cursor?.id ? rowOf(open.list, open.list.cursor.id)?.row : undefined;
  return row && folderOfRow(state, row);
}

/** The folder that a row of a list of several folders is in. */
export function folderOfRow(
  { open, lists }: Pick<MailboxState, 'open' | 'lists'>,
  row: MessageRow,
): Folder | undefined {
  const accountId = row.accountId ?? open?.accountId;
  return accountId == null || row.folderId === undefined ? undefined : folderOf(lists, accountId, row.folderId);
}

/** The open folder as main listed it; undefined while it is not known, and where a list over accounts is open. */
export function openFolderOf({ open, lists }: Pick<MailboxState, 'open' | 'lists'>): Folder | undefined {
  return open === null || open.accountId === null ? undefined : folderOf(lists, open.accountId, open.folderId);
}

/** The account of the message under the cursor, else of the open folder. */
export function accountOfCursor({ open }: Pick<MailboxState, 'open'>): AccountId | null {
  const key = open?.list.cursor?.id;
  return (open && key ? placeOf(key, open.accountId)?.accountId : null) ?? open?.accountId ?? null;
}
