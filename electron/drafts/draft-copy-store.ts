import type { AccountId } from '../../shared/mail.ts';
import type { DraftId, OtherVersion } from '../../shared/writing.ts';
import type { Database } from '../store/database.ts';

/** A message in the server's Drafts folder that holds a draft, or may do so. */
export interface ServerCopy {
  /** With its angle brackets; null for one of another program that has none. */
  readonly messageId: string | null;
  /** Null where the server did not tell. A UID without the folder's UIDVALIDITY means nothing. */
  readonly uid: number | null;
  readonly uidValidity: number | null;
  /** Which state of the draft it holds (`stampOf`). */
  readonly stamp: string;
}

/** What is known of a draft's messages on the server. */
export interface DraftCopy {
  readonly draftId: DraftId;
  readonly accountId: AccountId;
  /** What the Message-IDs of its copies begin with, so that another Heron knows them for the same draft. */
  readonly key: string;
  /** The folder they lie in; null before the first one. */
  readonly path: string | null;
  /** Oldest first. Each is written here before it is sent, so that none can be forgotten. */
  readonly copies: readonly ServerCopy[];
  /** Whether the newest is known to be on the server. */
  readonly confirmed: boolean;
  /** The state of the draft (`stampOf`) whose copy was removed elsewhere: it is not copied again before it changes. */
  readonly gone: string | null;
  /** It was made elsewhere, and nothing of it was changed here. */
  readonly foreign: boolean;
  /** The user deleted its message in the Drafts folder: the draft goes with it. */
  readonly thrownAway: boolean;
  /** When the newest copy was found on the server, milliseconds since the epoch; null where it was not put there from here. */
  readonly copiedAt: number | null;
  /** The version that was made elsewhere meanwhile. `isNewer`: nothing was changed here since the last copy. */
  readonly other:
    | (Pick<OtherVersion, 'at' | 'program' | 'computer'> & { readonly copy: ServerCopy; readonly isNewer: boolean })
    | null;
}

/** The copies of drafts, in `user.db`. Throws AppFailure disk_full or storage_failed. */
export class DraftCopyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  save(copy: DraftCopy): void {
    this.#database.run(
      'INSERT OR REPLACE INTO draft_copies (draft_id, account_id, state) VALUES (?, ?, ?)',
      copy.draftId,
      copy.accountId,
      JSON.stringify(copy),
    );
  }

  get(draftId: DraftId): DraftCopy | null {
    const row = this.#database.get<{ state: string }>('SELECT state FROM draft_copies WHERE draft_id = ?', draftId);
    return row === null ? null : JSON.parse(row.state);
  }

  list(): DraftCopy[] {
    return this.#database
      .all<{ state: string }>('SELECT state FROM draft_copies ORDER BY rowid')
      .map(({ state }) => JSON.parse(state));
  }

  remove(draftId: DraftId): void {
    this.#database.run('DELETE FROM draft_copies WHERE draft_id = ?', draftId);
  }

  removeAccount(accountId: AccountId): void {
    this.#database.run('DELETE FROM draft_copies WHERE account_id = ?', accountId);
  }
}

/** Names a state of a draft: its revision, and the files that go along. */
export function stampOf({
  revision,
  files,
}: {
  readonly revision: number;
  readonly files: readonly { id: string }[];
}): string {
  return [revision, ...files.map(({ id }) => id)].join(' ');
}

/** What is known of a draft that never was on the server. */
export function uncopied(draftId: DraftId, accountId: AccountId, key: string = draftId): DraftCopy {
  return {
    draftId,
    accountId,
    key,
    path: null,
    copies: [],
    confirmed: true,
    gone: null,
    foreign: false,
    thrownAway: false,
    copiedAt: null,
    other: null,
  };
}

/** Whether the server has the draft as it is, and nothing older beside it. */
export function isCopied(copy: DraftCopy | null, stamp: string): boolean {
  return copy?.confirmed === true && copy.copies.length === 1 && copy.copies[0]?.stamp === stamp;
}
