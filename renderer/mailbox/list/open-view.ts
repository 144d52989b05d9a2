import {
  type FirstRows,
  isByTime,
  type ListOrder,
  type ListRows,
  type OpenedView,
  type ViewId,
} from '../../../shared/mail.ts';
import { type AppError, type Reply, success } from '../../../shared/reply.ts';
import { call } from '../../bridge.ts';
import { showDraftList } from '../../compose/composers.ts';
import { usePreferencesStore } from '../../stores/preferences.ts';
import { folderOf } from '../folders/folder-tree.ts';
import {
  folderOpened,
  type ListTarget,
  listChanged,
  type OpeningPlace,
  type OpenList,
  type OpenSearch,
  openChanged,
  searchOpened,
  targetOf,
  useMailbox,
  viewFailed,
  viewOpened,
} from '../mailbox-state.ts';
import { cursorMoved, settled } from '../selection/cursor.ts';
import { selectionWithout } from '../selection/selection.ts';
import { accountsView, isFound } from './accounts-lists.ts';
import { dateTimes } from './date-groups.ts';
import { searchText } from './filters.ts';
import { keepOrder, orderOf } from './list-order.ts';
import { type ListRequest, nextRequest, placeFound, type RowsReply, rangeShown, rowsReceived } from './list-windows.ts';
import { askedBy, keyBeside, type RowKey } from './row-key.ts';
import { type ListState, pageRows, rowOf } from './rows.ts';

/**
 * Opens a folder, or a list over accounts; the list fills as soon as main has rows. The folder that was open before is closed afterwards, so
 * that the new one does not wait for that.
 * @param place the place where the user left the folder, or a message to go to
 */
export async function openFolder(target: ListTarget, place?: OpeningPlace): Promise<void> {
  const before = useMailbox.getState().open;
  showDraftList(null);
  useMailbox.setState((state) => folderOpened(state, target, { ...place, ...lookOf(target) }));
  const run = useMailbox.getState().open?.run ?? 0;
  const opened = askForView(target, null);
  if (before) closeView(before);
  const reply = await opened;
  if (!reply.ok) {
    useMailbox.setState((state) => viewFailed(state, run, reply.error));
    return;
  }
  if (useMailbox.getState().open?.run !== run) {
    await call('mail.closeView', { viewId: reply.value.viewId });
    return;
  }
  useMailbox.setState((state) => viewOpened(state, run, reply.value));
  void fillList();
  if (place?.messageId) await findMessage(place.messageId, 'once');
}

/**
 * Lists the results of a search in the place of a folder, or the folder again in the place of results: at once with its first rows, so
 * that nothing flickers while somebody types.
 * @param search null: the folder itself
 * @param isCurrent whether it is still what the user looks for, when the answer comes
 */
export async function openSearch(
  target: ListTarget,
  search: OpenSearch | null,
  isCurrent: () => boolean,
): Promise<void> {
  const times = dateTimes();
  const view = await askForView(target, search, { count: pageRows, times });
  if (!view.ok) {
    if (isCurrent()) useMailbox.setState({ refused: view.error });
    return;
  }
  const { viewId, first } = view.value;
  const rows =
    first !== undefined ? success(rowsReply(first, times)) : isCurrent() ? await askRows(viewId, 0, pageRows) : null;
  if (!rows?.ok || !isCurrent()) {
    await call('mail.closeView', { viewId });
    return;
  }
  const before = useMailbox.getState().open;
  showDraftList(null);
  const look = search === null ? lookOf(target) : {};
  useMailbox.setState((state) => searchOpened(state, target, search, { view: view.value, rows: rows.value, ...look }));
  if (before) closeView(before);
  void fillList();
}

