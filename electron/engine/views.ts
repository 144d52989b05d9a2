import { randomUUID } from 'node:crypto';
import type { AccountId, FolderId, ListRows, MessageId, ViewId, ViewState } from '../../shared/mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { Changes, ListView } from '../store/mail-store.ts';
import { viewNotFound } from './engine-errors.ts';

/** Changes of a list within this time are reported as one; the first is reported at once. */
const quietMs = 30;

interface OpenView {
  readonly id: ViewId;
  readonly accountId: AccountId;
  readonly view: ListView;
  revision: number;
  /** `waiting`: a report was sent less than `quietMs` ago. `told`: the revision that the window knows. */
  waiting: boolean;
  told: number;
}

/** The open lists of all accounts. Reports when one changes. */
export class Views {
  readonly #clock: Clock;
  readonly #tell: (state: ViewState) => void;
  readonly #views = new Map<ViewId, OpenView>();

  constructor(clock: Clock, tell: (state: ViewState) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  open(accountId: AccountId, view: ListView): ViewState {
    const id = randomUUID() as string as ViewId;
    const open = { id, accountId, view, revision: 1, waiting: false, told: 1 };
    this.#views.set(id, open);
    return stateOf(open);
  }

  /** Throws not_found. @param times of which `notOlder` tells */
  rows(viewId: ViewId, start: number, count: number, times: readonly number[] = []): ListRows {
    const { view, revision } = this.#find(viewId);
    const rows = { revision, total: view.total, rows: count === 0 ? [] : view.rows(start, count) };
    const notOlder = times.length === 0 ? undefined : view.notOlder?.(times);
    return notOlder === undefined ? rows : { ...rows, notOlder };
  }

  /** Throws not_found. */
  ids(viewId: ViewId, start: number, count: number): { revision: number; messageIds: MessageId[] } {
    const { view, revision } = this.#find(viewId);
    return { revision, messageIds: view.ids(start, count) };
  }

  /** Throws not_found. */
  indexOf(viewId: ViewId, messageId: MessageId): number | null {
    return this.#find(viewId).view.indexOf(messageId);
  }

  /** Throws not_found. */
  nextUnread(viewId: ViewId, start: number): number | null {
    return this.#find(viewId).view.nextUnread(start);
  }

  /** Returns the account and folder of the list; null when it was not open, or is no folder's. */
  close(viewId: ViewId): { readonly accountId: AccountId; readonly folderId: FolderId } | null {
    const open = this.#views.get(viewId);
    this.#views.delete(viewId);
    const folderId = open?.view.folderId ?? null;
    return open === undefined || folderId === null ? null : { accountId: open.accountId, folderId };
  }

  /** The account and the list. Throws not_found. */
  list(viewId: ViewId): { readonly accountId: AccountId; readonly view: ListView } {
    const { accountId, view } = this.#find(viewId);
    return { accountId, view };
  }

  /** The list has other rows than before. */
  listChanged(viewId: ViewId): void {
    const open = this.#views.get(viewId);
    if (open !== undefined) this.#changed(open);
  }

  /** Closes all lists of an account whose store is about to be closed. */
  closeAccount(accountId: AccountId): void {
    for (const open of [...this.#views.values()]) if (open.accountId === accountId) this.#views.delete(open.id);
  }

  changed(accountId: AccountId, changes: Changes): void {
    for (const open of this.#views.values()) {
      const { folderId } = open.view;
      if (open.accountId !== accountId || (folderId !== null && folderId !== changes.folderId)) continue;
      if (open.view.apply(changes)) this.#changed(open);
    }
  }

  #changed(open: OpenView): void {
    open.revision += 1;
    if (!open.waiting) this.#tellNow(open);
  }

  #tellNow(open: OpenView): void {
    open.told = open.revision;
    open.waiting = true;
    this.#tell(stateOf(open));
    this.#clock.after(quietMs, () => {
      open.waiting = false;
      if (this.#views.has(open.id) && open.revision !== open.told) this.#tellNow(open);
    });
  }

  #find(viewId: ViewId): OpenView {
    const open = this.#views.get(viewId);
    if (open === undefined) throw viewNotFound();
    return open;
  }
}

function stateOf({ id, revision, view }: OpenView): ViewState {
  return { viewId: id, revision, total: view.total };
}
