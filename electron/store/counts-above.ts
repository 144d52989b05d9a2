import type { Database } from './database.ts';
import { seenBit } from './message-row.ts';

/** By how much a change alters a folder's counts. */
export interface CountDelta {
  readonly stored: number;
  readonly unseen: number;
}

/**
 * Counts the stored messages above a UID. They arrived after an operation on the whole folder was asked for, so they
 * are few.
 */
export function countAbove(db: Database, box: number, uid: number): CountDelta {
  const row = db.get<CountDelta>(
    `SELECT count(*) AS stored, count(*) FILTER (WHERE flags & ${seenBit} = 0) AS unseen FROM messages WHERE box = ? AND uid > ?`,
    box,
    uid,
  );
  return row ?? { stored: 0, unseen: 0 };
}
