import type { Database } from './database.ts';
import { isMarkedDeletedSql, isUnreadSql, isUnseenSql } from './message-row.ts';

/** By how much a change alters a folder's counts. */
export interface CountDelta {
  readonly stored: number;
  /** Neither \Seen nor \Deleted. */
  readonly unseen: number;
}

/**
 * Counts the stored messages above a UID. They arrived after an operation on the whole folder was asked for, so they
 * are few.
 */
export function countAbove(db: Database, box: number, uid: number): CountDelta {
  const row = db.get<CountDelta>(
    `SELECT count(*) AS stored, count(*) FILTER (WHERE ${isUnreadSql}) AS unseen FROM placements WHERE box = ? AND uid > ?`,
    box,
    uid,
  );
  return row ?? { stored: 0, unseen: 0 };
}

/** Counts the stored messages above a UID that are marked as deleted; `unseen`: those of them that lack \Seen. */
export function countMarkedDeleted(db: Database, box: number, above = 0): CountDelta {
  const row = db.get<CountDelta>(
    `SELECT count(*) AS stored, count(*) FILTER (WHERE ${isUnseenSql}) AS unseen FROM placements
     WHERE box = ? AND ${isMarkedDeletedSql} AND uid > ?`,
    box,
    above,
  );
  return row ?? { stored: 0, unseen: 0 };
}
