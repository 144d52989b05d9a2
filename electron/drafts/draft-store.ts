import { createHash } from 'node:crypto';
import type { AccountId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import type {
  ComposerPlace,
  DraftContent,
  DraftFile,
  DraftFileId,
  DraftId,
  DraftQuote,
  DraftStart,
} from '../../shared/writing.ts';
import type { Thread } from '../compose/original.ts';
import type { Database } from '../store/database.ts';
import {
  draftChanged,
  draftNotFound,
  firstRevision,
  type Origin,
  type OutboxEntry,
  type StoredDraft,
} from './draft.ts';
import { superseded } from './journal.ts';

interface DraftRow {
  readonly id: DraftId;
  readonly account_id: AccountId;
  readonly start: DraftStart['kind'];
  readonly revision: number;
  readonly content: string;
  readonly origin: string | null;
  readonly thread: string;
  readonly changed_at: number;
  readonly sending: string | null;
}

interface FileRow {
  readonly id: DraftFileId;
  readonly filename: string;
  readonly mime_type: string;
  readonly size: number;
  readonly content_id: string | null;
}

/** As it is stored: the quote by its digest. */
type StoredContent = Omit<DraftContent, 'quote'> & { readonly quote: string | null };

export interface NewDraft {
  readonly id: DraftId;
  readonly accountId: AccountId;
  readonly start: DraftStart['kind'];
  readonly content: DraftContent;
  readonly origin: Origin | null;
  readonly thread: Thread;
}

/** How long an earlier revision is kept, in milliseconds (C3). */
const keptMs = 24 * 60 * 60_000;
/** The draft's journal is tidied after so many saves. */
const tidyEvery = 50;

/**
 * Drafts in `user.db` (`synchronous=FULL`): what a call wrote is on the disk when it returns. Each save adds to the journal, so nothing is
 * ever replaced without a trace. Throws AppFailure disk_full, storage_failed, not_found or draft_changed.
 */
export class DraftStore {
  readonly #database: Database;
  readonly #now: () => number;
  /** The files of drafts as they were read last: at each save all drafts are looked at, and only one of them has changed. */
  readonly #files = new Map<DraftId, readonly DraftFile[]>();

  /** @param database with the user schema; the caller closes it */
  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  add(draft: NewDraft): StoredDraft {
    const { id, accountId, start, content, origin, thread } = draft;
    this.transaction(() => {
      this.#database.run(
        `INSERT INTO drafts (id, account_id, start, revision, content, origin, thread, changed_at) VALUES (?, ?, ?, 0, '', ?, ?, ?)`,
        id,
        accountId,
        start,
        origin === null ? null : JSON.stringify(origin),
        JSON.stringify(thread),
        this.#now(),
      );
      this.#write(id, firstRevision, accountId, content);
    });
    return this.get(id);
  }

  get(id: DraftId): StoredDraft {
    const row = this.#row(id);
    return {
      id,
      accountId: row.account_id,
      start: row.start,
      revision: row.revision,
      content: this.#content(id, row.content),
      files: this.files(id),
      changedAt: row.changed_at,
      origin: row.origin === null ? null : JSON.parse(row.origin),
      thread: JSON.parse(row.thread),
      outbox: row.sending === null ? null : JSON.parse(row.sending),
    };
  }

  has(id: DraftId): boolean {
    return this.#database.get('SELECT 1 FROM drafts WHERE id = ?', id) !== null;
  }

  /** All drafts, the one changed last first; without their quotes. */
  list(): Omit<StoredDraft, 'files'>[] {
    return this.#database.all<DraftRow>('SELECT * FROM drafts ORDER BY changed_at DESC, id').map((row) => ({
      id: row.id,
      accountId: row.account_id,
      start: row.start,
      revision: row.revision,
      content: { ...parsed(row.content), quote: null },
      changedAt: row.changed_at,
      origin: row.origin === null ? null : JSON.parse(row.origin),
      thread: JSON.parse(row.thread),
      outbox: row.sending === null ? null : JSON.parse(row.sending),
    }));
  }

  /** A new revision. Throws draft_changed unless `revision` is the newest and the draft is not in the outbox. */
  save(id: DraftId, revision: number, accountId: AccountId, content: DraftContent): number {
    return this.transaction(() => {
      const row = this.#row(id);
      if (row.sending !== null) throw draftChanged('on_its_way');
      if (row.revision !== revision) throw draftChanged('elsewhere');
      this.#write(id, revision + 1, accountId, content);
      if ((revision + 1) % tidyEvery === 0) this.#tidy(id);
      return revision + 1;
    });
  }

  /** Puts other content in place of the newest, whatever is being edited: an earlier revision, or what is left to be sent. */
  replace(id: DraftId, content: DraftContent): StoredDraft {
    this.transaction(() => {
      const row = this.#row(id);
      this.#write(id, row.revision + 1, row.account_id, content);
    });
    return this.get(id);
  }

  /** The revisions of the last 24 hours, the newest first. */
  revisions(id: DraftId): { readonly revision: number; readonly savedAt: number; readonly content: DraftContent }[] {
    this.#row(id);
    return this.#database
      .all<{ revision: number; saved_at: number; content: string }>(
        'SELECT revision, saved_at, content FROM draft_revisions WHERE draft_id = ? AND saved_at >= ? ORDER BY revision DESC',
        id,
        this.#now() - keptMs,
      )
      .map(({ revision, saved_at, content }) => ({
        revision,
        savedAt: saved_at,
        content: { ...parsed(content), quote: null },
      }));
  }

  /** Throws not_found where it is no longer kept. */
  revision(id: DraftId, revision: number): DraftContent {
    const row = this.#database.get<{ content: string }>(
      'SELECT content FROM draft_revisions WHERE draft_id = ? AND revision = ?',
      id,
      revision,
    );
    if (row === null) {
      throw new AppFailure({ code: 'not_found', params: { reason: 'draft_version' }, retryable: false });
    }
    return this.#content(id, row.content);
  }

  /** Remembers where the draft's composer is shown; null: nowhere. */
  setPlace(id: DraftId, place: ComposerPlace | null): void {
    this.#row(id);
    if (place === null) this.#database.run('DELETE FROM open_drafts WHERE draft_id = ?', id);
    else {
      this.#database.run(
        'INSERT INTO open_drafts (draft_id, place) VALUES (?, ?) ON CONFLICT DO UPDATE SET place = excluded.place',
        id,
        place,
      );
    }
  }

  /** Where the composers are shown of the drafts that have one. */
  places(): ReadonlyMap<DraftId, ComposerPlace> {
    const rows = this.#database.all<{ draft_id: DraftId; place: ComposerPlace }>(
      'SELECT draft_id, place FROM open_drafts',
    );
    return new Map(rows.map(({ draft_id, place }) => [draft_id, place]));
  }

  setThread(id: DraftId, thread: Thread): void {
    this.#database.run('UPDATE drafts SET thread = ? WHERE id = ?', JSON.stringify(thread), id);
  }

  /** Moves a draft within the outbox, into it, or out of it (null). */
  setOutbox(id: DraftId, entry: OutboxEntry | null): void {
    const text = entry === null ? null : JSON.stringify(entry);
    const changed = this.#database.run(
      'UPDATE drafts SET sending = ?, changed_at = ? WHERE id = ?',
      text,
      this.#now(),
      id,
    );
    if (changed === 0) throw draftNotFound();
  }

  /** Deletes a draft with its journal. Its files are the caller's to delete. */
  remove(id: DraftId): void {
    this.#files.delete(id);
    this.#database.run('DELETE FROM drafts WHERE id = ?', id);
  }

  /** Deletes the drafts of an account that is gone. */
  removeAccount(accountId: AccountId): DraftId[] {
    return this.#database
      .all<{ id: DraftId }>('DELETE FROM drafts WHERE account_id = ? RETURNING id', accountId)
      .map(({ id }) => id);
  }

  /** The same array until they change. */
  files(id: DraftId): readonly DraftFile[] {
    const known = this.#files.get(id);
    if (known !== undefined) return known;
    const files = this.#database
      .all<FileRow>('SELECT * FROM draft_files WHERE draft_id = ? ORDER BY rowid', id)
      .map(({ id: fileId, filename, mime_type, size, content_id }) => ({
        id: fileId,
        filename,
        mimeType: mime_type,
        size,
        contentId: content_id,
      }));
    this.#files.set(id, files);
    return files;
  }

  addFile(id: DraftId, file: DraftFile): void {
    this.transaction(() => {
      if (this.#row(id).sending !== null) throw draftChanged('on_its_way');
      this.#database.run(
        'INSERT INTO draft_files (id, draft_id, filename, mime_type, size, content_id) VALUES (?, ?, ?, ?, ?, ?)',
        file.id,
        id,
        file.filename,
        file.mimeType,
        file.size,
        file.contentId,
      );
      this.#files.delete(id);
      this.#database.run('UPDATE drafts SET changed_at = ? WHERE id = ?', this.#now(), id);
    });
  }

  /** Puts other content and files in place of the newest. The files are on the disk; those of before are the caller's to delete. */
  replaceAll(id: DraftId, content: DraftContent, files: readonly DraftFile[]): StoredDraft {
    this.transaction(() => {
      this.replace(id, content);
      this.#database.run('DELETE FROM draft_files WHERE draft_id = ?', id);
      this.#files.delete(id);
      for (const file of files) this.addFile(id, file);
    });
    return this.get(id);
  }

  /** Throws not_found where the draft has no such file. */
  removeFile(id: DraftId, fileId: DraftFileId): void {
    if (this.#row(id).sending !== null) throw draftChanged('on_its_way');
    this.#files.delete(id);
    if (this.#database.run('DELETE FROM draft_files WHERE id = ? AND draft_id = ?', fileId, id) > 0) return;
    throw new AppFailure({ code: 'not_found', params: { reason: 'draft_file' }, retryable: false });
  }

  /** Runs several changes as one. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work);
    } catch (error) {
      // What was read of changes that were taken back is not so.
      this.#files.clear();
      throw error;
    }
  }

  #row(id: DraftId): DraftRow {
    const row = this.#database.get<DraftRow>('SELECT * FROM drafts WHERE id = ?', id);
    if (row === null) throw draftNotFound();
    return row;
  }

  /** Runs in the caller's transaction. */
  #write(id: DraftId, revision: number, accountId: AccountId, content: DraftContent): void {
    const now = this.#now();
    const stored: StoredContent = { ...content, quote: this.#saveQuote(id, content.quote) };
    const text = JSON.stringify(stored);
    this.#database.run(
      'UPDATE drafts SET revision = ?, account_id = ?, content = ?, changed_at = ? WHERE id = ?',
      revision,
      accountId,
      text,
      now,
      id,
    );
    this.#database.run(
      'INSERT INTO draft_revisions (draft_id, revision, saved_at, content) VALUES (?, ?, ?, ?)',
      id,
      revision,
      now,
      text,
    );
  }

  #saveQuote(id: DraftId, quote: DraftQuote | null): string | null {
    if (quote === null) return null;
    const text = JSON.stringify(quote);
    const digest = createHash('sha256').update(text).digest('base64url');
    this.#database.run(
      'INSERT OR IGNORE INTO draft_quotes (draft_id, digest, quote) VALUES (?, ?, ?)',
      id,
      digest,
      text,
    );
    return digest;
  }

  #content(id: DraftId, text: string): DraftContent {
    const stored = parsed(text);
    if (stored.quote === null) return { ...stored, quote: null };
    const sql = 'SELECT quote FROM draft_quotes WHERE draft_id = ? AND digest = ?';
    const row = this.#database.get<{ quote: string }>(sql, id, stored.quote);
    return { ...stored, quote: row === null ? null : JSON.parse(row.quote) };
  }

  #tidy(id: DraftId): void {
    const journal = this.#database.all<{ revision: number; saved_at: number; length: number }>(
      'SELECT revision, saved_at, length(content) AS length FROM draft_revisions WHERE draft_id = ? ORDER BY revision',
      id,
    );
    for (const revision of superseded(
      journal.map(({ saved_at, ...rest }) => ({ ...rest, savedAt: saved_at })),
      this.#now(),
      keptMs,
    )) {
      this.#database.run('DELETE FROM draft_revisions WHERE draft_id = ? AND revision = ?', id, revision);
    }
  }
}

/** A content of before there were signatures below the quote has none. */
function parsed(text: string): StoredContent {
  return { signature: null, ...JSON.parse(text) };
}
