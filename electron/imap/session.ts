import type { Address, FolderRole } from '../../shared/mail.ts';

/** A folder as LIST tells it. */
export interface RemoteFolder {
  /** Decoded from modified UTF-7; the form every verb here takes. */
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly selectable: boolean;
}

/** RFC 9051 STATUS items. `highestModseq` is null without CONDSTORE. */
export interface RemoteStatus {
  readonly messages: number;
  readonly unseen: number;
  readonly uidNext: number;
  readonly uidValidity: number;
  readonly highestModseq: bigint | null;
}

/** The folder as SELECT opened it. */
export interface SelectedFolder {
  readonly path: string;
  readonly exists: number;
  readonly uidNext: number;
  readonly uidValidity: number;
  readonly highestModseq: bigint | null;
  readonly readOnly: boolean;
}

/** A leaf of BODYSTRUCTURE that is not a multipart. */
export interface RemotePart {
  /** IMAP section number; "1" for a single-part message. */
  readonly partId: string;
  /** Lower case, for example "text/html". */
  readonly mimeType: string;
  readonly charset: string | null;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  readonly size: number;
  readonly disposition: 'inline' | 'attachment' | null;
  /** As received, decoded from RFC 2047/2231 but not made safe. */
  readonly filename: string | null;
  readonly contentId: string | null;
  /** The mime types of the enclosing multiparts, outermost first, for example ["multipart/mixed", "multipart/alternative"]. */
  readonly within: readonly string[];
}

/** Flags as Heron uses them; keywords are not kept. */
export interface RemoteFlags {
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  readonly draft: boolean;
  readonly deleted: boolean;
}

/** One message's headers from FETCH (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE). Strings are decoded, bounded in length, and free of control characters. */
export interface RemoteEnvelope {
  readonly uid: number;
  readonly flags: RemoteFlags;
  /** Milliseconds since the epoch. */
  readonly internalDate: number;
  readonly sentAt: number | null;
  readonly size: number;
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly parts: readonly RemotePart[];
}

/** The server's words; `passing` where its response code tells that it would take the same later (true), or not (false). */
interface Refusal {
  readonly text: string;
  readonly passing?: boolean;
}

/** `unknown`: the connection broke or the library answered `false`; look at the server again before repeating. */
export type Outcome =
  | { readonly kind: 'done' }
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'unknown' };

/**
 * MOVE's result; `uids` maps source to destination UID where the server has UIDPLUS. `copied`, without MOVE: all of them stand in the destination,
 * and the server refused to remove the originals. They are not to be moved again, but removed with `expunge`.
 */
export type MoveOutcome =
  | { readonly kind: 'done'; readonly uidValidity: number | null; readonly uids: ReadonlyMap<number, number> }
  | ({ readonly kind: 'refused' | 'copied' } & Refusal)
  | { readonly kind: 'unknown' };

/** UIDs from..to, both included. `to` may be beyond the newest. */
export interface UidRange {
  readonly from: number;
  readonly to: number;
}

/** What the server says by itself while a folder is selected. */
export interface SessionEvents {
  /** EXISTS grew: there is new mail in the selected folder. */
  exists: (path: string, count: number) => void;
  expunge: (path: string) => void;
  flags: (path: string) => void;
  /** The connection ended, for whatever reason; emitted once. `error.code` may be token_rejected after `BYE … AccessTokenExpired`. */
  closed: (error: import('../../shared/reply.ts').AppError) => void;
}

/**
 * One signed-in IMAP connection. Commands run one at a time in the order of the calls. Every verb throws AppFailure
 * (codes of imap-errors.ts); each has a deadline of its own besides the caller's signal. Verbs on messages act on the selected folder.
 * A signal that aborts before a verb's turn came throws `cancelled`, and the session lives on; one that aborts a running command ends the
 * connection (IMAP has no way to cancel). On a closed session every verb throws the error it ended with: nothing was sent. Changes (those
 * that answer an Outcome) answer `unknown`, and never throw, once their command may have reached the server.
 */
