import type { RemoteFlags } from '../mail/remote-mail.ts';

/** What a server told unasked of the selected folder since that was taken last, or since SELECT. */
export interface Notices {
  /** Messages in the folder now; null: not known. */
  readonly exists: number | null;
  /** EXISTS was told: there are new messages. */
  readonly hasArrivals: boolean;
  /** Sequence numbers of messages that were expunged, ascending, as they were when notices were taken last. */
  readonly expunged: readonly number[];
  /** UIDs of messages that were expunged, where the server tells them (VANISHED, RFC 7162 section 3.2.10). */
  readonly vanished: readonly number[];
  /** Messages whose flags changed, with their flags as they are now. */
  readonly changed: readonly { readonly uid: number; readonly flags: RemoteFlags }[];
  /** More was told than is kept, or what was told does not fit together: the folder has to be compared. */
  readonly isLost: boolean;
}

/** A change of flags as the server told it: a message by its UID, where the server tells that, else by its sequence number now. */
type ToldMessage = { readonly uid: number } | { readonly sequence: number };

/** More than so many notices of one kind are not kept: comparing the folder costs less. */
const mostKept = 1_000;

/**
 * Keeps what a server tells unasked of the selected folder. Each EXPUNGE moves the sequence numbers above it down by one (RFC 9051
 * section 7.5.1): numbers of changed messages follow, and those of expunged ones are led back to what they were at first.
 */
export class NoticeBook {
  #exists: number | null = null;
  #hasArrivals = false;
  /** Ascending, as numbered when the book was emptied last. */
  #expunged: number[] = [];
  #vanished: number[] = [];
  readonly #changedUids = new Set<number>();
  #changedSequences = new Set<number>();
  #isLost = false;

  /** A folder was selected, with so many messages as far as the server told it. */
  begin(exists: number | null): void {
    this.#exists = exists;
    this.#isLost = exists === null;
    this.#empty();
  }

  /** EXISTS. */
  exists(count: number): void {
    // Only EXPUNGE and VANISHED take messages away.
    if (this.#exists === null || count < this.#exists) this.#isLost = true;
    this.#exists = count;
    this.#hasArrivals = true;
  }

  /** EXPUNGE of the message that has this sequence number until now. */
  expunge(sequence: number): void {
    if (this.#exists !== null) this.#exists = Math.max(0, this.#exists - 1);
    if (this.#isFull(this.#expunged.length)) return;
    let original = sequence;
    let place = 0;
    for (; place < this.#expunged.length && (this.#expunged[place] ?? 0) <= original; place += 1) original += 1;
    this.#expunged.splice(place, 0, original);
    const changed = new Set<number>();
    for (const number of this.#changedSequences)
      if (number !== sequence) changed.add(number > sequence ? number - 1 : number);
    this.#changedSequences = changed;
  }

  /** VANISHED, one UID of it. */
  vanish(uid: number): void {
    if (this.#exists !== null) this.#exists = Math.max(0, this.#exists - 1);
    if (!this.#isFull(this.#vanished.length)) this.#vanished.push(uid);
    this.#changedUids.delete(uid);
    // By how many numbers the messages above it moved down is not told.
    if (this.#changedSequences.size > 0) this.#isLost = true;
  }

  /** FETCH with FLAGS. */
  flags(message: ToldMessage): void {
    if (this.#isFull(this.#changedUids.size + this.#changedSequences.size)) return;
    if ('uid' in message) this.#changedUids.add(message.uid);
    else this.#changedSequences.add(message.sequence);
  }

  /** The messages whose flags changed. Their sequence numbers hold until the next command that may be answered with EXPUNGE. */
  get changed(): { readonly uids: readonly number[]; readonly sequences: readonly number[] } {
    if (this.#isLost) return { uids: [], sequences: [] };
    return { uids: [...this.#changedUids], sequences: [...this.#changedSequences] };
  }

  /** Forgets changes of flags that were asked for. */
  asked({ uids, sequences }: { readonly uids: readonly number[]; readonly sequences: readonly number[] }): void {
    for (const uid of uids) this.#changedUids.delete(uid);
    for (const sequence of sequences) this.#changedSequences.delete(sequence);
  }

  /** What was told, but for flags; they are not told again. */
  take(): Omit<Notices, 'changed'> {
    const taken = {
      exists: this.#exists,
      hasArrivals: this.#hasArrivals,
      expunged: this.#expunged,
      vanished: this.#vanished,
      isLost: this.#isLost,
    };
    this.#hasArrivals = false;
    this.#expunged = [];
    this.#vanished = [];
    this.#isLost = this.#exists === null;
    return taken;
  }

  #isFull(count: number): boolean {
    if (count >= mostKept) this.#isLost = true;
    return count >= mostKept;
  }

  #empty(): void {
    this.#hasArrivals = false;
    this.#expunged = [];
    this.#vanished = [];
    this.#changedUids.clear();
    this.#changedSequences.clear();
  }
}
