import type { z } from 'zod';
import type { CommandId } from './commands.ts';
import type { InputSchemas } from './ipc-schemas.ts';
import type {
  AccountId,
  AccountView,
  ActionResult,
  AppInfo,
  ConnectionReport,
  Destination,
  Folder,
  FolderId,
  Licence,
  MessageHeader,
  MessageId,
  MessageRow,
  Notice,
  ParkedOperation,
  SetupDefaults,
  SetupSuggestion,
  ShownBody,
  SignInId,
  SignInState,
  ViewState,
} from './mail.ts';
import type { EffectivePreferences } from './preferences.ts';
import type { Reply } from './reply.ts';

/** What each call of the bridge answers. Its input is inferred from the schema of the same name. */
export interface CallOutputs {
  'app.info': AppInfo;
  'app.dismissNotice': null;
  /** Opens https, http and mailto only. */
  'app.openExternal': null;
  'app.copyText': null;
  /** Durable when it answers; `app.preferencesChanged` follows. */
  'app.setPreferences': null;
  /** Packages that are part of Heron, with the words of their licences. */
  'app.licences': readonly Licence[];
  'app.showProfileFolder': null;
  /** For an hour; nothing is sent or fetched by itself meanwhile. */
  'app.pause': null;
  'app.resume': null;
  /** Where main wanted to send the user before the window listened; asked for once, at its start. */
  'app.takeDestination': Destination | null;
  'app.closeWindow': null;
  'app.quit': null;
  'accounts.list': readonly AccountView[];
  'accounts.defaults': SetupDefaults;
  'accounts.suggest': SetupSuggestion;
  /** Progress arrives as `accounts.testProgress`; the reply is the whole report, also when a step failed. */
  'accounts.testConnection': ConnectionReport;
  'accounts.cancelTest': null;
  /** Tried against the server before anything is saved. */
  'accounts.addWithPassword': { readonly accountId: AccountId };
  /** A changed IMAP endpoint is tried before it is saved. */
  'accounts.update': null;
  /** Name, colour and notifications: nothing the server knows of. */
  'accounts.setLook': null;
  /** The order of the sidebar, the tray and the settings. */
  'accounts.reorder': null;
  /** Tried before it is saved; on failure the account is as it was. */
  'accounts.switchToPassword': null;
  /** Removes the account, its cache and its secrets. */
  'accounts.remove': null;
  /** The state machine's steps arrive as `signIn.changed`. */
  'signIn.start': { readonly signInId: SignInId };
  'signIn.state': SignInState;
  'signIn.copyAndOpen': null;
  'signIn.newCode': null;
  'signIn.confirmIdentity': null;
  'signIn.cancel': null;
  'mail.folders': readonly Folder[];
  'mail.openView': ViewState;
  'mail.rows': { readonly revision: number; readonly total: number; readonly rows: readonly MessageRow[] };
  'mail.closeView': null;
  /** The row's place in the view; null when it is not (or no longer) there. */
  'mail.indexOf': { readonly index: number | null };
  /** Ids of rows, for a selection that reaches beyond the rows that are here. */
  'mail.ids': { readonly revision: number; readonly messageIds: readonly MessageId[] };
  'mail.header': MessageHeader;
  'mail.body': ShownBody;
  /** The raw message as Latin-1 text, at most 1 MB of it. */
  'mail.source': { readonly source: string; readonly truncated: boolean };
  /** Asks where to save; `path` is null when the user cancelled. */
  'mail.saveAttachment': { readonly path: string | null };
  /** This and all below, up to deleteFolder: answers once the operation is durable, and shows at once. */
  'mail.setSeen': ActionResult;
  'mail.setFlagged': ActionResult;
  'mail.move': ActionResult;
  /** To the account's folder of that role; one that is missing is created (archive, junk, trash). */
  'mail.moveToRole': ActionResult;
  /** For good; the window asks first. Nothing to undo. */
  'mail.delete': ActionResult;
  /** Takes back what has not reached the server; `late`: how many were carried out already. */
  'mail.undo': { readonly undone: number; readonly late: number };
  /** All messages of the folder that were there when it was asked. */
  'mail.setFolderSeen': ActionResult;
  /** Of trash and junk only: deletes what was there when it was asked, for good. */
  'mail.emptyFolder': ActionResult;
  'mail.createFolder': null;
  'mail.renameFolder': null;
  /** With its messages; the window asks first. Never a folder with a role or with folders in it. */
  'mail.deleteFolder': null;
  /** Images of this message, or of all of its sender's, may be loaded; the reader asks for the message again. */
  'mail.allowImages': null;
  /** Senders whose images are loaded. */
  'mail.imageSenders': readonly string[];
  'mail.removeImageSender': null;
  'mail.parkedOperations': readonly ParkedOperation[];
  'mail.resolveParked': null;
  /** Starts a sync of one account or all; progress shows in the accounts' status. */
  'mail.syncNow': null;
}

