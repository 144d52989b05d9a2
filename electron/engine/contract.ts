import type { EngineCallName } from '../../shared/calls.ts';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { EngineEventName } from '../../shared/events.ts';
import type { CallInput, CallOutputs, EventPayloads } from '../../shared/ipc.ts';
import type {
  AccountId,
  ConnectionReport,
  EngineStatus,
  FolderId,
  MessageBody,
  MessageId,
  MessageRow,
  ServerEndpoint,
} from '../../shared/mail.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import type { TextBudget } from '../../shared/storage.ts';
import type { Language } from '../../shared/texts/format.ts';
import type { DraftFile, DraftId } from '../../shared/writing.ts';
import type { Patient } from '../diagnosis/ladder.ts';
import type { Credentials, MailPurpose } from '../mail/credentials.ts';
import type { EngineAccount, KeptBlock, ReconnectCause } from '../mail/engine-account.ts';
import type { OpenRoute, Place, ProxyRoute } from '../platform/proxy/route.ts';
import type { GraphExchange } from '../smtp/graph-submission.ts';

/** What the engine worker is started with, as its workerData. */
export interface EngineStart {
  /** Holds `user.db` and `accounts/<AccountId>/cache.db`. */
  readonly profileFolder: string;
  /** PEM of additional trusted certificate authorities (HERON_EXTRA_CA), added to the built-in ones. */
  readonly extraCa: string | null;
  /** The compiled imap.worker's path. */
  readonly imapWorkerPath: string;
  /** The compiled mime.worker's path. */
  readonly mimeWorkerPath: string;
  /** The compiled file-text.worker's path. */
  readonly fileTextWorkerPath: string;
  /** The compiled checkpoint.worker's path. */
  readonly checkpointWorkerPath: string;
  /** The language of what Heron writes above a quoted message; English where it is left out. */
  readonly language?: Language;
  /** As in 'engine.hideMarkedDeleted'. */
  readonly hideMarkedDeleted?: boolean;
  /** As in 'engine.searchFiles'; they are where it is left out. */
  readonly searchFiles?: boolean;
  /** As in 'engine.keepTexts'; all of them where it is left out. */
  readonly texts?: TextBudget;
  /** How long a move or a sent message can be taken back before it is sent, in milliseconds; 10 s where it is left out. */
  readonly holdMs?: number;
}

/** The bridge's calls that main passes on to the engine unchanged. */
type BridgeCalls = { [K in EngineCallName]: { input: CallInput<K>; output: CallOutputs[K] } };

/** An account to be opened. `kept`: the block that an engine that ended had for it; nothing is tried until it is lifted. */
export interface OpenedAccount extends EngineAccount {
  readonly kept?: KeptBlock | null;
}

