import type { FolderRole } from '../../shared/mail.ts';
import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { RemoteEnvelope, RemoteFlags } from '../mail/remote-mail.ts';
import { FakeSession } from './fake-session.ts';
import type { FetchedEnvelopes } from './fetch-messages.ts';
import type { ImapSession, OpenSession, Outcome } from './session.ts';

/** A message as the fake server stores it. */
export interface FakeMessage {
  readonly envelope: RemoteEnvelope;
  readonly flags: RemoteFlags;
  readonly modseq: bigint;
  /** Body sections still in their transfer encoding, by section number. */
  readonly sections: ReadonlyMap<string, Uint8Array>;
  readonly source: Uint8Array;
}

export interface FakeFolder {
  readonly path: string;
  readonly role: FolderRole | null;
  readonly selectable: boolean;
  uidValidity: number;
  uidNext: number;
  highestModseq: bigint;
  /** As SELECT tells them. */
  readOnly: boolean;
  permanentFlags: readonly string[] | undefined;
  /** Ascending by UID. */
  messages: FakeMessage[];
  /** What was expunged, and when. */
  readonly expunged: { readonly uid: number; readonly modseq: bigint }[];
}

export type FakeVerb =
  | Exclude<keyof ImapSession, 'capabilities' | 'closed' | 'received' | 'on' | 'close' | 'fetchAvailable'>
  | 'open';

/**
 * What goes wrong at a verb's next call (after `skip` calls more). `drop_before`: the connection is lost before the server
 * did anything; `drop_after`: it is lost after the server did it; `drop_between`: it is lost after a move without MOVE has copied; `hang`: no answer until the caller's signal aborts; `error`: the verb throws it.
 */
export type FakeFault =
  | { readonly kind: 'drop_before' | 'drop_between' | 'drop_after' | 'hang'; readonly skip?: number }
  | { readonly kind: 'error'; readonly error: AppError; readonly skip?: number };

/** A reading command that the server is about to answer; `path` is null for LIST, also with STATUS. */
export interface FakeRequest {
  readonly verb: 'listFolders' | 'status' | 'statuses' | 'select' | 'fetch';
  readonly path: string | null;
  /** The messages that a FETCH names. */
  readonly uids: readonly number[];
}

/** An unsolicited answer of the server. */
export type FakeNotice =
  | { readonly event: 'exists'; readonly path: string; readonly count: number }
  | { readonly event: 'expunge' | 'flags'; readonly path: string; readonly sequence: number };

/** What a server may leave out of its answers to SELECT and STATUS, and of a message's FETCH. */
export type FakeItem = 'exists' | 'unseen' | 'uidNext' | 'uidValidity' | 'flags' | 'internalDate' | 'size';

/** A command as the fake server sees it. */
export interface FakeCommand {
  readonly verb: FakeVerb;
  /** The selected folder, or the one that the command names. */
  readonly path: string;
  readonly uids: readonly number[];
}

/** A tagged NO. `copied`: of a move without MOVE, whose copies were made. */
export interface FakeRefusal {
  readonly code?: string;
  readonly text: string;
  readonly copied?: boolean;
}

export interface FakeDelivery {
  readonly subject?: string;
  readonly from?: string;
  readonly messageId?: string | null;
  readonly internalDate?: number;
  readonly flags?: Partial<RemoteFlags>;
  readonly text?: string;
  /** Fields that replace those of the default envelope. */
  readonly envelope?: Partial<RemoteEnvelope>;
  /** Body sections besides "1", or in its place. */
  readonly sections?: Readonly<Record<string, string | Uint8Array>>;
  readonly source?: string;
}

const noFlags: RemoteFlags = {
  seen: false,
  flagged: false,
  answered: false,
  forwarded: false,
  draft: false,
  deleted: false,
};
const exchangeCapabilities = ['IMAP4REV1', 'UIDPLUS', 'MOVE', 'IDLE', 'NAMESPACE'];

