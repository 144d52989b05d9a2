import type { $brand } from 'zod';
import type { AccountColour, EffectivePreferences } from './preferences.ts';
import type { AppError } from './reply.ts';
import type { KeyringProblem } from './texts/fault-words.en.ts';
import type { SetupHint } from './texts/setup.en.ts';
import type { WritingSettings } from './writing-settings.ts';

/** A random UUID made when the account is added; never derived from address, host or auth method, so that switching these keeps the mail. */
export type AccountId = string & $brand<'AccountId'>;
/** A random UUID of a signed-in identity. */
export type IdentityId = string & $brand<'IdentityId'>;
/** The row id of a folder in its account's cache. */
export type FolderId = number & $brand<'FolderId'>;
/** The row id of a message in its account's cache: received second × 2^20 + a counter, so ordering by id is ordering by time. */
export type MessageId = number & $brand<'MessageId'>;
/** An open, ordered list of messages that the engine keeps an index for. */
export type ViewId = string & $brand<'ViewId'>;
/** One run of a sign-in. */
export type SignInId = string & $brand<'SignInId'>;
/** One entry of the durable operation queue. */
export type OperationId = number & $brand<'OperationId'>;
/** The id by which one action can be undone, as long as it can be. */
export type UndoId = string & $brand<'UndoId'>;

/** What the setup offers. */
export type SetupProvider = 'microsoft365' | 'generic';
export type AuthMethod = 'oauth2' | 'password' | 'app_password';
/** `tls` is implicit TLS from the first byte; `starttls` demands the upgrade before any credential. There is no cleartext. */
export type ConnectionSecurity = 'tls' | 'starttls';

export interface ServerEndpoint {
  readonly host: string;
  readonly port: number;
  readonly security: ConnectionSecurity;
}

/** `smtp`: to the account's SMTP server. `graph`: through Microsoft Graph, where an organisation has switched SMTP off. */
export type SendingWay = 'smtp' | 'graph';

type AccountAuth =
  | { readonly method: 'oauth2'; readonly identityId: IdentityId }
  | { readonly method: 'password' | 'app_password'; readonly username: string };

/** A mailbox as the user set it up. Holds no secret. */
export interface Account {
  readonly id: AccountId;
  /** The id of the identity provider that the account signs in at, or `generic` for any IMAP server. */
  readonly provider: string;
  /** The mailbox address, also `user=` of XOAUTH2. */
  readonly address: string;
  /** The user's own name. */
  readonly displayName: string;
  /** The account's name in Heron; empty: its address is shown. */
  readonly label: string;
  readonly colour: AccountColour | null;
  /** Whether new mail in the inbox is notified. */
  readonly notify: boolean;
  /** Aliases, signatures, and how messages are written. */
  readonly writing: WritingSettings;
  readonly auth: AccountAuth;
  readonly imap: ServerEndpoint;
  readonly smtp: ServerEndpoint;
  /** How messages are handed over; by SMTP where it is left out. */
  readonly sending?: SendingWay | undefined;
  readonly connectionTimeoutSeconds: number;
}

/** A sign-in at an identity provider; several mailboxes may stand behind one. Holds no token. */
export interface Identity {
  readonly id: IdentityId;
  /** An id of `IdentityProviders`; one that is not known there belongs to a newer Heron, and the identity is kept as it is. */
  readonly provider: string;
  readonly clientId: string;
  /** `common`, `organizations`, `consumers`, a tenant ID or a domain; empty where the provider knows no tenants. */
  readonly tenant: string;
  /** An origin, for example `https://login.microsoftonline.com`. */
  readonly loginHost: string;
  /** Further options of the provider, under its own names. No secrets. */
  readonly options?: Readonly<Record<string, string>>;
  /** The provider's own id of who signed in (MSAL's `homeAccountId`); null until the first sign-in succeeded. */
  readonly homeAccountId: string | null;
  /** The address that signed in, as the provider names it. */
  readonly username: string | null;
  /** The scopes that the provider granted; empty where it named none. */
  readonly grantedScopes: readonly string[];
}

/** What has to be known of a new identity before the user signs in. */
export type IdentitySettings = Pick<Identity, 'clientId' | 'tenant' | 'loginHost' | 'options'>;