/** main → engine. */
export interface EngineCalls extends BridgeCalls {
  /** Opens the account's store (readable at once) and starts to keep it in sync. With an account already open: takes over changed settings and reconnects. */
  'account.open': { input: OpenedAccount; output: null };
  /** Ends its connections and closes its store. */
  'account.close': { input: { accountId: AccountId }; output: null };
  /** Closes it and deletes its cache and its queue. */
  'account.erase': { input: { accountId: AccountId }; output: null };
  /** Tries again now where the cause lifts what stands in the way (Q2), and checks the open connections. */
  'account.reconnect': { input: { accountId: AccountId | null; cause: ReconnectCause }; output: null };
  'account.status': { input: { accountId: AccountId }; output: EngineStatus };
  /** DNS, TCP, TLS, greeting, sign-in, mailbox, one after the other; `accounts.testProgress` tells how far it is. Aborted by `rpc`'s cancel. */
  'connection.test': {
    input: { testId: string; imap: ServerEndpoint; credentials: Credentials; timeoutSeconds: number };
    output: ConnectionReport;
  };
  /** Tries an account rung by rung beside its own connections; `diagnosis.progress` tells how far it is. Aborted by `rpc`'s cancel. */
  'diagnosis.run': {
    /** `lent`: the credentials of what is no account yet, or why there are none; else main is asked for those of the account. */
    input: {
      diagnosisId: string;
      patient: Patient;
      by: { readonly accountId: AccountId } | { readonly lent: Reply<Credentials> };
    };
    output: Diagnosis;
  };
  /** Main adds whether the message's remote images are loaded. */
  'mail.body': { input: CallInput<'mail.body'>; output: MessageBody };
  /** Main ends a pause before it makes this call. */
  'mail.syncNow': { input: CallInput<'mail.syncNow'>; output: null };
  /** Streams the decoded part to a file that the user chose, through a temporary file beside it. */
  'mail.writePart': {
    input: { accountId: AccountId; messageId: MessageId; partId: string; path: string };
    output: null;
  };
  /** Streams the whole message, octet for octet, to a file that the user chose, as `mail.writePart` does. */
  'mail.writeMessage': { input: { accountId: AccountId; messageId: MessageId; path: string }; output: null };
  /** A decoded inline part for `heron-part://`, at most 10 MB. */
  'mail.readPart': {
    input: { accountId: AccountId; messageId: MessageId; partId: string };
    output: { mimeType: string; bytes: Uint8Array };
  };
  /** A copy of a file that the user chose goes along with a draft. Errors: file_refused, disk_full. */
  'drafts.addPath': { input: { draftId: DraftId; path: string }; output: DraftFile };
  /** The language that the user chose. */
  'engine.setLanguage': { input: { language: Language }; output: null };
  /** Whether messages that are marked as deleted are left out of lists and counts. */
  'engine.hideMarkedDeleted': { input: { hide: boolean }; output: null };
  /** Whether attachments are searched. If not, none are read, and what was read before is forgotten a little at a time. */
  'engine.searchFiles': { input: { wanted: boolean }; output: null };
  /** Which texts are kept on this computer; the others are dropped a little later. */
  'engine.keepTexts': { input: TextBudget; output: null };
  /** Ends all connections and starts none until it is resumed (until: null) or the time has come, milliseconds since the epoch. */
  'engine.pause': { input: { until: number | null }; output: null };
  /** Ends all connections, finishes the running transaction, closes the databases. */
  'engine.stop': { input: undefined; output: null };
}

/** engine → main. */
export interface MainCalls {
  /**
   * The credentials for the account's server of this purpose. `rejected` is the access token that the server just
   * refused, so that main renews it once. Errors: sign_in_required, permission_missing, secret_unreadable, offline,
   * identity_provider_unavailable …
   */
  'credentials.get': {
    input: { accountId: AccountId; purpose: MailPurpose; rejected: string | null };
    output: Credentials;
  };
  /**
   * Posts a message's Base64 to where the account's identity provider takes messages, over main's network (proxy, certificate authorities).
   * The access token goes to that address and to no other (Q3). Errors: not_found, sign_in_required, provider_unknown.
   */
  'graph.send': {
    input: { accountId: AccountId; accessToken: string; body: string };
    output: GraphExchange;
  };
  /** The ways to a mail server by the system's settings, with what opens them; a proxy's password goes to that proxy only. */
  'proxy.find': { input: Place; output: readonly OpenRoute[] };
  /** A proxy wants a user and a password; `refused`: other ones than it was sent. */
  'proxy.challenged': { input: { proxy: ProxyRoute; refused: boolean }; output: null };
}

/** The bridge's events that main passes on from the engine unchanged. */
type BridgeEvents = { [K in EngineEventName]: EventPayloads[K] };

/** engine → main, without an answer. */
export interface EngineEvents extends BridgeEvents {
  'account.status': { accountId: AccountId; status: EngineStatus };
  /** Unread messages that arrived in the inbox after its first sync. `messages`: the newest, at most 10. */
  'mail.arrived': { accountId: AccountId; folderId: FolderId; count: number; messages: readonly MessageRow[] };
  /** A cache was set aside and is being rebuilt, the disk is full, … */
  notice: { error: AppError };
  log: { level: 'debug' | 'info' | 'warn' | 'error'; scope: string; text: string };
}
