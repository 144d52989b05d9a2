import type { FolderId, MessageId } from '../../shared/mail.ts';
import { readExactText } from '../mail/stored-text.ts';
import type { Database } from './database.ts';
import type { MessageTarget } from './mail-store.ts';
import { placedMessages } from './message-row.ts';
import type { Overlay } from './overlay.ts';

interface TargetRow {
  readonly id: MessageId;
  readonly uid: number;
  readonly flags: number;
  readonly tags: number;
  readonly subject: string;
  readonly message_id: string | null;
  readonly folder: FolderId;
  readonly path: string;
  readonly uid_validity: number;
}

/** A stored message as actions need it, in one look-up: a thousand may be asked for at once. */
export function findTarget(db: Database, overlay: Overlay, messageId: MessageId): MessageTarget | null {
  const row = db.get<TargetRow>(
    `SELECT p.id, p.uid, p.flags, p.tags, m.subject, m.message_id, f.id AS folder, f.path, f.uid_validity
     FROM ${placedMessages} JOIN folders f ON f.box = p.box WHERE p.id = ? AND f.uid_validity IS NOT NULL`,
    messageId,
  );
  if (row === null) return null;
  const { destination, deleted } = overlay.fate(row, row.folder);
  return {
    id: row.id,
    folderId: row.folder,
    path: readExactText(row.path),
    uidValidity: row.uid_validity,
    uid: row.uid,
    messageIdHeader: row.message_id,
    subject: row.subject,
    ...overlay.look(row, row.folder),
    destination: destination === null ? null : readExactText(destination),
    deleted,
  };
}