/** The state of an account's connection as the user sees it. Times are milliseconds since the epoch. */
export type ConnectionState =
  | { readonly kind: 'stopped' }
  /** The user paused all background work; it continues at `until`, or when the user resumes it. */
  | { readonly kind: 'paused'; readonly until: number }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'online' }
  | { readonly kind: 'syncing' }
  | { readonly kind: 'offline'; readonly error: AppError; readonly retryAt: number | null }
  | { readonly kind: 'throttled'; readonly until: number }
  | { readonly kind: 'needs_sign_in'; readonly error: AppError }
  | { readonly kind: 'failed'; readonly error: AppError; readonly retryAt: number | null };

/** What keeps a folder from being up to date. */
type Behind =
  /** The server refuses the folder. */
  | { readonly why: 'refused' }
  /** Older messages are still to come. */
  | { readonly why: 'filling'; readonly missing: number }
  /** The server told of changes that are not here yet. `missing`: by how many messages it has more; negative where they are to be removed here. */
  | { readonly why: 'changed'; readonly missing: number }
  /** All was compared, and the server counts another number of messages than it lists. */
  | { readonly why: 'disagrees'; readonly told: number; readonly stored: number }
  /** The server refuses to send some of its messages. */
  | { readonly why: 'unfetched'; readonly messages: number };

/** Whether it is proved that what is stored of a folder is what its server has. */
export type FolderProof =
  /** Nothing of it was ever stored, or the server was not asked yet. */
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'behind' } & Behind)
  /** `at`: when its count, UIDNEXT, and MODSEQ where the server has it, agreed with the server's; milliseconds since the epoch. */
  | { readonly kind: 'reconciled'; readonly at: number };

/** The same of all of an account's folders that are kept here. `at`: of the one that was proved the longest ago. */
export type AccountProof =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'behind'; readonly folders: number }
  | { readonly kind: 'reconciled'; readonly at: number };

/** What a comparison of a whole folder with its server has mended. */
export interface Mended {
  /** Messages that were on the server and not here. */
  readonly missing: number;
  /** Messages that were here and not on the server. */
  readonly gone: number;
  /** Messages whose flags differed. */
  readonly flags: number;
  /** Messages that were stored otherwise than the server has them. */
  readonly others: number;
  /** The folder's own counts were wrong. */
  readonly counts: boolean;
}

/** A comparison of a whole folder with its server, in messages. */
export type FolderVerification =
  | { readonly kind: 'running'; readonly compared: number; readonly total: number }
  /** `at`: when it ended, milliseconds since the epoch. */
  | { readonly kind: 'done'; readonly at: number; readonly compared: number; readonly mended: Mended }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The engine's half of an account's status. */
export interface EngineStatus {
  readonly connection: ConnectionState;
  readonly proof: AccountProof;
  readonly lastSyncAt: number | null;
  readonly lastError: { readonly error: AppError; readonly at: number } | null;
  /** The folder being filled, in messages; null when no first sync is under way. */
  readonly progress: { readonly folderId: FolderId; readonly stored: number; readonly total: number } | null;
  readonly pendingOperations: number;
  readonly parkedOperations: number;
  /** Unread messages in the inbox, with pending operations applied; null while it is not known. */
  readonly inboxUnread: number | null;
}

/** The sign-in half of an account's status. */
export interface TokenStatus {
  /** When the access token ends, milliseconds since the epoch; null when there is none yet. */
  readonly expiresAt: number | null;
  readonly lastRefreshAt: number | null;
  /** Whether the secret is encrypted on disk or kept for this session only (no keyring). */
  readonly persistence: 'encrypted' | 'session';
  /** Why no token can be had until somebody signs in again; null while the grant is good, as far as is known. */
  readonly ended: AppError | null;
}

/** An account as the window shows it. */
export interface AccountView {
  readonly account: Account;
  readonly identity: Identity | null;
  readonly status: EngineStatus;
  readonly token: TokenStatus | null;
  /** Where the password or sign-in is: encrypted on disk, kept until Heron quits (no keyring), or not here, so that somebody has to enter it. */
  readonly secret: 'encrypted' | 'session' | 'missing';
}

/** RFC 6154 special uses, and the inbox. */
export type FolderRole = 'inbox' | 'drafts' | 'sent' | 'archive' | 'junk' | 'trash' | 'all' | 'flagged';

/** Whose folders a namespace holds (RFC 2342): the user's own, other people's, or those that many share. */
export type NamespaceKind = 'personal' | 'other' | 'shared';

/** What the server refused, and when it is asked again, milliseconds since the epoch. */
export interface ServerTrouble {
  readonly error: AppError;
  readonly retryAt: number;
}

