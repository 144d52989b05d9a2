import { randomUUID } from 'node:crypto';
import type { AccountId, FirstRows, ListRows, MessageId, OpenedView, ViewId, ViewState } from '../../shared/mail.ts';
import type { Clock } from '../platform/clock.ts';
import { type Changes, concerns, type ListView, rowIn } from '../store/mail-store.ts';
import type { AccountPart, AccountsView, RowPlace } from './accounts-view.ts';
import { viewNotFound } from './engine-errors.ts';

/** Changes of a list within this time are reported as one; the first is reported at once. */
const quietMs = 30;
/**
 * While many messages are stored one after the other, the reports of a list come less and less often, until this much time lies between them:
 * the window draws its rows anew for each, and would have time for little else.
 */
const longestQuietMs = 240;
/** A change that adds so many messages and does nothing else is one of many. */
const manyAdded = 10;

/** What a list shows: rows of one account, or of several. */
type Shown =
  | { readonly accountId: AccountId; readonly view: ListView }
  | { readonly accountId: null; readonly view: AccountsView };

type OpenView = Shown & {
  readonly id: ViewId;
  revision: number;
  /** `waiting`: a report was sent a short while ago. `told`: the revision that the window knows. */
  waiting: boolean;
  told: number;
  /** When that report was sent, by the monotonic clock, and how long the next one waits where all that changed since can wait. */
  toldAt: number;
  restMs: number;
  canWait: boolean;
  /** The newest message that changed since then; `any` where that is not known. */
  newest: MessageId | 'any' | null;
};

/** The open lists of all accounts. Reports when one changes. */
export class Views {
  readonly #clock: Clock;
  readonly #tell: (state: ViewState) => void;
  readonly #opened: (accountId: AccountId) => void;
  readonly #views = new Map<ViewId, OpenView>();

  /** @param opened a list of this account, or over accounts with this one, was opened */
  constructor(clock: Clock, tell: (state: ViewState) => void, opened: (accountId: AccountId) => void) {
    this.#clock = clock;
    this.#tell = tell;
    this.#opened = opened;
  }

  open(accountId: AccountId, view: ListView, first?: FirstRows): OpenedView {
    return this.#open({ accountId, view }, first);
  }

  /** Opens a list over accounts. */
  openAccounts(view: AccountsView, first?: FirstRows): OpenedView {
    return this.#open({ accountId: null, view }, first);
  }

