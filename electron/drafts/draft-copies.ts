import type { AccountId } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { DraftCopyState, DraftFile, DraftId } from '../../shared/writing.ts';
import type { Clock } from '../platform/clock.ts';
import type { MailStore } from '../store/mail-store.ts';
import { type CopyResult, copyDraft, removeDraft } from './copy-steps.ts';
import { isEmpty, type StoredDraft } from './draft.ts';
import { type DraftCopy, type DraftCopyStore, isCopied, stampOf, uncopied } from './draft-copy-store.ts';
import type { DraftStore } from './draft-store.ts';
import { type DraftsConnection, draftsFolder } from './drafts-folder.ts';

/** An open account as the copies of its drafts need it. */
interface CopyingAccount {
  readonly store: Pick<MailStore, 'folderByRole' | 'folderNodes' | 'localMessages'>;
  /** Runs work on a connection of the account. Rejects with AppFailure, at once when it cannot connect now. */
  readonly connected: <T>(work: (connection: DraftsConnection, signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** The folders are to be listed again, and this one looked into. */
  readonly changed: (path: string) => void;
}

export interface DraftCopiesOptions {
  readonly drafts: DraftStore;
  readonly copies: DraftCopyStore;
  readonly clock: Clock;
  /** Null while the account is not open. */
  readonly account: (accountId: AccountId) => CopyingAccount | null;
  readonly isPaused: () => boolean;
  /** The draft as a message with this Message-ID. */
  readonly build: (draft: StoredDraft, messageId: string) => Promise<Uint8Array>;
  /** A draft's copy is there, or was changed elsewhere. */
  readonly onChanged: () => void;
  /** A draft of elsewhere that was never changed here is no more there. */
  readonly onGone: (draftId: DraftId) => void;
  readonly onTrouble: (error: AppError) => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** A draft is copied when nothing was changed in it for so long, in milliseconds … */
const quietMs = 5_000;
/** … and while somebody writes without a pause, after so long. */
const longestMs = 60_000;
/** Waits between attempts, in milliseconds. */
const waits = [5_000, 20_000, 60_000, 300_000, 1_800_000];
/** Larger files are sent once, when the composer was closed. */
const largeWhileOpen = 5 * 1024 * 1024;
/** A draft with larger files stays on this computer: each copy would take minutes, and as much of the mailbox again. */
const largest = 25 * 1024 * 1024;

/** What is to be done with a draft's copies, and from when on, milliseconds since the epoch. */
interface Task {
  readonly kind: 'copy' | 'look' | 'remove';
  readonly copy: DraftCopy;
  readonly due: number;
}

/** What decides whether a draft is copied, and when. */
type ListedDraft = Omit<StoredDraft, 'files'>;

/**
 * Keeps a copy of each draft in its account's Drafts folder, one draft of an account at a time, after a pause in writing. The draft in
 * `user.db` is what counts: nothing that happens on the server changes or deletes it.
 */
export class DraftCopies {
  readonly #options: DraftCopiesOptions;
  readonly #running = new Set<AccountId>();
  /** When an account whose server refused, or could not be reached, is tried again; and how often that was. */
  readonly #waiting = new Map<AccountId, { readonly until: number; readonly attempts: number }>();
  readonly #changedSince = new Map<DraftId, number>();
  /** The stamps of drafts as they were last: at each save only one of them is another. */
  readonly #stamps = new WeakMap<readonly DraftFile[], { readonly revision: number; readonly stamp: string }>();
  readonly #closed = new Set<DraftId>();
  readonly #looks = new Set<DraftId>();
  readonly #forgotten = new Set<AccountId>();
  /** Accounts whose server refuses copies, and why. The user was told. */
  readonly #refusals = new Map<AccountId, AppError>();
  #cancelTimer: () => void = () => undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(options: DraftCopiesOptions) {
    this.#options = options;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer();
    await this.#ended;
  }

  /** A draft was made, changed, sent or thrown away. */
  changed(): void {
    this.#scan();
  }

  /** The account can be reached again, or the pause is over. */
  kick(accountId: AccountId | null = null): void {
    if (accountId === null) this.#waiting.clear();
    else this.#waiting.delete(accountId);
    this.#scan();
  }

  /** Its composer was closed: there is nothing to wait for. */
  closed(draftId: DraftId): void {
    this.#closed.add(draftId);
    this.#scan();
  }

  /** The account's Drafts folder changed: copies that are no more there are looked for. */
  folderChanged(accountId: AccountId): void {
    const account = this.#options.account(accountId);
    const { folder } = account === null ? { folder: null } : draftsFolder(account.store);
    if (account === null || folder === null) return;
    for (const { draftId, accountId: of, copies, other } of this.#options.copies.list()) {
      const newest = copies.at(-1);
      if (of !== accountId || other !== null || newest === undefined || newest.uid === null) continue;
      if (newest.uidValidity !== folder.uidValidity) continue;
      // What was appended a moment ago comes into the cache later; then the server is asked once more than need be.
      if (account.store.localMessages(folder.folderId, newest.uid, newest.uid).length === 0) this.#looks.add(draftId);
    }
    this.#scan();
  }

  #scan(): void {
    if (this.#isStopped || this.#options.isPaused()) return;
    this.#cancelTimer();
    const now = this.#options.clock.now();
    let next = Number.POSITIVE_INFINITY;
    for (const task of this.#tasks(now)) {
      const { accountId } = task.copy;
      if (this.#running.has(accountId)) continue;
      const due = Math.max(task.due, this.#waiting.get(accountId)?.until ?? 0);
      if (due <= now && this.#options.account(accountId) !== null) this.#begin(task);
      else if (due > now) next = Math.min(next, due);
    }
    if (next < Number.POSITIVE_INFINITY) this.#cancelTimer = this.#options.clock.after(next - now, () => this.#scan());
  }

  #tasks(now: number): Task[] {
    const { drafts, copies } = this.#options;
    const all = new Map(drafts.list().map((draft) => [draft.id, draft]));
    const known = new Map(copies.list().map((copy) => [copy.draftId, copy]));
    const tasks: Task[] = [];
    for (const copy of known.values()) {
      // Another sender was chosen: the copy goes from the former account, and comes into the new one.
      const isOver = all.get(copy.draftId)?.accountId !== copy.accountId;
      if (isOver) tasks.push({ kind: 'remove', copy, due: 0 });
    }
    const open = drafts.places();
    for (const draft of all.values()) {
      const { id, accountId, outbox } = draft;
      const copy = known.get(id) ?? null;
      if (outbox !== null || (copy !== null && (copy.accountId !== accountId || copy.other !== null))) continue;
      const files = drafts.files(id);
      const stamp = this.#stampOf(draft, files);
      if (isCopied(copy, stamp) || copy?.gone === stamp) {
        this.#changedSince.delete(id);
        this.#closed.delete(id);
        if (copy !== null && this.#looks.has(id)) tasks.push({ kind: 'look', copy, due: 0 });
        continue;
      }
      if (copy === null && !isWorthCopying(draft, files)) continue;
      const due = this.#dueOf(draft, files, open.has(id), now);
      if (due !== null) tasks.push({ kind: 'copy', copy: copy ?? uncopied(id, accountId), due });
    }
    return tasks.toSorted((a, b) => a.due - b.due);
  }

  /** How far the copy of a draft is. @param copy what is known of it; null where it has none */
  state(draft: ListedDraft, copy: DraftCopy | null): DraftCopyState {
    const files = this.#options.drafts.files(draft.id);
    const stamp = this.#stampOf(draft, files);
    if (draft.outbox !== null || (copy !== null && copy.other !== null)) return { kind: 'none' };
    if (copy?.accountId === draft.accountId) {
      if (isCopied(copy, stamp)) return { kind: 'kept', at: copy.copiedAt };
      if (copy.gone === stamp) return { kind: 'none' };
    } else if (!isWorthCopying(draft, files)) return { kind: 'none' };
    if (sizeOf(files) > largest) return { kind: 'too_large' };
    const error = this.#refusals.get(draft.accountId);
    return error === undefined ? { kind: 'due' } : { kind: 'refused', error };
  }

  #stampOf({ revision }: ListedDraft, files: readonly DraftFile[]): string {
    const known = this.#stamps.get(files);
    if (known?.revision === revision) return known.stamp;
    const stamp = stampOf({ revision, files });
    this.#stamps.set(files, { revision, stamp });
    return stamp;
  }

  /** Null: not before it changes, or its composer is closed. */
  #dueOf({ id, changedAt }: ListedDraft, files: readonly DraftFile[], isOpen: boolean, now: number): number | null {
    const size = sizeOf(files);
    if (size > largest) return null;
    if (this.#closed.has(id) && !isOpen) return now;
    if (isOpen && size > largeWhileOpen) return null;
    const since = this.#changedSince.get(id) ?? now;
    this.#changedSince.set(id, since);
    return Math.min(changedAt + quietMs, since + longestMs);
  }

  #begin(task: Task): void {
    const { accountId, draftId } = task.copy;
    this.#running.add(accountId);
    const run = this.#run(task)
      .then((result) => {
        if (result === 'again') return this.#later(accountId, null);
        this.#waiting.delete(accountId);
        this.#refusals.delete(accountId);
        this.#looks.delete(draftId);
        this.#changedSince.delete(draftId);
        if (task.kind !== 'remove') this.#options.onChanged();
      })
      .catch((error: unknown) => this.#later(accountId, error))
      .finally(() => {
        this.#running.delete(accountId);
        this.#scan();
      });
    this.#ended = Promise.all([this.#ended, run]);
  }

  async #run({ kind, copy }: Task): Promise<CopyResult> {
    const { copies, account, drafts, onGone } = this.#options;
    const draft = kind === 'remove' || !drafts.has(copy.draftId) ? null : drafts.get(copy.draftId);
    const open = account(copy.accountId);
    // Before the first LIST nobody knows which folder is for drafts.
    if (open === null || open.store.folderNodes().length === 0) return 'again';
    const result = await open.connected(async (connection, signal) => {
      const steps = { store: open.store, connection, signal, save: (next: DraftCopy) => this.#save(next) };
      if (draft === null) return (await removeDraft(steps, copy)) ? 'copied' : 'again';
      const { content, thread } = draft;
      const build = (messageId: string) => this.#options.build(draft, messageId);
      return await copyDraft(steps, copy, { stamp: stampOf(draft), content, inReplyTo: thread.inReplyTo, build });
    });
    if (draft === null && result === 'copied') copies.remove(copy.draftId);
    const known = copies.get(copy.draftId);
    const path = known?.path ?? copy.path;
    const hasChanged = kind !== 'look' || result !== 'copied';
    if (path !== null && hasChanged) open.changed(path);
    if (known === null) return result;
    if (result === 'copied' && kind === 'copy') this.#save({ ...known, copiedAt: this.#options.clock.now() });
    if (result === 'gone') {
      const isOpen = drafts.places().has(copy.draftId);
      if ((known.foreign || known.thrownAway) && !isOpen) onGone(copy.draftId);
      else this.#save({ ...known, thrownAway: false });
    }
    return result;
  }

  /** The account is gone; its server keeps what it has. */
  forget(accountId: AccountId): void {
    this.#forgotten.add(accountId);
    this.#options.copies.removeAccount(accountId);
  }

  /** The account may have been removed while a command was under way. */
  #save(next: DraftCopy): void {
    if (!this.#forgotten.has(next.accountId)) this.#options.copies.save(next);
  }

  #later(accountId: AccountId, error: unknown): void {
    const { clock, log, onTrouble } = this.#options;
    if (this.#isStopped) return;
    const failure = error instanceof AppFailure ? error.error : null;
    if (error !== null && failure === null) log('error', `Copying a draft to the server failed: ${String(error)}`);
    const attempts = (this.#waiting.get(accountId)?.attempts ?? 0) + 1;
    const isRefused = failure?.code === 'draft_not_copied';
    const wait = isRefused ? waits.at(-1) : waits[Math.min(attempts, waits.length) - 1];
    this.#waiting.set(accountId, { until: clock.now() + (wait ?? 0), attempts });
    if (failure === null || !isRefused) return;
    const isNew = !this.#refusals.has(accountId);
    this.#refusals.set(accountId, failure);
    if (isNew) onTrouble(failure);
    this.#options.onChanged();
  }
}

function sizeOf(files: readonly DraftFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Whether somebody wrote something: an answer that was opened and left as it was is not worth a message on the server. */
function isWorthCopying({ content, start }: ListedDraft, files: readonly DraftFile[]): boolean {
  if (files.some(({ contentId }) => contentId === null)) return true;
  if (start === 'new' || start === 'mailto') return !isEmpty(content);
  return !isEmpty({ ...content, to: [], cc: [], bcc: [], subject: '', quote: null });
}