export interface Folder {
  readonly id: FolderId;
  readonly accountId: AccountId;
  /** The server's path, decoded from modified UTF-7. */
  readonly path: string;
  /** The last part of the path, as shown. */
  readonly name: string;
  /**
   * How many of the listed folders contain it: 0 at the top of its namespace. Folders are listed with their children
   * directly after them.
   */
  readonly depth: number;
  readonly namespace: NamespaceKind;
  /**
   * The levels between it and the folder that contains it which the server does not list, with a delimiter behind each,
   * for example "Lists/". Empty as a rule.
   */
  readonly unlistedLevels: string;
  readonly role: FolderRole | null;
  /** False for \Noselect and \NonExistent. */
  readonly selectable: boolean;
  /** The server's counts, with pending operations applied. */
  readonly total: number;
  readonly unread: number;
  /** Why the server refused the folder when it was last asked; null when it answered. */
  readonly trouble: ServerTrouble | null;
  /** How many of its messages the server refused to send. */
  readonly unfetched: number;
  /** `never`: not opened yet; `partial`: older messages are still to come; `complete`: all of the server's messages are stored. */
  readonly syncState: 'never' | 'partial' | 'complete';
  readonly proof: FolderProof;
  /**
   * In an account whose folders are labels (Gmail): this one is a label that a message can have beside others: one of the user's own, or the
   * inbox. Absent for any other folder.
   */
  readonly isLabel?: true;
  /** The only tags that the server keeps in this folder, which may be none; absent where it keeps any, as far as is known. */
  readonly keptTags?: readonly string[];
  /** The comparison that the user asked for, until its result was seen; absent where there is none. */
  readonly verification?: FolderVerification;
}

export interface Address {
  readonly name: string;
  readonly address: string;
}

/** One row of a message list. */
export interface MessageRow {
  readonly id: MessageId;
  readonly subject: string;
  readonly from: Address;
  /** For Sent and Drafts folders. */
  readonly to: Address;
  /** INTERNALDATE, else the Date header, milliseconds since the epoch; null when neither is known. */
  readonly receivedAt: number | null;
  /** The first words of the text; empty until the body was fetched. */
  readonly snippet: string;
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  /** It has the keyword $Forwarded (RFC 5788); it may be answered as well. */
  readonly forwarded: boolean;
  /** It has \Deleted (RFC 9051 section 2.3.2): it counts as read, and goes when somebody expunges it. */
  readonly markedDeleted: boolean;
  readonly hasAttachments: boolean;
  /** The server refused to send the message: nothing of it is known but that it is there. */
  readonly unfetched: boolean;
  /** The keywords that people gave it, as `tagsAmong` lists them; absent where it has none. */
  readonly tags?: readonly string[];
  /** Its account, in a list over accounts: its id is unique within that account alone. */
  readonly accountId?: AccountId;
  /** Its folder, in a list of several. */
  readonly folderId?: FolderId;
  /** The server's search found it, and not ours, because its text is not here. */
  readonly foundOnServer?: boolean;
  /** The words that were searched for stand only in a file that is attached. */
  readonly foundInFile?: boolean;
  /**
   * In a list of conversations: what stands behind its newest message in the folder, which this row is. `seen`, `flagged`, `hasAttachments`
   * and `tags` are of all of its messages there then. Absent for a message that stands alone.
   */
  readonly conversation?: RowConversation;
}

/** The orders that a folder's list can have. By sender, subject or size, messages stand alone. */
export const listOrders = ['newest', 'oldest', 'sender', 'subject', 'largest'] as const;
export type ListOrder = (typeof listOrders)[number];

/** Whether rows follow each other in the order of time; only then can a list be one of conversations. */
export function isByTime(order: ListOrder): boolean {
  return order === 'newest' || order === 'oldest';
}

/** A conversation as its row tells of it. */
export interface RowConversation {
  /** Its messages in all folders but drafts, junk and trash, each once; 100 at most are counted. */
  readonly count: number;
  /** Who wrote them, each once, who began first. */
  readonly people: readonly Address[];
  /** The message to begin with: the oldest unread one in the folder, else the newest. */
  readonly opens: MessageId;
  /** Those that lie in the folder, newest first; 100 at most. */
  readonly messageIds: readonly MessageId[];
}