/** An IMAP server in memory for unit tests: one mailbox, any number of sessions, faults at any verb. */
export class FakeImapServer {
  readonly folders = new Map<string, FakeFolder>();
  readonly sessions = new Set<FakeSession>();
  /** Every verb a session was asked for, in order; `open` for a sign-in. */
  readonly calls: FakeVerb[] = [];
  /** Decides which commands are answered NO; asked before each one is carried out. */
  answersNo: (command: FakeCommand) => FakeRefusal | null = () => null;
  /** The credentials each sign-in presented. */
  readonly signIns: Parameters<OpenSession>[0][] = [];
  /** Without CONDSTORE by default, like Exchange Online. */
  capabilities: readonly string[];
  /** Decides whether the server refuses a command that reads; by default none. */
  refuses: (request: FakeRequest) => AppError | null = () => null;
  /** What comes of a FETCH that is refused: nothing, the messages before the first refused one, or all but the refused. */
  sendsWithRefusal: 'nothing' | 'before' | 'others' = 'nothing';
  /** UIDs whose messages are missing from an answer that is OK. */
  readonly leavesOut = new Set<number>();
  readonly silentAbout = new Set<FakeItem>();
  /** How many messages more than it lists the server counts in each folder. */
  countsMore = 0;
  /** As Dovecot: STATUS of the folder that a session has selected says what that session was told, not what others removed since. */
  statusIsOfView = false;
  /** How many commands were refused. */
  refused = 0;
  #faults = new Map<FakeVerb, { fault: FakeFault; skip: number }[]>();
  #nextUidValidity = 1_000;
  #gates = new Map<FakeVerb, { reached: () => void; released: Promise<void> }>();

  constructor(
    options: { capabilities?: readonly string[]; folders?: Readonly<Record<string, FolderRole | null>> } = {},
  ) {
    this.capabilities = options.capabilities ?? exchangeCapabilities;
    const folders = options.folders ?? { INBOX: 'inbox', 'Deleted Items': 'trash', 'Sent Items': 'sent' };
    for (const [path, role] of Object.entries(folders)) this.addFolder(path, role);
  }

  addFolder(path: string, role: FolderRole | null = null, selectable = true): FakeFolder {
    const uidValidity = this.#nextUidValidity++;
    const folder: FakeFolder = {
      path,
      role,
      selectable,
      uidValidity,
      uidNext: 1,
      highestModseq: 1n,
      readOnly: false,
      permanentFlags: undefined,
      messages: [],
      expunged: [],
    };
    this.folders.set(path, folder);
    return folder;
  }

  /** Throws where a test names a folder that is not there. */
  folder(path: string): FakeFolder {
    const folder = this.folders.get(path);
    if (!folder) throw new Error(`The fake server has no folder ${path}`);
    return folder;
  }

  removeFolder(path: string): void {
    this.folders.delete(path);
  }

  /** RENAME of a folder and those within it. */
  renameFolder(path: string, newPath: string): Outcome {
    if (!this.folders.has(path)) return { kind: 'refused', text: 'No such folder.' };
    if (this.folders.has(newPath)) return { kind: 'refused', text: 'It is there already.' };
    for (const [known, folder] of [...this.folders]) {
      if (known !== path && !known.startsWith(`${path}/`)) continue;
      const moved = newPath + known.slice(path.length);
      this.folders.delete(known);
      this.folders.set(moved, { ...folder, path: moved });
    }
    return { kind: 'done' };
  }