/** What main tells the window. */
export interface EventPayloads {
  /** An account was added, changed or removed, or its status moved: ask `accounts.list` again or take this view of it. */
  'accounts.changed': { readonly accounts: readonly AccountView[] };
  'accounts.testProgress': { readonly testId: string; readonly report: ConnectionReport };
  'signIn.changed': { readonly signInId: SignInId; readonly state: SignInState };
  'mail.foldersChanged': { readonly accountId: AccountId };
  'mail.viewChanged': ViewState;
  /** A stored message's flags, body or place changed. */
  'mail.messageChanged': { readonly accountId: AccountId; readonly messageId: MessageId; readonly folderId: FolderId };
  'app.noticesChanged': { readonly notices: readonly Notice[] };
  'app.preferencesChanged': { readonly preferences: EffectivePreferences };
  'app.pausedChanged': { readonly pausedUntil: number | null };
  /** A native menu's command. */
  'app.command': { readonly command: CommandId };
  /** Main sends the user somewhere; the window is in front already. */
  'app.goTo': { readonly destination: Destination };
}

export type CallName = keyof CallOutputs;
export type EventName = keyof EventPayloads;
export type CallInput<K extends CallName> = z.infer<InputSchemas[K]>;

/** The bridge's calls, by name; preload.ts makes exactly one function for each. */
export const callNames = [
  'app.info',
  'app.dismissNotice',
  'app.openExternal',
  'app.copyText',
  'app.setPreferences',
  'app.licences',
  'app.showProfileFolder',
  'app.pause',
  'app.resume',
  'app.takeDestination',
  'app.closeWindow',
  'app.quit',
  'accounts.list',
  'accounts.defaults',
  'accounts.suggest',
  'accounts.testConnection',
  'accounts.cancelTest',
  'accounts.addWithPassword',
  'accounts.update',
  'accounts.setLook',
  'accounts.reorder',
  'accounts.switchToPassword',
  'accounts.remove',
  'signIn.start',
  'signIn.state',
  'signIn.copyAndOpen',
  'signIn.newCode',
  'signIn.confirmIdentity',
  'signIn.cancel',
  'mail.folders',
  'mail.openView',
  'mail.rows',
  'mail.closeView',
  'mail.indexOf',
  'mail.ids',
  'mail.header',
  'mail.body',
  'mail.source',
  'mail.saveAttachment',
  'mail.setSeen',
  'mail.setFlagged',
  'mail.move',
  'mail.moveToRole',
  'mail.delete',
  'mail.undo',
  'mail.setFolderSeen',
  'mail.emptyFolder',
  'mail.createFolder',
  'mail.renameFolder',
  'mail.deleteFolder',
  'mail.allowImages',
  'mail.imageSenders',
  'mail.removeImageSender',
  'mail.parkedOperations',
  'mail.resolveParked',
  'mail.syncNow',
] as const satisfies readonly CallName[];

export const eventNames = [
  'accounts.changed',
  'accounts.testProgress',
  'signIn.changed',
  'mail.foldersChanged',
  'mail.viewChanged',
  'mail.messageChanged',
  'app.noticesChanged',
  'app.preferencesChanged',
  'app.pausedChanged',
  'app.command',
  'app.goTo',
] as const satisfies readonly EventName[];

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Do not compile while a list or the schemas miss a name. */
const everyCallNamed: Equal<CallName, (typeof callNames)[number]> = true;
const everyCallHasSchema: Equal<CallName, keyof InputSchemas> = true;
const everyEventNamed: Equal<EventName, (typeof eventNames)[number]> = true;
void everyCallNamed;
void everyCallHasSchema;
void everyEventNamed;

/** `window.heron`: the only thing the page can reach of main. */
export interface HeronBridge {
  readonly calls: {
    readonly [K in CallName]: (input: CallInput<K>) => Promise<Reply<CallOutputs[K]>>;
  };
  /** Each subscribes and returns its own unsubscribe. */
  readonly events: {
    readonly [K in EventName]: (listener: (payload: EventPayloads[K]) => void) => () => void;
  };
}
