import type { MessageId } from '../../../shared/mail.ts';

/** One of the messages that are shown, and how many hits it has. */
interface HitPart {
  readonly id: MessageId;
  /** Null: it has not been looked through, for example because it was never in sight. */
  readonly count: number | null;
  /** There are more than are counted. */
  readonly isMore: boolean;
}

/** The current hit. `first` and `last`: of a message whose hits are not counted yet. */
interface HitPlace {
  readonly id: MessageId;
  readonly index: number | 'first' | 'last';
}

/** The hits of all messages that are open in the reader, and which of them is the current one. */
export interface HitList {
  /** In the reader's order. */
  readonly parts: readonly HitPart[];
  /** The message that the list led to; null while none is shown. */
  readonly lead: MessageId | null;
  readonly at: HitPlace | null;
}

export const noHits: HitList = { parts: [], lead: null, at: null };

/** These messages are open now; what is known of those that were before is kept. */
export function messagesListed(list: HitList, ids: readonly MessageId[], lead: MessageId): HitList {
  const isSame = list.lead === lead && list.parts.map(({ id }) => id).join() === ids.join();
  if (isSame) return list;
  const known = new Map(list.parts.map((part) => [part.id, part]));
  const parts = ids.map((id) => known.get(id) ?? { id, count: null, isMore: false });
  const at = list.at !== null && ids.includes(list.at.id) ? list.at : null;
  return withFirst({ parts, lead, at });
}

/** Something else is sought: all has to be counted again. */
export function hitsForgotten({ parts, lead }: HitList): HitList {
  return { parts: parts.map(({ id }) => ({ id, count: null, isMore: false })), lead, at: null };
}

/**
 * A message was looked through. Its first hit, or last, becomes the current one where that was waited for; where none is, the first of all does.
 * @returns the same list where nothing has changed
 */
export function hitsCounted(list: HitList, id: MessageId, count: number, isMore: boolean): HitList {
  const before = list.parts.find((part) => part.id === id);
  if (before === undefined || (before.count === count && before.isMore === isMore)) return list;
  const parts = list.parts.map((part) => (part.id === id ? { id, count, isMore } : part));
  const next = { ...list, parts };
  if (list.at?.id !== id) return withFirst(next);
  const { index } = list.at;
  if (count > 0) {
    const last = count - 1;
    return { ...next, at: { id, index: index === 'first' ? 0 : index === 'last' ? last : Math.min(index, last) } };
  }
  const further = typeof index === 'number' ? next : hitStepped(next, index === 'first' ? 1 : -1);
  return further.at?.id === id ? withFirst({ ...further, at: null }) : further;
}

/** The next hit, or the one before, over all messages; after the last comes the first. The same list where there are none. */
export function hitStepped(list: HitList, by: 1 | -1): HitList {
  const { parts, lead, at } = list;
  const from = parts.findIndex(({ id }) => id === (at?.id ?? lead));
  if (from < 0) return list;
  if (at !== null && typeof at.index === 'number') {
    const index = at.index + by;
    if (index >= 0 && index < (parts[from]?.count ?? 0)) return { ...list, at: { id: at.id, index } };
  }
  for (let offset = at === null ? 0 : 1; offset <= parts.length; offset++) {
    const part = parts[(from + by * offset + parts.length * 2) % parts.length];
    if (part === undefined || part.count === 0) continue;
    const edge = by === 1 ? 'first' : 'last';
    const index = part.count === null ? edge : by === 1 ? 0 : part.count - 1;
    return { ...list, at: { id: part.id, index } };
  }
  return list;
}

/** "3 of 17". */
export interface HitNumber {
  /** From 1; null where no hit is the current one. */
  readonly number: number | null;
  readonly total: number;
  /** There may be more than that. */
  readonly isMore: boolean;
}

export function hitNumber({ parts, at }: HitList): HitNumber {
  const sum = (some: readonly HitPart[]): number => some.reduce((all, { count }) => all + (count ?? 0), 0);
  const before = parts.slice(
    0,
    parts.findIndex(({ id }) => id === at?.id),
  );
  return {
    number: at === null || typeof at.index !== 'number' ? null : sum(before) + at.index + 1,
    total: sum(parts),
    isMore: parts.some(({ count, isMore }) => count === null || isMore),
  };
}

/** The first hit of the message that the list led to is the current one where none is; where it has none, the first one after it. */
function withFirst(list: HitList): HitList {
  const { parts, lead, at } = list;
  const from = parts.findIndex(({ id }) => id === lead);
  if (at !== null || from < 0 || parts[from]?.count === null) return list;
  const first = [...parts.slice(from), ...parts.slice(0, from)].find(({ count }) => (count ?? 0) > 0);
  return first === undefined ? list : { ...list, at: { id: first.id, index: 0 } };
}
