import type { UidRange } from '../mail/remote-mail.ts';

/**
 * UIDs as IMAP sequence sets ("4,7:9"), each at most `maxLength` octets long: servers limit command lines (RFC 7162 section 4 says 8192).
 * No set for no UIDs, and never an empty one.
 */
export function uidSets(uids: readonly number[], maxLength = 4_000): string[] {
  const sorted = [...new Set(uids)].filter(isUid).sort((a, b) => a - b);
  const sets: string[] = [];
  let set = '';
  for (let index = 0; index < sorted.length; index += 1) {
    const first = sorted[index] ?? 0;
    let last = first;
    while (sorted[index + 1] === last + 1) {
      index += 1;
      last += 1;
    }
    const range = first === last ? `${first}` : `${first}:${last}`;
    if (set !== '' && set.length + range.length + 1 > maxLength) {
      sets.push(set);
      set = '';
    }
    set = set === '' ? range : `${set},${range}`;
  }
  if (set !== '') sets.push(set);
  return sets;
}

/** A range as a sequence set; null when it is empty. Bounds are limited to 1…2^32-1. */
export function rangeSet(from: number, to: number): string | null {
  const first = Math.max(1, Math.floor(from));
  const last = Math.min(0xffffffff, Math.floor(to));
  return first <= last ? `${first}:${last}` : null;
}

/** A range, or single UIDs, as sequence sets. */
export function setsOf(uids: UidRange | readonly number[]): string[] {
  return 'from' in uids ? [rangeSet(uids.from, uids.to)].filter((set) => set !== null) : uidSets(uids);
}

/** The ranges of a sequence set as a server sends it; null where it is none, or has more than `limit` ranges. */
export function rangesOf(set: string, limit: number): UidRange[] | null {
  const parts = set.split(',');
  if (parts.length > limit) return null;
  const ranges: UidRange[] = [];
  for (const part of parts) {
    const [, first, last = first] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part) ?? [];
    const ends = [Number(first), Number(last)];
    if (!ends.every(isUid)) return null;
    ranges.push({ from: Math.min(...ends), to: Math.max(...ends) });
  }
  return ranges;
}

function isUid(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= 0xffffffff;
}