/** Asks main for a list. @param search null: all of the folder, or list, itself @param first the rows that are to come with it */
function askForView(target: ListTarget, search: OpenSearch | null, first?: FirstRows): Promise<Reply<OpenedView>> {
  const text = search === null ? '' : searchText(search);
  const { byThread, order } = lookOf(target);
  if (search?.scope === 'everything')
    return call('mail.openAccounts', { source: 'everything', text, ...(first && { first }) });
  const isByThread = search === null && byThread;
  if ('over' in target)
    return call('mail.openAccounts', {
      ...accountsView(target.over, text),
      ...(isByThread && { byThread: true }),
      ...(first && { first }),
    });
  const { accountId, id } = target;
  if (search === null)
    return call('mail.openView', {
      accountId,
      folderId: id,
      ...(byThread && { byThread }),
      ...(order !== 'newest' && { order }),
      ...(first && { first }),
    });
  return call('mail.openSearch', {
    accountId,
    folderId: search.scope === 'folder' ? id : null,
    text,
    ...(first && { first }),
  });
}

/**
 * How a list is opened that is no search: in the folder's order, and with a row for each conversation as the user wants it, but not among drafts,
 * nor where messages are looked for one by one.
 */
function lookOf(target: ListTarget): { readonly byThread: boolean; readonly order: ListOrder } {
  const order = orderOf(target);
  const isPossible =
    'over' in target
      ? !isFound(target.over) && target.over !== 'drafts'
      : folderOf(useMailbox.getState().lists, target.accountId, target.id)?.role !== 'drafts';
  const { conversations } = usePreferencesStore.getState().preferences;
  return { byThread: conversations && isPossible && isByTime(order), order };
}

/** Sorts the open folder's list otherwise, from now on. */
export function chooseOrder(order: ListOrder): void {
  const { open } = useMailbox.getState();
  if (!open) return;
  keepOrder(targetOf(open), order);
  reopenFolder();
}

function closeView(open: OpenList): void {
  if (open.view.kind === 'ready') void call('mail.closeView', { viewId: open.view.viewId });
}

/** Closes the open folder, for example because its account was removed. */
export function closeFolder(): void {
  const { open } = useMailbox.getState();
  if (open) closeView(open);
  useMailbox.setState({ open: null, reading: null, readerOpen: false });
}

/** Opens the folder again: main no longer knows its view, or could not open it. */
export function reopenFolder(): void {
  const { open } = useMailbox.getState();
  if (!open) return;
  const target = targetOf(open);
  if (open.search) void openSearch(target, open.search, () => useMailbox.getState().open?.run === open.run);
  else void openFolder(target);
}

/** Changes the open folder, then fetches the rows that its list lacks. */
export function changeOpen(change: (open: OpenList) => OpenList): void {
  const { open } = useMailbox.getState();
  if (!open) return;
  useMailbox.setState((state) => openChanged(state, open.run, change));
  void fillList();
}

/** Changes the list of the open folder, then fetches the rows that it lacks. */
export function changeList(change: (list: ListState) => ListState): void {
  const { open } = useMailbox.getState();
  if (!open) return;
  useMailbox.setState((state) => listChanged(state, open.run, change));
  void fillList();
}

/** The list shows rows `first` to `last` now. */
export function showRange(first: number, last: number): void {
  changeList((list) => rangeShown(list, first, last));
}

/** The run whose list is being filled: one request at a time, always for what is visible at that moment. */
let filling: number | null = null;

/** Asks main for what the list lacks, one request after the other, until it lacks nothing. */
export async function fillList(): Promise<void> {
  const { open } = useMailbox.getState();
  if (open?.view.kind !== 'ready' || filling === open.run) return;
  const { run } = open;
  const { viewId } = open.view;
  let request = nextRequest(open.list);
  while (request) {
    filling = run;
    const error = await carryOut(request, run, viewId);
    const now = useMailbox.getState().open;
    // Reset in the same step in which nothing is lacking: a change after this starts the filling again.
    if (filling === run) filling = null;
    if (error) rowsFailed(run, error);
    request = error || now?.run !== run ? null : nextRequest(now.list);
  }
}

/** Rows, and where the days and months begin that are told apart today. */
async function askRows(viewId: ViewId, start: number, count: number): Promise<Reply<RowsReply>> {
  const times = dateTimes();
  const reply = await call('mail.rows', { viewId, start, count, times });
  return reply.ok ? success(rowsReply(reply.value, times)) : reply;
}

function rowsReply({ notOlder, ...rows }: ListRows, times: readonly number[]): RowsReply {
  return notOlder === undefined ? rows : { ...rows, dates: { times, notOlder } };
}

