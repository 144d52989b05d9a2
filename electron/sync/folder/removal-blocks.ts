import type { ImapSession } from '../../imap/session.ts';
import type { UidRange } from '../../mail/remote-mail.ts';

/** Messages in a block. */
const blockSize = 1_000;
/** Blocks whose ends are asked for by one command, whose line has to stay under the 4,096 octets that Exchange takes. */
const blocksAtOnce = 400;

/** UIDs from..to, in which the server has so many messages. */
interface Block {
  readonly uids: UidRange;
  readonly count: number;
}

/**
 * A folder in blocks of about a thousand messages, newest first, each with the number of messages that the server has in it. A sequence number is a
 * message's rank, so that UIDs at every thousandth number tell of a hundred thousand messages what one short answer holds, instead
 * of the UIDs of all.
 */
export class RemovalBlocks {
  readonly #uids: UidRange;
  readonly #first: number;
  /** Sequence number up to which blocks are still to come. */
  #next: number;
  /** UID up to which the next block reaches. */
  #to: number;
  readonly #known: Block[] = [];

  /**
   * @param uids what is compared
   * @param first the sequence number of the oldest message in it
   * @param last that of the newest
   */
  constructor(uids: UidRange, first: number, last: number) {
    this.#uids = uids;
    this.#first = first;
    this.#next = last;
    this.#to = uids.to;
  }

  /**
   * The next block; null when there is none, or when the server's numbers tell nothing of the rest, as messages went meanwhile: then that has to be
   * compared window by window. Throws what the session throws.
   */
  async next(session: Pick<ImapSession, 'uidsAt'>, signal: AbortSignal): Promise<Block | null> {
    if (this.#known.length === 0 && this.#to >= this.#uids.from) await this.#ask(session, signal);
    return this.#known.shift() ?? null;
  }

  async #ask(session: Pick<ImapSession, 'uidsAt'>, signal: AbortSignal): Promise<void> {
    // The first message of each block, which the block is counted from.
    const starts: number[] = [];
    for (let at = this.#next - blockSize + 1; at > this.#first && starts.length < blocksAtOnce; at -= blockSize)
      starts.push(at);
    const found = starts.length === 0 ? [] : await session.uidsAt(starts, signal);
    const isWhole = found.length === starts.length;
    for (const uid of isWhole ? found.toReversed() : []) {
      if (uid > this.#to || uid < this.#uids.from) break;
      this.#known.push({ uids: { from: uid, to: this.#to }, count: blockSize });
      this.#next -= blockSize;
      this.#to = uid - 1;
    }
    if (this.#known.length === starts.length && starts.length === blocksAtOnce) return;
    const rest = this.#next - this.#first + 1;
    // A larger rest is none that was counted off: it is not to be compared by one command.
    if (rest <= blockSize) this.#known.push({ uids: { from: this.#uids.from, to: this.#to }, count: rest });
    this.#to = this.#uids.from - 1;
  }
}
