import { randomUUID } from 'node:crypto';
import type { AccountId, FolderId, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { Draft, DraftContent, DraftCopyState, DraftId } from '../../shared/writing.ts';
import { draftChanged, type StoredDraft } from '../drafts/draft.ts';
import { DraftCopies } from '../drafts/draft-copies.ts';
import {
  type DraftCopy,
  DraftCopyStore,
  isCopied,
  type ServerCopy,
  stampOf,
  uncopied,
} from '../drafts/draft-copy-store.ts';
import type { DraftFiles } from '../drafts/draft-files.ts';
import { draftMessage } from '../drafts/draft-message.ts';
import type { DraftStore } from '../drafts/draft-store.ts';
import { type DraftsConnection, draftsFolder, keyOfCopy } from '../drafts/drafts-folder.ts';
import { messageNotFound } from '../mail/not-found.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../store/database.ts';
import type { AccountRuntime } from './account-runtime.ts';
import { copyParts } from './draft-parts.ts';
import { draftIn, messageOf, readDraftMessage } from './server-draft.ts';

export interface ServerDraftsOptions {
  readonly database: Database;
  readonly drafts: DraftStore;
  readonly files: DraftFiles;
  readonly clock: Clock;
  readonly accounts: ReadonlyMap<AccountId, AccountRuntime>;
  /** Throws not_found where the account is not open. */
  readonly account: (accountId: AccountId) => AccountRuntime;
  readonly isPaused: () => boolean;
  readonly onChanged: () => void;
  readonly onTrouble: (error: AppError) => void;
  readonly log: (level: 'warn' | 'error', text: string) => void;
}

/** What the list of drafts says of a draft's messages on the server. */
export interface ServerSide {
  readonly copy: DraftCopyState;
  readonly inFolder: boolean;
  readonly conflict: boolean;
}

/** Drafts as the server's Drafts folders have them: the copies of our own, those of other programs, and the conflicts between both. */
export class ServerDrafts {
  readonly #options: ServerDraftsOptions;
  readonly #store: DraftCopyStore;
  readonly #copies: DraftCopies;
  readonly #adopting = new Set<DraftId>();
  /** The versions from elsewhere whose folder was asked for. */
  readonly #fetched = new Set<string | null>();

  constructor(options: ServerDraftsOptions) {
    this.#options = options;
    const { database, drafts, files, clock, isPaused, onChanged, onTrouble, log } = options;
    this.#store = new DraftCopyStore(database);
    this.#copies = new DraftCopies({
      drafts,
      copies: this.#store,
      clock,
      account: (accountId) => this.#copyingAccount(accountId),
      isPaused,
      build: (draft, messageId) => draftMessage(draft, messageId, files),
      onChanged,
      onGone: (draftId) => this.#remove(draftId),
      onTrouble,
      log,
    });
  }

  async stop(): Promise<void> {
    await this.#copies.stop();
  }

  /** A draft was made, changed, sent or thrown away. */
  changed(): void {
    this.#adoptNewer();
    this.#copies.changed();
  }

  /** A draft's composer was closed. */
  closed(draftId: DraftId): void {
    this.#copies.closed(draftId);
  }

  /** The account can be reached again (null: all accounts), or the pause is over. */
  kick(accountId: AccountId | null = null): void {
    this.#copies.kick(accountId);
  }

  /** The account is gone; its server keeps what it has. */
  forget(accountId: AccountId): void {
    this.#copies.forget(accountId);
  }

  /** Messages of a folder came, went or changed. */
  folderChanged(accountId: AccountId, folderId: FolderId): void {
    const { accounts, onChanged } = this.#options;
    const open = accounts.get(accountId);
    if (open === undefined || draftsFolder(open.store).folder?.folderId !== folderId) return;
    // Which drafts the folder shows, and which versions from elsewhere can be chosen, depends on what the cache has of it.
    if (this.#store.list().some((copy) => copy.accountId === accountId)) onChanged();
    this.#copies.folderChanged(accountId);
  }

  /**
   * The user deletes messages of a Drafts folder. A draft whose message goes is thrown away with it, once the server has done that, unless
   * something was changed here that the message does not have.
   */
  thrownAway(accountId: AccountId, messageIds: readonly MessageId[]): void {
    const account = this.#options.account(accountId);
    const copies = this.#store.list().filter((copy) => copy.accountId === accountId);
    for (const messageId of messageIds) {
      const place = account.store.place(messageId);
      if (place === null || draftsFolder(account.store).folder?.folderId !== place.folderId) continue;
      const draftId = draftIn(copies, place, keyOfCopy(place.messageIdHeader));
      const copy = copies.find((each) => each.draftId === draftId);
      if (copy !== undefined) this.#store.save({ ...copy, thrownAway: true });
    }
  }

  /** What the composer and the list of drafts say of each draft. */
  sides(): (draft: Omit<StoredDraft, 'files'>) => ServerSide {
    const known = new Map(this.#store.list().map((copy) => [copy.draftId, copy]));
    return (draft) => {
      const copy = known.get(draft.id) ?? null;
      return {
        copy: this.#copies.state(draft, copy),
        inFolder: copy !== null && copy.accountId === draft.accountId && this.#isListed(copy),
        conflict: copy !== null && this.#hasOther(copy),
      };
    };
  }

  /** The version from elsewhere that the user can choose; null where there is none. */
  otherOf(draftId: DraftId): Draft['other'] {
    const copy = this.#store.get(draftId);
    const account = copy === null ? undefined : this.#options.accounts.get(copy.accountId);
    if (copy === null || copy.other === null || account === undefined) return null;
    const messageId = messageOf(account, copy.other.copy);
    if (messageId === null) return null;
    const { at, program, computer } = copy.other;
    return { at, program, computer, accountId: copy.accountId, messageId };
  }

  /** A draft was saved. Where nothing was changed but how far its quoted original was made safe, the server has what it had. */
  saved(before: StoredDraft, after: DraftContent): void {
    const copy = this.#store.get(before.id);
    if (copy === null || !isCopied(copy, stampOf(before)) || !isSameText(before.content, after)) return;
    const stamp = stampOf(this.#options.drafts.get(before.id));
    this.#store.save({ ...copy, copies: copy.copies.map((each) => ({ ...each, stamp })) });
  }

  /** A draft of elsewhere that was only looked at stays on the server: its message is forgotten here. */
  lookedAt(draftId: DraftId): void {
    if (this.#store.get(draftId)?.foreign === true) this.#store.remove(draftId);
  }

  /** The draft that a message of the Drafts folder holds, whichever program wrote it. Throws AppFailure. */
  async open(accountId: AccountId, messageId: MessageId): Promise<StoredDraft> {
    const { drafts, files, account: find, onChanged } = this.#options;
    const account = find(accountId);
    const place = account.store.place(messageId);
    if (place === null) throw messageNotFound();
    const key = keyOfCopy(place.messageIdHeader);
    const copies = this.#store.list().filter((copy) => copy.accountId === accountId);
    const known = draftIn(copies, place, key);
    if (known !== null && drafts.has(known)) return drafts.get(known);
    const id = randomUUID() as string as DraftId;
    const read = await readDraftMessage(account, messageId, (parts) => copyParts(files, account, messageId, id, parts));
    const draft = drafts.transaction(() => {
      const { start, content, thread } = read;
      drafts.add({ id, accountId, start, content, origin: null, thread });
      for (const file of read.files) drafts.addFile(id, file);
      const made = drafts.get(id);
      const { path, uid, uidValidity, messageIdHeader } = place;
      const copy = { messageId: messageIdHeader, uid, uidValidity, stamp: stampOf(made) };
      // What is too long to be read whole must not take the place of what is there.
      if (!read.truncated)
        this.#store.save({ ...uncopied(id, accountId, key ?? id), path, copies: [copy], foreign: true });
      return made;
    });
    onChanged();
    return draft;
  }

  /** The user chose among a draft and its version from elsewhere. Throws AppFailure. */
  async resolve(id: DraftId, keep: 'this' | 'other' | 'both'): Promise<void> {
    const { drafts, files, account: find, onChanged } = this.#options;
    const copy = this.#store.get(id);
    if (copy === null || copy.other === null) return;
    if (drafts.get(id).outbox !== null) throw draftChanged('on_its_way');
    const { other } = copy;
    const settled: DraftCopy = { ...copy, confirmed: true, gone: null, other: null };
    if (keep === 'both') {
      this.#store.save({ ...settled, key: randomUUID(), copies: [] });
      onChanged();
      return;
    }
    const account = find(copy.accountId);
    const messageId = messageOf(account, other.copy);
    if (messageId === null) throw messageNotFound();
    const read = await readDraftMessage(account, messageId, async (parts) =>
      keep === 'this' ? [] : await copyParts(files, account, messageId, id, parts),
    );
    const isTaken = keep === 'other' && !read.truncated;
    const before = drafts.files(id);
    drafts.transaction(() => {
      const { content } = drafts.get(id);
      if (isTaken) drafts.replaceAll(id, read.content, read.files);
      else {
        // What is not kept stays among the earlier versions.
        drafts.replace(id, read.content);
        drafts.replace(id, content);
      }
      const stamp = isTaken ? stampOf(drafts.get(id)) : '';
      const next: DraftCopy = { ...settled, copies: [{ ...other.copy, stamp }] };
      this.#store.save(read.truncated ? { ...next, key: randomUUID(), copies: [] } : next);
    });
    for (const file of isTaken ? before : read.files) await files.remove(id, file.id);
    onChanged();
  }

  #remove(draftId: DraftId): void {
    const { drafts, files, onChanged, log } = this.#options;
    drafts.remove(draftId);
    this.#store.remove(draftId);
    void files
      .removeAll(draftId)
      .catch((error: unknown) => log('warn', `The files of a draft were not deleted: ${String(error)}`));
    onChanged();
  }

  /**
   * Whether the Drafts folder shows a message that stands for the draft; an older copy does so as well, since whoever opens it gets the
   * draft as it is here. One that the user just deleted counts until the server has done it.
   */
  #isListed({ accountId, copies, thrownAway }: DraftCopy): boolean {
    const account = this.#options.accounts.get(accountId);
    return account !== undefined && (thrownAway || copies.some((copy) => messageOf(account, copy) !== null));
  }

  /** Whether there is a version from elsewhere, which the cache has, so that the user can choose it. */
  #hasOther({ accountId, other }: DraftCopy): boolean {
    const account = this.#options.accounts.get(accountId);
    return other !== null && account !== undefined && messageOf(account, other.copy) !== null;
  }

  /** A version from elsewhere takes the place of a draft that was not changed here since it was copied, and is not being looked at. */
  #adoptNewer(): void {
    const { drafts, accounts } = this.#options;
    const open = drafts.places();
    for (const { draftId, accountId, other } of this.#store.list()) {
      const account = accounts.get(accountId);
      if (other === null || account === undefined) continue;
      this.#fetchOther(account, other.copy);
      if (!other.isNewer || open.has(draftId) || !drafts.has(draftId) || this.#adopting.has(draftId)) continue;
      this.#adopting.add(draftId);
      // Where that cannot be done now (it is not in the cache yet, for example), both stay, and the user may choose.
      void this.resolve(draftId, 'other')
        .catch(() => undefined)
        .finally(() => this.#adopting.delete(draftId));
    }
  }

  /** A folder that was never opened may not be in the cache; the version from elsewhere has to be, to be looked at and chosen. */
  #fetchOther(account: AccountRuntime, copy: ServerCopy): void {
    const { folder } = draftsFolder(account.store);
    if (folder === null || this.#fetched.has(copy.messageId) || messageOf(account, copy) !== null) return;
    this.#fetched.add(copy.messageId);
    account.sync.openFolder(folder.folderId);
    account.sync.closeFolder(folder.folderId);
  }

  #copyingAccount(accountId: AccountId) {
    const open = this.#options.accounts.get(accountId);
    if (open === undefined) return null;
    const { sync, store } = open;
    return {
      store,
      connected: <T>(work: (connection: DraftsConnection, signal: AbortSignal) => Promise<T>) =>
        sync.file((connection, signal) => {
          // Selected anew each time: a folder that stays selected tells neither what came meanwhile nor a new UIDVALIDITY.
          const select = async (path: string, abort: AbortSignal): Promise<SelectedFolder> =>
            (await connection.selecting(async () => ({ selected: await connection.session.select(path, abort) })))
              .selected;
          return work({ session: connection.session, select }, signal);
        }),
      changed: (path: string) => sync.changed(path),
    };
  }
}

/** Whether nothing differs but how far the quoted original was made safe. */
function isSameText({ quote: former, ...before }: DraftContent, { quote, ...now }: DraftContent): boolean {
  if ((former === null) !== (quote === null)) return false;
  return (
    former?.text === quote?.text &&
    former?.sanitized !== quote?.sanitized &&
    JSON.stringify(before) === JSON.stringify(now)
  );
}