  #open(shown: Shown, first?: FirstRows): OpenedView {
    const id = randomUUID() as string as ViewId;
    const report = { waiting: false, told: 1, toldAt: 0, restMs: quietMs, canWait: true, newest: null };
    const open: OpenView = { ...shown, id, revision: 1, ...report };
    this.#views.set(id, open);
    for (const { accountId } of partsOf(open)) this.#opened(accountId);
    return { ...stateOf(open), ...(first && { first: this.rows(id, 0, first.count, first.times) }) };
  }

  /** Throws not_found. @param times of which `notOlder` tells */
  rows(viewId: ViewId, start: number, count: number, times: readonly number[] = []): ListRows {
    const { view, revision } = this.#find(viewId);
    const rows = { revision, total: view.total, rows: count === 0 ? [] : view.rows(start, count) };
    const notOlder = times.length === 0 ? undefined : view.notOlder?.(times);
    return notOlder === undefined ? rows : { ...rows, notOlder };
  }

  /** Throws not_found. */
  ids(
    viewId: ViewId,
    start: number,
    count: number,
  ): { revision: number; messageIds: MessageId[]; accountIds?: AccountId[] } {
    const open = this.#find(viewId);
    const { revision } = open;
    if (open.accountId !== null) return { revision, messageIds: open.view.ids(start, count) };
    const places = open.view.places(start, count);
    return {
      revision,
      messageIds: places.map(({ messageId }) => messageId),
      accountIds: places.map(({ accountId }) => accountId),
    };
  }

  /** @param accountId of the row, in a list over accounts. Throws not_found. */
  indexOf(viewId: ViewId, { accountId, messageId }: Partial<RowPlace> & Pick<RowPlace, 'messageId'>): FoundRow {
    const open = this.#find(viewId);
    if (open.accountId !== null) return found(messageId, open.view.indexOf(messageId), rowIn(open.view, messageId));
    if (accountId === undefined) return { index: null };
    const place = { accountId, messageId };
    return found(messageId, open.view.indexOf(place), open.view.rowOf(place));
  }

  /** The messages of these that have no row in a list of one account. Throws not_found. */
  absent(viewId: ViewId, messageIds: readonly MessageId[]): MessageId[] {
    const open = this.#find(viewId);
    if (open.accountId === null) return [];
    const { view } = open;
    return messageIds.filter((id) => view.indexOf(id) === null);
  }

  /** Throws not_found. */
  nextUnread(viewId: ViewId, start: number): number | null {
    return this.#find(viewId).view.nextUnread(start);
  }

  /** As ListView.reachFurther, of the account's part in all lists that are open. */
  reachFurther(accountId: AccountId): boolean {
    const parts = [...this.#views.values()].flatMap(partsOf).filter((part) => part.accountId === accountId);
    return parts.some(({ view }) => view.reachFurther?.() === true);
  }

  /** Returns what the list consisted of; nothing when it was not open. */
  close(viewId: ViewId): readonly AccountPart[] {
    const open = this.#views.get(viewId);
    this.#views.delete(viewId);
    return open === undefined ? [] : partsOf(open);
  }

  /** What the list consists of, for each account. Throws not_found. */
  parts(viewId: ViewId): readonly AccountPart[] {
    return partsOf(this.#find(viewId));
  }

  /** The list has other rows than before. */
  listChanged(viewId: ViewId): void {
    const open = this.#views.get(viewId);
    if (open !== undefined) this.#changed(open);
  }

  /** Closes all lists of an account whose store is about to be closed, and takes it out of those over accounts. */
  closeAccount(accountId: AccountId): void {
    for (const open of [...this.#views.values()]) {
      if (open.accountId === accountId) this.#views.delete(open.id);
      else if (open.accountId === null && open.view.leave(accountId)) this.#changed(open);
    }
  }

  /** An account was opened, or its folders changed: lists over accounts, and searches of all its folders, show what it has now. */
  refreshAccount(accountId: AccountId): void {
    for (const open of this.#views.values()) {
      const isChanged =
        open.accountId === null
          ? open.view.refresh(accountId)
          : open.accountId === accountId && open.view.followFolders?.() === true;
      if (isChanged) this.#changed(open);
    }
  }

  changed(accountId: AccountId, changes: Changes): void {
    for (const open of this.#views.values()) {
      if (open.accountId === null) {
        if (open.view.apply(accountId, changes)) this.#changed(open, 'any', isOneOfMany(changes));
        continue;
      }
      const { folderId } = open.view;
      if (open.accountId !== accountId || (folderId !== null && !concerns(folderId, changes))) continue;
      if (open.view.apply(changes)) this.#changed(open, newestOf(open.view, changes), isOneOfMany(changes));
    }
  }

  #changed(open: OpenView, newest: MessageId | 'any' = 'any', canWait = false): void {
    open.revision += 1;
    open.newest = open.newest === 'any' || newest === 'any' ? 'any' : newerOf(open.newest, newest);
    open.canWait &&= canWait;
    if (!open.waiting) this.#tellNow(open);
  }

  #tellNow(open: OpenView): void {
    const { told, newest } = open;
    // Only what waited already, and can wait, waits longer the next time.
    open.restMs = open.canWait && open.waiting ? Math.min(open.restMs * 2, longestQuietMs) : quietMs;
    open.told = open.revision;
    open.toldAt = this.#clock.monotonic();
    open.newest = null;
    open.canWait = true;
    open.waiting = true;
    const state = stateOf(open);
    this.#tell(newest === null || newest === 'any' ? state : { ...state, changed: { since: told, newest } });
    this.#tellAgain(open);
  }

  /** Tells of what changes from now on, but not at once. */
  #tellAgain(open: OpenView): void {
    this.#clock.after(quietMs, () => {
      const isNews = this.#views.has(open.id) && open.revision !== open.told;
      if (!isNews) open.waiting = false;
      else if (open.canWait && this.#clock.monotonic() - open.toldAt < open.restMs) this.#tellAgain(open);
      else this.#tellNow(open);
    });
  }

  #find(viewId: ViewId): OpenView {
    const open = this.#views.get(viewId);
    if (open === undefined) throw viewNotFound();
    return open;
  }
}

function partsOf(open: OpenView): readonly AccountPart[] {
  if (open.accountId === null) return open.view.parts;
  return [{ accountId: open.accountId, view: open.view, folderId: open.view.folderId }];
}

/** Where a message's row is, and which, where that is another message's. */
interface FoundRow {
  readonly index: number | null;
  readonly messageId?: MessageId;
}

function found(asked: MessageId, index: number | null, row: MessageId | null): FoundRow {
  return index === null || row === null || row === asked ? { index } : { index, messageId: row };
}

/** Whether a change is one of many as messages are downloaded, or join conversations later on. What the user did is not. */
function isOneOfMany({ added, removed, updated, rebuilt, elsewhere, threads }: Changes): boolean {
  if (rebuilt === true || elsewhere !== undefined || removed.length + updated.length > 0) return false;
  return added.length >= manyAdded || (added.length === 0 && threads !== undefined);
}

/** The newest message of a change, where the list is a folder's, in the order of its messages' ids. */
function newestOf(view: ListView, changes: Changes): MessageId | 'any' {
  const rows = view.byThread && view.folderId !== null ? changes.threads?.get(view.folderId) : changes;
  if (rows === undefined || rows.rebuilt === true || view.notOlder === undefined) return 'any';
  const { added, removed, updated } = rows;
  let newest: MessageId | null = null;
  for (const ids of [added, removed, updated]) for (const id of ids) newest = newerOf(newest, id);
  return newest ?? 'any';
}

function newerOf(one: MessageId | null, other: MessageId): MessageId {
  return one !== null && one > other ? one : other;
}

function stateOf({ id, revision, view }: OpenView): ViewState {
  return { viewId: id, revision, total: view.total };
}