/** Rows of a list, at one of its revisions. */
export interface ListRows {
  readonly revision: number;
  readonly total: number;
  readonly rows: readonly MessageRow[];
  /**
   * For the first ones of the times that were asked about: how many rows of the list are not older. Asked again, it tells of more of them.
   * Absent where the list is not in the order of time, or nothing was asked.
   */
  readonly notOlder?: readonly number[];
}

/** What a list over all accounts shows of each: the messages of one of its folders, or of all but junk and trash. */
export const accountsSources = ['inbox', 'drafts', 'sent', 'everything'] as const;
export type AccountsSource = (typeof accountsSources)[number];

/** A message of a conversation, at one of its places. */
export interface ThreadMessage extends MessageRow {
  readonly folderId: FolderId;
  /** As shown. */
  readonly folderName: string;
}

/** What a search covered. */
export interface SearchReport {
  /** Results that are known so far; `isMore`: there are others, which are looked up as the list is scrolled. */
  readonly found: number;
  readonly isMore: boolean;
  /** Messages of the searched folders: on the server, as far as it told; in the index; in the index with their text. */
  readonly messages: number;
  readonly searched: number;
  readonly withText: number;
  /** Their attachments that were read; those that could not be read do not count. */
  readonly files: number;
  /** Of the results, those that only the server's search found; and others that it found and that are still to be stored. */
  readonly fromServer: number;
  readonly notHere: number;
  /** Where nothing is found: what was meant, perhaps, which finds something; null where nothing is alike. */
  readonly meant: string | null;
}

/** A list as it stands: `revision` grows with each change. */
export interface ViewState {
  readonly viewId: ViewId;
  readonly revision: number;
  /** Messages in the view that are stored here. */
  readonly total: number;
  /** Set where only this message and older ones have changed since that revision: the rows above are as they were. */
  readonly changed?: { readonly since: number; readonly newest: MessageId };
}

/** A list that was opened, with its first rows where they were asked for. */
export interface OpenedView extends ViewState {
  readonly first?: ListRows;
}

/** Rows that are wanted of a list, from its first one on. */
export interface FirstRows {
  readonly count: number;
  /** As in 'mail.rows'. */
  readonly times: readonly number[];
}

export interface Attachment {
  /** The IMAP body section, for example "2.1". */
  readonly partId: string;
  /** Safe to create in a folder: no path, no control or bidi characters, no reserved name. */
  readonly filename: string;
  readonly mimeType: string;
  /** Octets of the saved file, as far as the encoded size on the server tells. */
  readonly size: number;
  /** Content-ID without angle brackets, for `cid:` references. */
  readonly contentId: string | null;
  /** Content-Location, by which the HTML may refer to it (RFC 2557); absent where there is none. */
  readonly contentLocation?: string;
  /** Shown inside the HTML, so not listed as an attachment unless it is unreferenced. */
  readonly inline: boolean;
}

/** A message's headers, from the store at once. */
export interface MessageHeader {
  readonly id: MessageId;
  readonly folderId: FolderId;
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  /** The Date header, milliseconds since the epoch; null when missing or broken. */
  readonly sentAt: number | null;
  /** As in MessageRow. */
  readonly receivedAt: number | null;
  /** The Message-ID header; `id` is the row of the store. */
  readonly messageIdHeader: string | null;
  /** Octets; null: the server did not tell. */
  readonly size: number | null;
  /** Why the server refused to send the message, which is then all that is known of it; null for any other message. */
  readonly unfetched: ServerTrouble | null;
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  /** As in MessageRow. */
  readonly forwarded: boolean;
  /** As in MessageRow. */
  readonly markedDeleted: boolean;
  readonly attachments: readonly Attachment[];
  /** As in MessageRow. */
  readonly tags?: readonly string[];
  /** Where folders are labels: those that the message has besides the folder it is looked at in, as far as they are known. */
  readonly labels?: readonly FolderId[];
}

/** How the mailing list that a message came by is left; at least one way is there. */
export interface ListUnsubscribe {
  /** One POST is enough (RFC 8058); https. */
  readonly oneClick: string | null;
  /** A message to this address (`mailto:`, RFC 2369). */
  readonly mailto: string | null;
  /** A page where the user has to go on. */
  readonly link: string | null;
}

/** All of a message's header, as people read it and as it is. */
export interface MessageHeaders {
  /** One character for each octet (latin1). */
  readonly raw: string;
  /** In their order; names as RFC 5322 writes them, values unfolded and decoded. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** There is more than this. */
  readonly truncated: boolean;
}

/**
 * A message's body, fetched on demand and then cached. `html` is unsanitised: only the reader's frame may show it,
 * after sanitising.
 */
