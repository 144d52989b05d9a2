/** The mailbox behind the scripted server: folders, messages and their flags, in memory. */
import { labelName } from './labels.ts';
import type { Personality } from './personality.ts';
import { utf8, type Wire } from './wire.ts';

/** What a test delivers. */
export interface Delivery {
  readonly raw: Buffer | string;
  readonly receivedAt?: Date;
  readonly flags?: readonly string[];
  /** A FETCH of its envelope or body is refused, as the personality says. */
  readonly unfetchable?: boolean;
}

/** A message; with labels it may be in several folders. */
export interface StoredMessage {
  readonly id: number;
  readonly raw: Wire;
  readonly receivedAt: Date;
  readonly flags: Set<string>;
  readonly unfetchable: boolean;
  modseq: number;
}

export interface Entry {
  readonly uid: number;
  readonly message: StoredMessage;
}

export interface StoredFolder {
  path: string;
  readonly attributes: readonly string[];
  uidValidity: number;
  uidNext: number;
  /** Ascending by UID. */
  entries: Entry[];
  subscribed: boolean;
}

/** What the server holds; `onChange` is told after each change from outside of a session. */
export class MailStore {
  readonly folders = new Map<string, StoredFolder>();
  highestModseq = 1;
  #nextId = 1;
  #nextUidValidity = 1_700_000_001;
  readonly #personality: Personality;
  readonly #onChange: () => void;

  constructor(personality: Personality, onChange: () => void) {
    this.#personality = personality;
    this.#onChange = onChange;
    this.#add('INBOX', []);
    for (const { path, attributes } of personality.folders) this.#add(path, attributes ?? []);
  }