  /** Delivers a message, as another client or an SMTP server would; returns its UID. */
  deliver(path: string, delivery: FakeDelivery = {}): number {
    const folder = this.folder(path);
    const uid = folder.uidNext++;
    const text = new TextEncoder().encode(delivery.text ?? `Text of message ${uid}`);
    const flags = { ...noFlags, ...delivery.flags };
    const sender = { name: '', address: delivery.from ?? 'ada@contoso.test' };
    const envelope: RemoteEnvelope = {
      uid,
      flags,
      internalDate: delivery.internalDate ?? 1_700_000_000_000 + uid * 1_000,
      sentAt: null,
      size: text.length,
      subject: delivery.subject ?? `Message ${uid}`,
      from: [sender],
      to: [],
      cc: [],
      replyTo: [],
      messageIdHeader:
        delivery.messageId === undefined ? `<${folder.uidValidity}.${uid}@fake.test>` : delivery.messageId,
      inReplyTo: null,
      parts: [
        {
          partId: '1',
          mimeType: 'text/plain',
          charset: 'utf-8',
          encoding: '8bit',
          size: text.length,
          disposition: null,
          filename: null,
          contentId: null,
          within: [],
        },
      ],
      ...delivery.envelope,
    };
    const sections = new Map<string, Uint8Array>([['1', text]]);
    for (const [partId, bytes] of Object.entries(delivery.sections ?? {})) {
      sections.set(partId, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
    }
    const source = new TextEncoder().encode(
      delivery.source ?? `Subject: ${envelope.subject}\r\n\r\n${delivery.text ?? ''}`,
    );
    this.append(folder, { envelope: { ...envelope, uid }, flags, modseq: 0n, sections, source }, uid);
    for (const session of this.sessions) session.serverSays({ event: 'exists', path, count: folder.messages.length });
    return uid;
  }

  /** Stores a message under a UID; a move uses it too. */
  append(folder: FakeFolder, message: FakeMessage, uid: number): void {
    folder.uidNext = Math.max(folder.uidNext, uid + 1);
    folder.highestModseq += 1n;
    folder.messages.push({ ...message, envelope: { ...message.envelope, uid }, modseq: folder.highestModseq });
  }

  /** Where folders are labels, flags are a message's own, wherever it lies. */
  setFlags(path: string, uid: number, flags: Partial<RemoteFlags>): void {
    const emailId = this.folder(path).messages.find(({ envelope }) => envelope.uid === uid)?.envelope.emailId;
    const isOne = emailId !== undefined && this.capabilities.includes('X-GM-EXT-1');
    for (const folder of isOne ? this.folders.values() : []) {
      const other = folder.messages.find(({ envelope }) => envelope.emailId === emailId)?.envelope.uid;
      if (folder.path !== path && other !== undefined) this.#setFlags(folder.path, other, flags);
    }
    this.#setFlags(path, uid, flags);
  }

  #setFlags(path: string, uid: number, flags: Partial<RemoteFlags>): void {
    const folder = this.folder(path);
    folder.highestModseq += 1n;
    const modseq = folder.highestModseq;
    const sequence = folder.messages.findIndex(({ envelope }) => envelope.uid === uid) + 1;
    folder.messages = folder.messages.map((message) =>
      message.envelope.uid === uid ? { ...message, flags: { ...message.flags, ...flags }, modseq } : message,
    );
    if (sequence === 0) return;
    for (const session of this.sessions) session.serverSays({ event: 'flags', path, sequence });
  }

  /** Another client removes a message. */
  remove(path: string, uid: number): void {
    const folder = this.folder(path);
    folder.highestModseq += 1n;
    const sequence = folder.messages.findIndex(({ envelope }) => envelope.uid === uid) + 1;
    folder.messages = folder.messages.filter((message) => message.envelope.uid !== uid);
    if (sequence === 0) return;
    folder.expunged.push({ uid, modseq: folder.highestModseq });
    for (const session of this.sessions) session.serverSays({ event: 'expunge', path, sequence });
  }

  /** Renumbers the folder's messages from 1 under a new UIDVALIDITY. */
  changeUidValidity(path: string): void {
    const folder = this.folder(path);
    folder.uidValidity = this.#nextUidValidity++;
    folder.messages = folder.messages.map((message, index) => ({
      ...message,
      envelope: { ...message.envelope, uid: index + 1 },
    }));
    folder.uidNext = folder.messages.length + 1;
    folder.expunged.length = 0;
  }

  uids(path: string): number[] {
    return this.folder(path).messages.map((message) => message.envelope.uid);
  }

