import type { Invitation, InvitationAnswer } from '../../shared/invitation.ts';
import type { AccountId } from '../../shared/mail.ts';
import type { DraftId } from '../../shared/writing.ts';
import type { Database } from '../store/database.ts';

/** An event of an invitation, or one of a series: what RFC 5546 section 2.1.5 tells them apart by. */
type Event = Pick<Invitation, 'uid' | 'recurrenceId' | 'sequence'>;

/** What the user answered to invitations, in `user.db`. Throws AppFailure disk_full or storage_failed. */
export class InvitationAnswers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The answer to this version of the event, or to a later one; null: it is to be answered, perhaps anew. */
  get(accountId: AccountId, { uid, recurrenceId, sequence }: Event): InvitationAnswer | null {
    const found = this.#database.get<{ answer: InvitationAnswer }>(
      'SELECT answer FROM invitation_answers WHERE account_id = ? AND uid = ? AND recurrence_id = ? AND sequence >= ?',
      accountId,
      uid,
      recurrenceId ?? '',
      sequence,
    );
    return found?.answer ?? null;
  }

  /** @param draftId the draft by which the answer is sent */
  save(accountId: AccountId, { uid, recurrenceId, sequence }: Event, answer: InvitationAnswer, draftId: DraftId): void {
    this.#database.run(
      'INSERT OR REPLACE INTO invitation_answers (account_id, uid, recurrence_id, sequence, answer, draft_id) VALUES (?, ?, ?, ?, ?, ?)',
      accountId,
      uid,
      recurrenceId ?? '',
      sequence,
      answer,
      draftId,
    );
  }

  /** The answer was taken back before it was sent. */
  takeBack(draftId: DraftId): void {
    this.#database.run('DELETE FROM invitation_answers WHERE draft_id = ?', draftId);
  }

  removeAccount(accountId: AccountId): void {
    this.#database.run('DELETE FROM invitation_answers WHERE account_id = ?', accountId);
  }
}