  get #delimiter(): string | null {
    return this.#personality.delimiter;
  }

  /** The folder of a path; INBOX in any case (RFC 9051 section 5.1). */
  find(path: string): StoredFolder | undefined {
    return this.folders.get(path.toUpperCase() === 'INBOX' ? 'INBOX' : this.canonical(path));
  }

  /** Like `find`, for tests: throws where there is none. */
  folder(path: string): StoredFolder {
    const folder = this.find(path);
    if (folder === undefined) throw new Error(`The server has no folder ${path}`);
    return folder;
  }

  hasChildren({ path }: StoredFolder): boolean {
    if (this.#delimiter === null) return false;
    return [...this.folders.keys()].some((other) => other.startsWith(path + this.#delimiter));
  }

  isSelectable({ attributes }: StoredFolder): boolean {
    return !attributes.some((flag) => /^\\(noselect|nonexistent)$/i.test(flag));
  }

  /** CREATE; false where it is there already. */
  create(path: string): boolean {
    const plain = this.#delimiter !== null && path.endsWith(this.#delimiter) ? path.slice(0, -1) : path;
    if (this.find(plain) !== undefined) return false;
    this.#add(this.canonical(plain), []).subscribed = false;
    return true;
  }

  /** DELETE; false where it is not there. */
  delete(path: string): boolean {
    const folder = this.find(path);
    return folder !== undefined && folder.path !== 'INBOX' && this.folders.delete(folder.path);
  }

  /** RENAME, with what lies within; false where that is impossible. */
  rename(path: string, newPath: string): boolean {
    const folder = this.find(path);
    if (folder === undefined || folder.path === 'INBOX' || this.find(newPath) !== undefined) return false;
    const within = this.#delimiter === null ? null : folder.path + this.#delimiter;
    for (const [known, moved] of [...this.folders]) {
      if (known !== folder.path && (within === null || !known.startsWith(within))) continue;
      this.folders.delete(known);
      moved.path = this.canonical(newPath + known.slice(path.length));
      this.folders.set(moved.path, moved);
    }
    return true;
  }

  /** A message arrives; returns its UID in that folder. */
  deliver(path: string, delivery: Delivery): number {
    const { raw } = delivery;
    const text = typeof raw === 'string' ? utf8(raw) : raw.toString('latin1');
    const message: StoredMessage = {
      id: this.#nextId++,
      raw: text,
      receivedAt: delivery.receivedAt ?? new Date(),
      flags: new Set(delivery.flags),
      unfetchable: delivery.unfetchable ?? false,
      modseq: 0,
    };
    const uid = this.put(this.folder(path), message);
    this.#onChange();
    return uid;
  }

  /** Another client adds and removes flags. */
  setFlags(
    path: string,
    uid: number,
    flags: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  ) {
    const { message } = this.entry(path, uid);
    for (const flag of flags.add ?? []) message.flags.add(flag);
    for (const flag of flags.remove ?? []) message.flags.delete(flag);
    this.flagged(this.folder(path), message);
    this.#onChange();
  }

  /** Another client removes a message. */
  remove(path: string, uid: number): void {
    this.leave(this.folder(path), (entry) => entry.uid === uid);
    this.#onChange();
  }

  entry(path: string, uid: number): Entry {
    const entry = this.folder(path).entries.find((candidate) => candidate.uid === uid);
    if (entry === undefined) throw new Error(`No message ${uid} in ${path}`);
    return entry;
  }

  /** Another client gives a message a label (true), or takes it away. */
  label(path: string, uid: number, name: string, on: boolean): void {
    const folder = this.folder(path);
    this.setLabel(folder, this.entry(path, uid).message, name, on);
    this.#onChange();
  }

  /** Puts a message into a folder. With labels it is in "All Mail" too, unless it is trash or junk. Returns its UID. */
  put(folder: StoredFolder, message: StoredMessage): number {
    const { labels } = this.#personality;
    if (labels !== undefined) {
      const known = folder.entries.find((entry) => entry.message === message);
      if (known !== undefined) return known.uid;
      if (this.#isStarred(folder)) message.flags.add('\\Flagged');
      const isApart = folder.path === labels.trash || folder.path === labels.junk;
      // What is moved to the trash or to junk loses its labels; what gets a label is no trash any more.
      for (const other of this.folders.values()) {
        const leaves = isApart || other.path === labels.trash || other.path === labels.junk;
        if (leaves && other !== folder) this.#takeOut(other, (entry) => entry.message === message);
      }
      const all = this.folder(labels.all);
      if (!isApart && folder !== all) this.#append(all, message);
    }
    return this.#append(folder, message);
  }

  /** COPY: without labels the copy is a message of its own. */
  copy(folder: StoredFolder, message: StoredMessage): number {
    const isShared = this.#personality.labels !== undefined;
    const own = isShared ? message : { ...message, id: this.#nextId++, flags: new Set(message.flags) };
    return this.put(folder, own);
  }

  /**
   * Messages leave a folder, by MOVE or because they are expunged. With labels they lose that one and stay wherever else they are: nothing but
   * the trash and junk takes a message out of "All Mail" ("Archive the message", which is what Gmail does by default).
   */
  leave(folder: StoredFolder, isMeant: (entry: Entry) => boolean): void {
    const { labels } = this.#personality;
    if (folder.path === labels?.all) {
      for (const { message } of folder.entries.filter(isMeant)) message.flags.delete('\\Deleted');
      return;
    }
    for (const { message } of folder.entries.filter(isMeant)) {
      if (labels !== undefined) message.flags.delete('\\Deleted');
      if (labels !== undefined && this.#isStarred(folder)) message.flags.delete('\\Flagged');
      this.touch(message);
    }
    this.#takeOut(folder, isMeant);
  }

  /**
   * A message's flags have changed, which a client did in this folder. With labels a star is a label as well, and what is marked as deleted loses
   * its label at once ("Auto-Expunge on").
   */
  flagged(folder: StoredFolder, message: StoredMessage): void {
    this.touch(message);
    const { labels } = this.#personality;
    if (labels === undefined) return;
    const starred = [...this.folders.values()].find((each) => this.#isStarred(each));
    const isInAll = this.folder(labels.all).entries.some((entry) => entry.message === message);
    if (starred !== undefined && isInAll && message.flags.has('\\Flagged')) this.#append(starred, message);
    else if (starred !== undefined) this.#takeOut(starred, (entry) => entry.message === message);
    if (message.flags.has('\\Deleted')) this.leave(folder, (entry) => entry.message === message);
  }

  /** X-GM-LABELS: gives a message a label, which is made where it is missing, or takes it away. @param here what is selected */
  setLabel(here: StoredFolder, message: StoredMessage, name: string, on: boolean): void {
    const isNamed = (folder: StoredFolder): boolean => labelName(folder) === name;
    const known = [...this.folders.values()].find(isNamed);
    if (on) this.put(known ?? this.#add(name, []), message);
    else if (known !== undefined && known.path !== this.#personality.labels?.all)
      this.leave(known, (entry) => entry.message === message);
    this.flagged(here, message);
  }

  /** With labels, the message that a client appends once more: Gmail keeps one of them. */
  same(raw: Wire): StoredMessage | undefined {
    const { labels } = this.#personality;
    if (labels === undefined) return undefined;
    return this.folder(labels.all).entries.find(({ message }) => message.raw === raw)?.message;
  }

  /** Takes entries out of one folder and of no other. */
  #takeOut(folder: StoredFolder, isMeant: (entry: Entry) => boolean): void {
    const stay = folder.entries.filter((entry) => !isMeant(entry));
    if (stay.length < folder.entries.length) this.highestModseq += 1;
    folder.entries = stay;
  }

  #isStarred({ attributes }: StoredFolder): boolean {
    return attributes.includes('\\Flagged');
  }

  /** A message has changed. */
  touch(message: StoredMessage): void {
    this.highestModseq += 1;
    message.modseq = this.highestModseq;
  }

  /** The other folders of a message, as X-GM-LABELS tells them. */
  labelsOf(message: StoredMessage, except: StoredFolder): string[] {
    const { labels } = this.#personality;
    return [...this.folders.values()]
      .filter((folder) => folder !== except && folder.path !== labels?.all)
      .filter((folder) => folder.entries.some((entry) => entry.message === message))
      .map(labelName);
  }

  #append(folder: StoredFolder, message: StoredMessage): number {
    const known = folder.entries.find((entry) => entry.message === message);
    if (known !== undefined) return known.uid;
    const uid = folder.uidNext++;
    folder.entries.push({ uid, message });
    this.touch(message);
    return uid;
  }

  #add(path: string, attributes: readonly string[]): StoredFolder {
    const uidValidity = this.#nextUidValidity++;
    const folder = { path, attributes, uidValidity, uidNext: 1, entries: [], subscribed: true };
    this.folders.set(path, folder);
    return folder;
  }

  /** The path with its first level as INBOX where it is that in any case. */
  canonical(path: string): string {
    if (this.#delimiter === null) return path;
    const [first = '', ...rest] = path.split(this.#delimiter);
    return first.toUpperCase() === 'INBOX' ? ['INBOX', ...rest].join(this.#delimiter) : path;
  }
}
