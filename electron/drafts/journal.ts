/** One revision of a draft's journal. */
export interface JournalEntry {
  readonly revision: number;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
  /** How much was written. */
  readonly length: number;
}

/** All revisions of these last minutes are kept; of older minutes one each. */
const wholeMs = 10 * 60_000;
const minuteMs = 60_000;

/**
 * The revisions that the journal can do without: those beyond its time, and those of an older minute that a later one of the same minute
 * goes on from. One after which much was deleted stays, as the newest always does.
 *
 * @param journal in the order of their revisions
 * @param keptMs how long revisions are kept
 */
export function superseded(journal: readonly JournalEntry[], now: number, keptMs: number): number[] {
  return journal.flatMap((entry, index) => {
    const next = journal[index + 1];
    if (next === undefined) return [];
    const age = now - entry.savedAt;
    if (age > keptMs) return [entry.revision];
    if (age <= wholeMs || next.length < entry.length * 0.8) return [];
    const sameMinute = Math.floor(next.savedAt / minuteMs) === Math.floor(entry.savedAt / minuteMs);
    return sameMinute ? [entry.revision] : [];
  });
}