export interface MessageBody {
  readonly id: MessageId;
  readonly html: string | null;
  readonly text: string | null;
  /** True when a part was longer than what is fetched (2 MB). */
  readonly truncated: boolean;
  /** From a fallback parse of the whole message if there was one, else the same as in the header. */
  readonly attachments: readonly Attachment[];
}

/**
 * How a message's remote images are treated (H4): loaded because the user allowed it for this message, or always for its sender; loaded if
 * the user allows it; or never loaded.
 */
export type RemoteImages = 'allowed' | 'always' | 'ask' | 'never';

/** Whether remote images are loaded. */
export function loadsImages(images: RemoteImages): boolean {
  return images === 'allowed' || images === 'always';
}

/** A message's body as the reader receives it. */
export interface ShownBody extends MessageBody {
  readonly remoteImages: RemoteImages;
}

export type ConnectionStep = 'dns' | 'tcp' | 'tls' | 'greeting' | 'sign_in' | 'mailbox';

export interface ConnectionStepResult {
  readonly step: ConnectionStep;
  readonly state: 'pending' | 'running' | 'passed' | 'failed';
  /** Milliseconds the step took; null until it ended. */
  readonly durationMs: number | null;
  readonly error: AppError | null;
}

export interface ConnectionReport {
  readonly ok: boolean;
  readonly steps: readonly ConnectionStepResult[];
}

/** Operations on messages, on all messages of a folder, and on folders. */
type OperationKind =
  | 'set_seen'
  | 'set_flagged'
  | 'mark_message'
  | 'move'
  | 'copy'
  | 'transfer'
  | 'set_label'
  | 'set_tag'
  | 'delete'
  | 'set_folder_seen'
  | 'empty_folder'
  | 'create_folder'
  | 'rename_folder'
  | 'delete_folder';

/** An operation that will not be run as it stands: the folder was rebuilt, or the server refused it too often. */
export interface ParkedOperation {
  readonly id: OperationId;
  readonly accountId: AccountId;
  readonly kind: OperationKind;
  /** The message's subject; for an operation on a folder, the folder's name. */
  readonly subject: string;
  readonly error: AppError;
}

export type SignInState =
  | { readonly kind: 'requesting' }
  | {
      readonly kind: 'waiting';
      readonly userCode: string;
      readonly verificationUri: string;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
      /** The identity provider cannot be reached just now; polling goes on. */
      readonly networkTrouble: boolean;
    }
  /** The provider's page is in the person's browser; Heron waits for the browser to come back. */
  | {
      readonly kind: 'at_browser';
      /** Where the page is, for example "login.microsoftonline.com". */
      readonly host: string;
      /** `failed`: no browser could be opened; the page's address can be copied. */
      readonly browser: 'opening' | 'open' | 'failed';
      /** Whether the provider also offers a sign-in with a code. */
      readonly hasCode: boolean;
      /** Milliseconds since the epoch. */
      readonly expiresAt: number;
    }
  /** The signed-in identity is not the mailbox's address: the user has to confirm it. */
  | { readonly kind: 'confirming'; readonly expected: string; readonly actual: string }
  /** The sign-in has succeeded; the mailbox is being tried and the account saved. */
  | { readonly kind: 'finishing' }
  | { readonly kind: 'succeeded'; readonly accountId: AccountId }
  | { readonly kind: 'declined'; readonly error: AppError }
  | { readonly kind: 'expired'; readonly error: AppError }
  | { readonly kind: 'cancelled' }
  /**
   * The organisation or the app registration forbids the sign-in; `error.guidance` says what an administrator can do.
   */
  | { readonly kind: 'blocked'; readonly error: AppError }
  | { readonly kind: 'failed'; readonly error: AppError };

/** What the person reads on the provider's page when it refuses; `code` is the number after "AADSTS". */
export type PageRefusal =
  | { readonly page: 'approval' | 'blocked' | 'other_account' }
  | { readonly page: 'code'; readonly code: number };

/**
 * A message that the user should see once and that belongs to no account: settings set aside, no keyring, a cache
 * rebuilt.
 */
export interface Notice {
  readonly id: string;
  readonly error: AppError;
}

/** A tag of an account, and how many of some messages have it. */
export interface TagUse {
  readonly tag: string;
  readonly count: number;
}