  message(path: string, uid: number): FakeMessage {
    const message = this.folder(path).messages.find((candidate) => candidate.envelope.uid === uid);
    if (!message) throw new Error(`The fake server has no message ${uid} in ${path}`);
    return message;
  }

  /** Queues a fault for the verb; several apply one call after the other. */
  fail(verb: FakeVerb, fault: FakeFault): void {
    const queue = this.#faults.get(verb) ?? [];
    queue.push({ fault, skip: fault.skip ?? 0 });
    this.#faults.set(verb, queue);
  }

  /** Removes all queued faults. */
  clearFaults(): void {
    this.#faults.clear();
  }

  /** Stops the verb's next call before it has any effect: await `reached`, do something meanwhile, then `release`. */
  hold(verb: FakeVerb): { readonly reached: Promise<void>; release(): void } {
    let release = (): void => undefined;
    let reach = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const reached = new Promise<void>((resolve) => {
      reach = resolve;
    });
    this.#gates.set(verb, { reached: reach, released });
    return { reached, release };
  }

  /** Ends every session, as a lost network would. */
  dropAll(error?: AppError): void {
    for (const session of [...this.sessions]) session.drop(error);
  }

  /** Called by sessions: throws when the server refuses the command. */
  mayRefuse(verb: FakeRequest['verb'], path: string | null): void {
    const error = this.refuses({ verb, path, uids: [] });
    if (error === null) return;
    this.refused += 1;
    throw new AppFailure(error);
  }

  /** Called by sessions: the answer to a FETCH of these messages. */
  answerFetch(path: string, messages: readonly FakeMessage[]): FetchedEnvelopes {
    const refusalOf = (...some: readonly FakeMessage[]): AppError | null =>
      this.refuses({ verb: 'fetch', path, uids: some.map(({ envelope }) => envelope.uid) });
    const refusal = messages.length === 0 ? null : refusalOf(...messages);
    if (refusal !== null) this.refused += 1;
    const firstRefused = messages.findIndex((message) => refusalOf(message) !== null);
    const sent = {
      nothing: [],
      before: messages.slice(0, Math.max(0, firstRefused)),
      others: messages.filter((message) => refusalOf(message) === null),
    }[this.sendsWithRefusal];
    const envelopes = (refusal === null ? messages : sent)
      .filter(({ envelope }) => !this.leavesOut.has(envelope.uid))
      .map(({ envelope, flags }) => ({
        ...envelope,
        flags: this.silentAbout.has('flags') ? null : flags,
        internalDate: this.silentAbout.has('internalDate') ? null : envelope.internalDate,
        size: this.silentAbout.has('size') ? null : envelope.size,
      }));
    return { envelopes, refusal };
  }

  /** Called by sessions: records the verb, waits at its gate and answers its fault. */
  async enter(verb: FakeVerb): Promise<FakeFault | null> {
    this.calls.push(verb);
    const gate = this.#gates.get(verb);
    if (gate) {
      this.#gates.delete(verb);
      gate.reached();
      await gate.released;
    }
    const next = this.#faults.get(verb)?.[0];
    if (!next) return null;
    if (next.skip > 0) {
      next.skip -= 1;
      return null;
    }
    this.#faults.get(verb)?.shift();
    return next.fault;
  }

  /** Signs in, unless a fault at `open` says otherwise. */
  readonly open: OpenSession = async (options, signal) => {
    if (signal.aborted) throw new AppFailure({ code: 'cancelled', params: { reason: 'asked' }, retryable: true });
    this.signIns.push(options);
    const fault = await this.enter('open');
    options.onSignIn?.();
    if (fault?.kind === 'error') throw new AppFailure(fault.error);
    if (fault)
      throw new AppFailure({
        code: 'connection_lost',
        params: { reason: 'lost', server: 'fake:993' },
        retryable: true,
      });
    const session = new FakeSession(this);
    this.sessions.add(session);
    return session;
  };
}
