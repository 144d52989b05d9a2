import type { MessageId } from '../../shared/mail.ts';
import type { Database } from './database.ts';
import type { FolderRow } from './folder-table.ts';
import type { RefusedMessage } from './mail-store.ts';

interface StubRow {
  readonly uid: number;
  readonly error: string;
  readonly attempts: number;
  readonly retry_at: number;
}

const columns = 'uid, error, attempts, retry_at';

/** The box's stubs, ascending by UID. */
export function stubsOf(db: Database, box: number): RefusedMessage[] {
  return db.all<StubRow>(`SELECT ${columns} FROM stubs WHERE box = ? ORDER BY uid`, box).map(toRefusedMessage);
}

/** The stub that stands for this message; null for an ordinary one. */
export function stubOf(db: Database, id: MessageId): RefusedMessage | null {
  const row = db.get<StubRow>(`SELECT ${columns} FROM stubs WHERE id = ?`, id);
  return row && toRefusedMessage(row);
}

export function stubCount(db: Database, box: number): number {
  return db.get<{ count: number }>('SELECT count(*) AS count FROM stubs WHERE box = ?', box)?.count ?? 0;
}

export function hasStub(db: Database, box: number, uid: number): boolean {
  return db.get('SELECT 1 FROM stubs WHERE box = ? AND uid = ?', box, uid) !== null;
}

/** Notes the refusal of a message whose row is there, as a stub's. */
export function noteRefusal(db: Database, folder: FolderRow, id: MessageId, refused: RefusedMessage): void {
  db.run(
    'INSERT OR REPLACE INTO stubs (id, box, uid, error, attempts, retry_at) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    folder.box,
    refused.uid,
    JSON.stringify(refused.error),
    refused.attempts,
    refused.retryAt,
  );
}

/** Lets the box's stubs be asked for again at once. */
export function endStubWaits(db: Database, box: number): void {
  db.run('UPDATE stubs SET retry_at = 0 WHERE box = ?', box);
}

function toRefusedMessage({ uid, error, attempts, retry_at: retryAt }: StubRow): RefusedMessage {
  return { uid, error: JSON.parse(error), attempts, retryAt };
}
