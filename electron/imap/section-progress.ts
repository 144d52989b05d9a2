import { AppFailure } from '../../shared/reply.ts';
import { makeError } from './imap-errors.ts';

/** Larger sections come in several answers, so that the parser's limit on literals can stay low. */
export const sectionChunk = 1024 * 1024;

/** What a server answered to `BODY[section]<start.length>`. */
export interface SectionAnswer {
  readonly bytes: Uint8Array;
  /** Where it says that the octets begin; null where it does not say. RFC 9051 section 7.5.2 demands it. */
  readonly origin: number | null;
}

/**
 * A section that is read piece by piece. Takes of each answer what is new: there are servers that ignore the length, the start, or both, and
 * send the whole section or its beginning again and again.
 */
export class SectionProgress {
  readonly #size: number | null;
  #first: Uint8Array = new Uint8Array();
  #length = 0;
  #isComplete = false;

  /** @param size of the section as it is on the wire, as BODYSTRUCTURE tells; null where that is not known */
  constructor(size: number | null) {
    this.#size = size;
  }

  /** How many octets came, which is where the next piece begins. */
  get length(): number {
    return this.#length;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * The octets of the answer that did not come before. Throws imap_protocol when the server sends the same again, or goes on far beyond
   * the size that it told.
   * @param wanted how many octets were asked for, from `length` on
   */
  take({ bytes, origin }: SectionAnswer, wanted: number): Uint8Array {
    const start = this.#length;
    const isWhole = bytes.length > wanted;
    const begins = origin ?? (isWhole ? 0 : start);
    const isRepeated = begins > start || (bytes.length > 0 && begins + bytes.length <= start);
    if (start > 0 && (isRepeated || (origin === null && !isWhole && this.#repeatsFirst(bytes, wanted)))) {
      if (this.#size === null || this.#size > start) throw sentMore();
      this.#isComplete = true;
      return new Uint8Array();
    }
    if (start === 0) this.#first = bytes;
    const fresh = bytes.subarray(start - begins);
    this.#length += fresh.length;
    // Some servers tell a size that is not exact, so there may be more; but not many times as much.
    if (this.#size !== null && this.#length > 2 * this.#size + sectionChunk) throw sentMore();
    this.#isComplete = bytes.length !== wanted;
    return fresh;
  }

  #repeatsFirst(bytes: Uint8Array, wanted: number): boolean {
    if (bytes.length !== wanted || bytes.length > this.#first.length) return false;
    return Buffer.compare(bytes, this.#first.subarray(0, bytes.length)) === 0;
  }
}

function sentMore(): AppFailure {
  return new AppFailure(makeError('imap_protocol', { reason: 'more_than_asked' }));
}
