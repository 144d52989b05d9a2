/** What one session knows of its selected folder: the messages in the order of its sequence numbers, and their flags. */
import type { Entry, StoredFolder } from './mail-store.ts';

export class View {
  readonly folder: StoredFolder;
  #known: Entry[];
  readonly #flags = new Map<number, string>();

  constructor(folder: StoredFolder) {
    this.folder = folder;
    this.#known = [...folder.entries];
    for (const entry of this.#known) this.toldFlags(entry);
  }

  /** The messages by sequence number, as far as this session was told of them. */
  entries(): readonly Entry[] {
    return this.#known;
  }

  /** The client has been told the message's flags. */
  toldFlags({ uid, message }: Entry): void {
    this.#flags.set(uid, [...message.flags].join(' '));
  }

  /** What is to be told: EXPUNGE, EXISTS and FETCH answers (RFC 9051 section 7.5). */
  news(options: { readonly expunges: boolean }): string[] {
    const told: string[] = [];
    const present = new Set(this.folder.entries);
    if (options.expunges) {
      for (let index = this.#known.length - 1; index >= 0; index -= 1) {
        const entry = this.#known[index];
        if (entry === undefined || present.has(entry)) continue;
        this.#known.splice(index, 1);
        this.#flags.delete(entry.uid);
        told.push(`* ${index + 1} EXPUNGE`);
      }
    }
    const known = new Set(this.#known);
    const arrived = this.folder.entries.filter((entry) => !known.has(entry));
    if (arrived.length > 0) {
      this.#known.push(...arrived);
      for (const entry of arrived) this.toldFlags(entry);
      told.push(`* ${this.#known.length} EXISTS`);
    }
    for (const [index, entry] of this.#known.entries()) {
      const flags = [...entry.message.flags].join(' ');
      if (!present.has(entry) || this.#flags.get(entry.uid) === flags) continue;
      this.toldFlags(entry);
      told.push(`* ${index + 1} FETCH (FLAGS (${flags}) UID ${entry.uid})`);
    }
    return told;
  }
}