export interface ImapSession {
  /** Upper case, for example "UIDPLUS", "CONDSTORE", "QRESYNC", "MOVE", "IDLE". */
  readonly capabilities: ReadonlySet<string>;
  readonly closed: boolean;
  /** Octets that came from the server so far: a connection that still brings some is alive, whatever else waits. */
  readonly received: number;
  on<K extends keyof SessionEvents>(event: K, listener: SessionEvents[K]): void;
  listFolders(signal: AbortSignal): Promise<RemoteFolder[]>;
  status(path: string, signal: AbortSignal): Promise<RemoteStatus>;
  /** Selects (or re-selects, so that UIDVALIDITY and counts are fresh). Throws folder_missing. */
  select(path: string, signal: AbortSignal): Promise<SelectedFolder>;
  /** The UIDs of the newest `count` messages counting back from sequence number `endingAt` (1-based, `exists` for the newest), ascending. */
  uidsBySequence(endingAt: number, count: number, signal: AbortSignal): Promise<number[]>;
  /** Envelopes of a UID range or of exactly these UIDs, in any order. Never more than 1,000 a call. */
  fetchEnvelopes(uids: UidRange | readonly number[], signal: AbortSignal): Promise<RemoteEnvelope[]>;
  /** Envelopes by sequence numbers from..to: the first window of a folder in a single round trip, without knowing UIDs. */
  fetchEnvelopesBySequence(range: UidRange, signal: AbortSignal): Promise<RemoteEnvelope[]>;
  /** UID and flags of a UID range (also tells which UIDs exist). `changedSince` only with CONDSTORE. */
  fetchFlags(
    uids: UidRange,
    options: { readonly changedSince: bigint | null },
    signal: AbortSignal,
  ): Promise<{ uid: number; flags: RemoteFlags }[]>;
  /** One body section as on the wire (still in its transfer encoding), at most `maxBytes` of it. */
  fetchPart(
    uid: number,
    partId: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<{ bytes: Uint8Array; truncated: boolean }>;
  /** The whole message, at most `maxBytes` of it. */
  fetchSource(uid: number, maxBytes: number, signal: AbortSignal): Promise<{ bytes: Uint8Array; truncated: boolean }>;
  /** A part's decoded octets in chunks, for saving attachments of any size. */
  streamPart(uid: number, partId: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  setSeen(uids: UidRange | readonly number[], seen: boolean, signal: AbortSignal): Promise<Outcome>;
  setFlagged(uids: readonly number[], flagged: boolean, signal: AbortSignal): Promise<Outcome>;
  /** UID MOVE, or COPY + \Deleted + UID EXPUNGE with UIDPLUS. Refused where the server has neither. */
  move(uids: readonly number[], destination: string, signal: AbortSignal): Promise<MoveOutcome>;
  /** \Deleted and UID EXPUNGE of exactly these (UIDPLUS): the second half of a move without MOVE. Refused without UIDPLUS. */
  expunge(uids: readonly number[], signal: AbortSignal): Promise<Outcome>;
  /** The UIDs in the selected folder whose Message-ID header is this one: to look again after an unknown outcome. */
  findByMessageId(messageId: string, signal: AbortSignal): Promise<number[]>;
  createFolder(path: string, signal: AbortSignal): Promise<Outcome>;
  /** RENAME, with the folders within; what other clients show as subscribed follows. Select another folder first. */
  renameFolder(path: string, newPath: string, signal: AbortSignal): Promise<Outcome>;
  /** DELETE, with the messages in it. Select another folder first. */
  deleteFolder(path: string, signal: AbortSignal): Promise<Outcome>;
  /** IDLE until the signal aborts (the session lives on), the server speaks, another verb is called, or 9 minutes pass; NOOP polling without IDLE. Throws when the connection ends. */
  idle(signal: AbortSignal): Promise<void>;
  noop(signal: AbortSignal): Promise<void>;
  /** LOGOUT with a short deadline, then the socket is destroyed. Never throws. */
  close(): Promise<void>;
}

/** Opens a signed-in session, or throws AppFailure naming what failed. The credentials are not kept after it returns. */
export type OpenSession = (
  options: {
    readonly endpoint: import('../../shared/mail.ts').ServerEndpoint;
    readonly credentials: import('../engine/contract.ts').Credentials;
    readonly timeoutSeconds: number;
    readonly extraCa: string | null;
  },
  signal: AbortSignal,
) => Promise<ImapSession>;