/** The tags that some messages of an account have and can be given. */
export interface TagsOfMessages {
  /** How many messages this is about. */
  readonly messages: number;
  /** The account's tags, as `tagsAmong` lists them. */
  readonly tags: readonly TagUse[];
  /** Whether there is room for one more tag in the account. */
  readonly hasRoom: boolean;
}

/** The result of an action on messages. */
export interface ActionResult {
  /** How many messages the action changes; messages that already are in the wanted state are not counted. */
  readonly count: number;
  /** For `mail.undo`, valid for five minutes; null when the action cannot be undone. */
  readonly undoId: UndoId | null;
}

/** A message that the window is about to show. */
export interface OpeningMessage {
  readonly accountId: AccountId;
  /** Of the folder that it is listed in. */
  readonly path: string;
  readonly messageId: MessageId;
  /** When it was opened, milliseconds since the epoch; tells one opening from the next. */
  readonly since: number;
}

/** A place in the window that main sends the user to: after a click on a notification, or in the tray's menu. */
export type Destination =
  | { readonly kind: 'mailbox' }
  | {
      readonly kind: 'message';
      readonly accountId: AccountId;
      readonly folderId: FolderId;
      readonly messageId: MessageId;
    }
  /** What waits to be sent, or could not be. */
  | { readonly kind: 'outbox' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'sign_in'; readonly accountId: AccountId };

/** A package that is part of Heron. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** SPDX, for example "MIT". */
  readonly licence: string;
  readonly text: string;
}

export interface AppInfo {
  readonly version: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  readonly platform: 'linux' | 'darwin' | 'win32';
  readonly profileFolder: string;
  /** The additional certificate authority file of HERON_EXTRA_CA, if set. */
  readonly extraCa: string | null;
  readonly secretStorage:
    | { readonly kind: 'encrypted'; readonly backend: string }
    | { readonly kind: 'session'; readonly reason: KeyringProblem };
  readonly notices: readonly Notice[];
  readonly preferences: EffectivePreferences;
  /** The end of a pause of background work, milliseconds since the epoch; null when it is not paused. */
  readonly pausedUntil: number | null;
}

/** What the setup screens start from. `clientId` is empty where none is set. */
export interface SetupDefaults {
  readonly microsoft: IdentitySettings & { readonly imap: ServerEndpoint; readonly smtp: ServerEndpoint };
}

/**
 * How the servers of an address were found. `organisation`: its profile names them. `domain`: the domain is a known provider's own, so two addresses in it are two people's.
 * `exchanger`: the domain's mail goes to a known provider. `autoconfig`, `srv`: the domain itself tells, by a page or by its name servers.
 * `autodiscover`: Microsoft tells. `guess`: by usual names.
 */
export type SetupSource = 'organisation' | 'domain' | 'exchanger' | 'autoconfig' | 'srv' | 'autodiscover' | 'guess';

/** An OAuth2 provider as a domain's page for mail programs names it. Anybody may have written it. */
export interface FoundSignIn {
  /** https, without a query or a user. */
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  /** As the provider calls itself (RFC 9207), where that is told; else null. */
  readonly issuer: string | null;
  /** Separated by blanks. */
  readonly scopes: string;
}

/** What is likely right for an address. */
export interface SetupSuggestion {
  readonly provider: SetupProvider;
  /** The provider's proper name; null for one that is not known. */
  readonly name: string | null;
  /** The address says where the mailbox is, so nobody has to be asked. */
  readonly isCertain: boolean;
  readonly foundBy: SetupSource;
  readonly imap: ServerEndpoint;
  readonly smtp: ServerEndpoint;
  /** What to sign in as; null: the address. */
  readonly username: string | null;
  /** Servers that lie outside the address's own domain, where the domain or Microsoft names them: the user is told before a password is sent. */
  readonly foreignHosts: readonly string[];
  /** At Microsoft, where the address needs others than Heron is set up with; else null. */
  readonly tenant: string | null;
  readonly loginHost: string | null;
  /** The registration that the organisation's profile names for the address; null: none does. */
  readonly identity: IdentitySettings | null;
  /** Where the domain says that people sign in by OAuth2: a hint for the user to look at. Left out: it says nothing of it. */
  readonly signIn?: FoundSignIn | null;
  /** What the servers take. */
  readonly method: 'password' | 'app_password';
  /** Where the app password is made, or IMAP is switched on; https. */
  readonly helpUrl: string | null;
  /** What the user should know before typing the password, for example that Gmail wants an app password. */
  readonly hint: SetupHint | null;
}
