import type { ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import type { RefusalName } from '../../shared/texts/fault-words.en.ts';
import type { Credentials } from '../mail/credentials.ts';
import type {
  LinkFields,
  MessageFacts,
  RemoteEnvelope,
  RemoteFlags,
  RemoteFolder,
  RemoteSearchKey,
  RemoteStatus,
  SelectedFolder,
  SequenceRange,
  UidRange,
} from '../mail/remote-mail.ts';
import type { FetchedChanges, FetchedEnvelopes } from './fetch-messages.ts';
import type { Notices } from './notices.ts';
import type { OnLine } from './protocol-lines.ts';

/**
 * Why a change was refused: `text` is the server's words; `own` is set when Heron refused in the server's place.
 * `passing`: whether the server would accept the command later; set only when the response code tells.
 * `code`: the response code, in upper case and without its arguments, for example "OVERQUOTA"; left out where there is none.
 */
export interface Refusal {
  readonly text: string;
  readonly own?: RefusalName;
  readonly passing?: boolean;
  readonly code?: string;
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

/** COPY's result; `uids` as in MoveOutcome. */
export type CopyOutcome = Extract<MoveOutcome, { readonly kind: 'done' }> | Exclude<Outcome, { readonly kind: 'done' }>;

/** APPEND's result: the new message's UID and the folder's UIDVALIDITY where the server has UIDPLUS and told them (RFC 4315), else null. */
export type AppendOutcome =
  | { readonly kind: 'done'; readonly uid: number | null; readonly uidValidity: number | null }
  | Exclude<Outcome, { readonly kind: 'done' }>;

/** What was done with a message. */
export type MessageMark = 'answered' | 'forwarded';

/** That there are unsolicited answers for the selected folder, which `takeNotices` answers; and the end of the session. */
export interface SessionEvents {
  /** EXISTS grew: there is new mail in the selected folder. */
  exists: (path: string, count: number) => void;
  /** EXPUNGE or VANISHED. */
  expunge: (path: string) => void;
  /** Flags changed, by another client: what the server answers to STORE is not told. */
  flags: (path: string) => void;
  /** The connection ended, for whatever reason; emitted once. `error.code` may be token_rejected after `BYE … AccessTokenExpired`. */
  closed: (error: AppError) => void;
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
  /** Octets received from the server so far: as long as the number grows, the connection is alive. */
  readonly received: number;
  on<K extends keyof SessionEvents>(event: K, listener: SessionEvents[K]): void;
  listFolders(signal: AbortSignal): Promise<RemoteFolder[]>;
  status(path: string, signal: AbortSignal): Promise<RemoteStatus>;
  /** STATUS of all folders in one round trip, by path; only with LIST-STATUS (RFC 5819). What the server could not tell of is left out. */
  statuses(signal: AbortSignal): Promise<ReadonlyMap<string, RemoteStatus>>;
  /** Selects (or re-selects, so that UIDVALIDITY and counts are fresh). Throws folder_missing. */
  select(path: string, signal: AbortSignal): Promise<SelectedFolder>;
  /** The UIDs of the newest `count` messages counting back from sequence number `endingAt` (1-based, `exists` for the newest), ascending. */
  uidsBySequence(endingAt: number, count: number, signal: AbortSignal): Promise<number[]>;
  /** The UIDs at these sequence numbers, ascending; fewer where a number stands for no message any more. */
  uidsAt(sequences: readonly number[], signal: AbortSignal): Promise<number[]>;
  /** Those of these UIDs that the server has, ascending. */
  fetchUids(uids: readonly number[], signal: AbortSignal): Promise<number[]>;
  /** Envelopes of a UID range or of exactly these UIDs, in any order. Never more than 1,000 a call. */
  fetchEnvelopes(uids: UidRange | readonly number[], signal: AbortSignal): Promise<RemoteEnvelope[]>;
  /** The same, but a refusal does not throw: it is answered beside the envelopes that came before it. */
  fetchAvailable(uids: UidRange | readonly number[], signal: AbortSignal): Promise<FetchedEnvelopes>;
  /**
   * As fetchAvailable, by sequence numbers from..to: the first window of a folder in a single round trip, without knowing
   * UIDs.
   */
  fetchEnvelopesBySequence(range: UidRange, signal: AbortSignal): Promise<FetchedEnvelopes>;
  /** UID and flags of a range of messages, ascending by UID (also tells which UIDs exist). `changedSince` only with CONDSTORE. */
  fetchFlags(
    of: UidRange | SequenceRange,
    options: { readonly changedSince: bigint | null },
    signal: AbortSignal,
  ): Promise<{ uid: number; flags: RemoteFlags }[]>;
  /** Which flags of messages changed after a MODSEQ, and what was expunged. Only with CONDSTORE. */
  fetchChanges(uids: UidRange, since: bigint, signal: AbortSignal): Promise<FetchedChanges>;
  /** References and List-Id of messages; those with neither are left out. Never more than 1,000 a call. */
  fetchLinks(uids: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, LinkFields>>;
  /**
   * A message's Gmail labels besides that of the selected folder, by the paths of their folders; those of Gmail's own that are no folder names
   * begin with a backslash, but for the inbox. Null where it is gone, or the server has no labels.
   */
  fetchLabels(uid: number, signal: AbortSignal): Promise<readonly string[] | null>;
  /** What a copy of a message in another account needs besides its octets; null where the message is gone. */
  fetchFacts(uid: number, signal: AbortSignal): Promise<MessageFacts | null>;
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
  /** The whole message as it is on the wire, in chunks. */
  streamSource(uid: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
  setSeen(uids: UidRange | readonly number[], seen: boolean, signal: AbortSignal): Promise<Outcome>;
  setFlagged(uids: readonly number[], flagged: boolean, signal: AbortSignal): Promise<Outcome>;
  /** Adds \Answered, or the keyword $Forwarded (RFC 5788). Done without a command where the folder cannot keep it. */
  mark(uids: readonly number[], mark: MessageMark, signal: AbortSignal): Promise<Outcome>;
  /** Gives messages a tag, or takes it from them. Refused where the folder does not keep it. @param tag a keyword, of which `isTag` holds */
  setTag(uids: readonly number[], tag: string, on: boolean, signal: AbortSignal): Promise<Outcome>;
  /**
   * Gives messages a Gmail label, or takes it from them (X-GM-LABELS); they stay in the selected folder. A label that is missing is made. Refused
   * where the server has no labels. @param label the path of its folder
   */
  setLabel(uids: readonly number[], label: string, on: boolean, signal: AbortSignal): Promise<Outcome>;
  /**
   * APPEND to a folder, which need not be selected, with flags and keywords, and an INTERNALDATE (null: now). Refused where it is missing, and with the
   * code APPENDLIMIT where the server said before that it takes no such size. The message is given away: its array may be empty afterwards.
   */
  append(
    path: string,
    message: Uint8Array,
    flags: readonly string[],
    internalDate: number | null,
    signal: AbortSignal,
  ): Promise<AppendOutcome>;
  /** UID MOVE, or COPY + \Deleted + UID EXPUNGE with UIDPLUS. Refused where the server has neither. */
  move(uids: readonly number[], destination: string, signal: AbortSignal): Promise<MoveOutcome>;
  /** UID COPY: flags and INTERNALDATE stay as they are (RFC 9051 section 6.4.7). */
  copy(uids: readonly number[], destination: string, signal: AbortSignal): Promise<CopyOutcome>;
  /** \Deleted and UID EXPUNGE of exactly these (UIDPLUS): the second half of a move without MOVE. Refused without UIDPLUS. */
  expunge(uids: readonly number[], signal: AbortSignal): Promise<Outcome>;
  /** \Deleted alone, for servers that remove it in their own time. Refused where the folder cannot keep it. */
  markDeleted(uids: readonly number[], signal: AbortSignal): Promise<Outcome>;
  /**
   * The UIDs of messages in the selected folder with this Message-ID header; used to find out what happened after an
   * unknown outcome.
   */
  findByMessageId(messageId: string, signal: AbortSignal): Promise<number[]>;
  /** The UIDs of messages in the selected folder for which one key of each clause holds (SEARCH); none without clauses. */
  search(clauses: readonly (readonly RemoteSearchKey[])[], signal: AbortSignal): Promise<number[]>;
  /** The UIDs of all messages in the selected folder that have a flag, or lack it (SEARCH), in any order. */
  findByFlag(flag: '\\Seen' | '\\Flagged', isSet: boolean, signal: AbortSignal): Promise<number[]>;
  createFolder(path: string, signal: AbortSignal): Promise<Outcome>;
  /** RENAME of a folder and those within it, and of its subscription. Another folder must be selected first. */
  renameFolder(path: string, newPath: string, signal: AbortSignal): Promise<Outcome>;
  /** DELETE of a folder and its messages. Another folder must be selected first. */
  deleteFolder(path: string, signal: AbortSignal): Promise<Outcome>;
  /**
   * IDLE until the signal aborts (the session stays open), the server sends something, another verb is called, or 28
   * minutes pass; asks with NOOP every minute where the server lacks IDLE. Throws when the connection ends.
   */
  idle(signal: AbortSignal): Promise<void>;
  noop(signal: AbortSignal): Promise<void>;
  /** What the server told unasked of the selected folder since the last call, or since it was selected; each notice once. */
  takeNotices(signal: AbortSignal): Promise<Notices>;
  /** LOGOUT with a short deadline, then the socket is destroyed. Never throws. */
  close(): Promise<void>;
}

/** Opens a signed-in session, or throws AppFailure naming what failed. The credentials are not kept after it returns. */
export type OpenSession = (
  options: {
    readonly endpoint: ServerEndpoint;
    readonly credentials: Credentials;
    readonly timeoutSeconds: number;
    readonly extraCa: string | null;
    /** Called when the credentials are about to be sent: from then on, an attempt that is cut off counts as one at the server. */
    readonly onSignIn?: () => void;
    /** Called for each line of the protocol, as imapflow logs it: without credentials, and without FETCH answers. */
    readonly onLine?: OnLine;
  },
  signal: AbortSignal,
) => Promise<ImapSession>;
