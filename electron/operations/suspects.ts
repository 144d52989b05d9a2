import type { OperationId } from '../../shared/mail.ts';

/** The operations of one refused command, while it is searched for those that are the reason. */
interface Inquiry {
  readonly members: Set<OperationId>;
  /** Refused commands since one of the inquiry's operations was carried out, and altogether. */
  inRow: number;
  total: number;
  readonly mostInRow: number;
  readonly most: number;
  /** The search was given up: what is left goes in one command. */
  ended: boolean;
}

interface Place {
  /** Operations with the same part go in one command. */
  readonly part: number;
  readonly inquiry: Inquiry;
}

/** What follows when a part was refused. */
export type Finding =
  /** The halves are tried next, each in a command of its own. */
  | { readonly kind: 'halved' }
  /** The server refuses exactly these: a single operation, or all that are left of a command that was refused throughout. */
  | { readonly kind: 'found'; readonly ids: readonly OperationId[] };

/**
 * Searches a refused batch for the operations that the server refuses, by halving it. One of n messages is found with
 * about log n refusals. Where nothing is accepted after twice as many, all of them are refused, and where many single
 * ones are found, the search ends as well: so the number of commands stays far below that of the messages. In memory
 * only: after a restart a search begins anew.
 */
export class Suspects {
  readonly #places = new Map<OperationId, Place>();
  #parts = 0;

  /** The part that an operation belongs to; null where it is in no search. */
  partOf(id: OperationId): number | null {
    return this.#places.get(id)?.part ?? null;
  }

  /** The server refused these operations of one command without saying which is the reason. */
  refused(ids: readonly OperationId[]): Finding {
    const inquiry = this.#inquiryOf(ids);
    inquiry.inRow += 1;
    inquiry.total += 1;
    if (inquiry.ended || inquiry.inRow > inquiry.mostInRow || inquiry.total > inquiry.most) {
      inquiry.ended = true;
      const left = [...inquiry.members];
      this.#group(left, inquiry);
      return { kind: 'found', ids: left };
    }
    if (ids.length > 1) {
      const middle = Math.ceil(ids.length / 2);
      this.#group(ids.slice(0, middle), inquiry);
      this.#group(ids.slice(middle), inquiry);
      return { kind: 'halved' };
    }
    // From here on it is tried alone, and is no part of the search.
    for (const id of ids) inquiry.members.delete(id);
    this.#group(ids, newInquiry(ids));
    return { kind: 'found', ids };
  }

  /** These operations were carried out. */
  accepted(ids: readonly OperationId[]): void {
    for (const id of ids) {
      const place = this.#places.get(id);
      if (place !== undefined) place.inquiry.inRow = 0;
      this.forget(id);
    }
  }

  /** The operation left the queue, was parked, or is to be tried as if for the first time. */
  forget(id: OperationId): void {
    this.#places.get(id)?.inquiry.members.delete(id);
    this.#places.delete(id);
  }

  #inquiryOf(ids: readonly OperationId[]): Inquiry {
    const [first] = ids;
    const known = first === undefined ? undefined : this.#places.get(first)?.inquiry;
    return known ?? newInquiry(ids);
  }

  #group(ids: readonly OperationId[], inquiry: Inquiry): void {
    this.#parts += 1;
    for (const id of ids) this.#places.set(id, { part: this.#parts, inquiry });
  }
}

function newInquiry(ids: readonly OperationId[]): Inquiry {
  const depth = Math.ceil(Math.log2(ids.length));
  return {
    members: new Set(ids),
    inRow: 0,
    total: 0,
    mostInRow: 2 * depth + 1,
    most: 8 * depth + 1,
    // A single operation needs no search.
    ended: ids.length === 1,
  };
}