async function carryOut(request: ListRequest, run: number, viewId: ViewId): Promise<AppError | null> {
  if (request.kind === 'rows') {
    const reply = await askRows(viewId, request.start, request.count);
    if (!reply.ok) return reply.error;
    useMailbox.setState((state) => listChanged(state, run, (list) => rowsReceived(list, request, reply.value)));
    if (request.exchange) void giveUpAbsent(run, viewId);
  } else {
    const reply = await call('mail.indexOf', { viewId, ...askedBy(request.key) });
    if (!reply.ok) return reply.error;
    const { index, messageId } = reply.value;
    const key = messageId === undefined ? request.key : keyBeside(request.key, messageId);
    useMailbox.setState((state) => listChanged(state, run, (list) => placeFound(list, request, index, key)));
  }
  return null;
}

/** The most messages that are asked about in one call. */
const askedAtOnce = 1_000;

/** In a list that is not in the order of time, main is asked which of the selected messages are gone from it. */
async function giveUpAbsent(run: number, viewId: ViewId): Promise<void> {
  const { open } = useMailbox.getState();
  if (open?.run !== run || isByTime(open.order)) return;
  const away = [...open.selection.ids].filter((key) => typeof key === 'number' && rowOf(open.list, key) === null);
  for (let start = 0; start < away.length; start += askedAtOnce) {
    const messageIds = away.slice(start, start + askedAtOnce).map((key) => askedBy(key).messageId);
    const reply = await call('mail.absent', { viewId, messageIds });
    if (!reply.ok || useMailbox.getState().open?.run !== run) return;
    const gone = reply.value.messageIds;
    if (gone.length > 0) changeOpen((now) => ({ ...now, selection: selectionWithout(now.selection, gone) }));
  }
}

/**
 * Handles a failed request for rows: the shown rows stay. A view that main no longer knows (its engine was restarted)
 * is opened again.
 */
function rowsFailed(run: number, error: AppError): void {
  const { open } = useMailbox.getState();
  if (open?.run !== run) return;
  if (open.list.revision < 0) useMailbox.setState((state) => viewFailed(state, run, error));
  else if (error.code === 'not_found') reopenFolder();
}

let stopWaiting = (): void => {};

/**
 * Puts the cursor on a message of the open folder, wherever it is in the list.
 * @param patience `once`: it is there now or not at all; `until_there`: it may come with the next change, unless the cursor is moved meanwhile
 * @returns whether it is there now
 */
export async function findMessage(key: RowKey, patience: 'once' | 'until_there'): Promise<boolean> {
  stopWaiting();
  const before = useMailbox.getState().open;
  if (before?.view.kind !== 'ready') return false;
  const reply = await call('mail.indexOf', { viewId: before.view.viewId, ...askedBy(key) });
  const now = useMailbox.getState().open;
  if (!now || now.run !== before.run || now.list.reveal !== before.list.reveal) return false;
  const { index = null, messageId } = reply.ok ? reply.value : {};
  if (index !== null) {
    const id = messageId === undefined ? key : keyBeside(key, messageId);
    changeOpen((open) => {
      // The loaded rows may be older than the answer: the cursor is set by id, and is looked for again with the next
      // rows.
      const moved = cursorMoved({ ...open.list, total: Math.max(open.list.total, index + 1) }, index);
      return { ...open, list: settled({ ...moved, cursor: { index, id } }, false) };
    });
    return true;
  }
  if (patience === 'once' || !(await nextRevision(now))) return false;
  const later = useMailbox.getState().open;
  return later?.run === now.run && later.list.reveal === now.list.reveal ? findMessage(key, 'once') : false;
}

/**
 * Resolves with true when the rows of an open folder were exchanged; with false when the folder was left or another
 * call waits instead.
 */
function nextRevision({ run, list }: OpenList): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (came: boolean): void => {
      unsubscribe();
      stopWaiting = () => {};
      resolve(came);
    };
    const unsubscribe = useMailbox.subscribe(({ open }) => {
      if (open?.run !== run) end(false);
      else if (open.list.revision !== list.revision) end(true);
    });
    stopWaiting = () => end(false);
  });
}
