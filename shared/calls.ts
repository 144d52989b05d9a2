import { z } from 'zod';
import type { Diagnosis, TokenInspection } from './diagnosis.ts';
import {
  accountId,
  address,
  clientSecret,
  connectionTimeoutSeconds,
  displayName,
  draftContent,
  draftFileId,
  draftId,
  draftStart,
  endpoint,
  folderId,
  folderName,
  identity,
  messageId,
  messageIds,
  nothing,
  openingMessage,
  operationId,
  pageRefusal,
  partId,
  password,
  passwordMethod,
  preferencesSchema,
  provider,
  signInId,
  signInWay,
  transferId,
  username,
  viewId,
  writingSettings,
} from './input-schemas.ts';
import type { AnsweredInvitation } from './invitation.ts';
import {
  type AccountId,
  type AccountView,
  type ActionResult,
  type Address,
  type AppInfo,
  accountsSources,
  type ConnectionReport,
  type Destination,
  type Folder,
  type Licence,
  type ListRows,
  type ListUnsubscribe,
  listOrders,
  type MessageHeader,
  type MessageHeaders,
  type MessageId,
  type OpenedView,
  type OpeningMessage,
  type ParkedOperation,
  type SearchReport,
  type SetupDefaults,
  type SetupSuggestion,
  type ShownBody,
  type SignInId,
  type SignInState,
  type TagsOfMessages,
  type ThreadMessage,
} from './mail.ts';
import type { MovedAccount, MovingSource } from './moving.ts';
import type { OrganisationView } from './organisation.ts';
import { accountColours } from './preferences.ts';
import type { ProxyQuestion } from './proxy-question.ts';
import type { AppError } from './reply.ts';
import { longestSearch } from './search/query.ts';
import type { AccountStorage, FreedStorage } from './storage.ts';
import { isTag } from './tags.ts';
import type { TransferProgress } from './transfers.ts';
import { type TypeOnly, typeOnly } from './type-only.ts';
import type { Draft, DraftFile, DraftSummary, SendingState, SizeLimit } from './writing.ts';

interface CallDeclaration {
  /** Main parses each input from the window with this schema. */
  readonly input: z.ZodType;
  readonly output: TypeOnly<unknown>;
  /** Who handles the call: main, or the engine, to which main passes it on unchanged. */
  readonly owner: 'main' | 'engine';
  /**
   * The engine answers with JSON, which the window parses: a list's rows are many small objects, and each of the three boundaries in between takes
   * a multiple of the time for these.
   */
  readonly inText?: true;
}

const byThread = z.boolean().optional();
/** How many rows are told at once. */
const rowCount = z.number().int().min(0).max(200);
/** Milliseconds since the epoch, the latest first: where the headings of a list's days and months stand. */
const headingTimes = z.array(z.number().int()).max(1000).readonly();
/** The first rows come with a list that is opened: to ask for them afterwards would take a turn more, behind whatever else is asked meanwhile. */
const first = z.object({ count: rowCount, times: headingTimes }).optional();

/**
 * Every call from the window. Everything else is derived from this table: the bridge's functions, the types of both
 * sides, the check of each input, and whether main or the engine handles a call.
 */
export const calls = {
  'app.info': { input: nothing, output: typeOnly<AppInfo>(), owner: 'main' },
  'app.dismissNotice': { input: z.object({ id: z.string().max(64) }), output: typeOnly<null>(), owner: 'main' },
  /** Opens https, http and mailto only. */
  'app.openExternal': { input: z.object({ url: z.string().max(8192) }), output: typeOnly<null>(), owner: 'main' },
  'app.copyText': { input: z.object({ text: z.string().max(1_048_576) }), output: typeOnly<null>(), owner: 'main' },
  /** The change is stored when the reply arrives; `app.preferencesChanged` follows. */
  'app.setPreferences': { input: preferencesSchema.partial(), output: typeOnly<null>(), owner: 'main' },
  /** Packages that are part of Heron, with the texts of their licences. */
  'app.licences': { input: nothing, output: typeOnly<readonly Licence[]>(), owner: 'main' },
  /** What the mail of each account takes on this computer. */
  'storage.sizes': { input: nothing, output: typeOnly<readonly AccountStorage[]>(), owner: 'engine' },
  /** Drops the texts over the budget now and gives empty space back to the disk. */
  'storage.free': { input: nothing, output: typeOnly<FreedStorage>(), owner: 'engine' },
  'app.showProfileFolder': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  /** Pauses for an hour: in that time Heron sends and fetches nothing in the background. */
  'app.pause': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  'app.resume': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  /** The place where main wanted to send the user before the window listened; the window asks once, when it starts. */
  'app.takeDestination': { input: nothing, output: typeOnly<Destination | null>(), owner: 'main' },
  /** The window is about to show a message. Kept until it is shown, also over a crash. */
  'app.openingMessage': { input: openingMessage, output: typeOnly<null>(), owner: 'main' },
  /** A message is shown, or the user went on before it was. */
  'app.messageShown': { input: z.object({ accountId, messageId }), output: typeOnly<null>(), owner: 'main' },
  /** The message that was being opened when the window or all of Heron ended; asked by the window when it starts. */
  'app.stoppedMessage': { input: nothing, output: typeOnly<OpeningMessage | null>(), owner: 'main' },
  /** Closes the window that asks, once its page has saved. */
  'app.closeWindow': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  /** The answer to `app.savePage`: everything typed is durable, or could not be saved. */
  'app.pageSaved': { input: z.object({ saved: z.boolean() }), output: typeOnly<null>(), owner: 'main' },
  'app.quit': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  'accounts.list': { input: nothing, output: typeOnly<readonly AccountView[]>(), owner: 'main' },
  'accounts.defaults': { input: nothing, output: typeOnly<SetupDefaults>(), owner: 'main' },
  /** `thorough`: the user goes on with this address, so its domain is asked as well. */
  'accounts.suggest': {
    input: z.object({ address, thorough: z.boolean() }),
    output: typeOnly<SetupSuggestion>(),
    owner: 'main',
  },
  /** Progress arrives as `accounts.testProgress`; the reply is the whole report, also when a step failed. */
  'accounts.testConnection': {
    input: z.object({
      testId: z.uuid(),
      imap: endpoint,
      username,
      password,
    }),
    output: typeOnly<ConnectionReport>(),
    owner: 'main',
  },
  'accounts.cancelTest': { input: z.object({ testId: z.uuid() }), output: typeOnly<null>(), owner: 'main' },
  /** The login is tried on the server before anything is saved. */
  'accounts.addWithPassword': {
    input: z.object({
      address,
      displayName,
      method: passwordMethod,
      username,
      password,
      imap: endpoint,
      smtp: endpoint,
    }),
    output: typeOnly<{ readonly accountId: AccountId }>(),
    owner: 'main',
  },
  /**
   * Adds a mailbox that the sign-in of an account may open, for example a shared one, at that account's servers: nobody signs in. The
   * mailbox is tried before it is saved.
   */
  'accounts.addShared': {
    input: z.object({ accountId, address, displayName }),
    output: typeOnly<{ readonly accountId: AccountId }>(),
    owner: 'main',
  },
  /**
   * A changed IMAP endpoint is tried before it is saved. An account with a password needs it again when one of its
   * servers is another one (Q3).
   */
  'accounts.update': {
    input: z.object({
      password: password.optional(),
      accountId,
      displayName,
      imap: endpoint,
      smtp: endpoint,
      connectionTimeoutSeconds,
    }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** Name, colour and notifications, which only Heron knows, not the server. */
  'accounts.setLook': {
    input: z.object({
      accountId,
      label: z.string().trim().max(100),
      colour: z.enum(accountColours).nullable(),
      notify: z.boolean(),
    }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** Aliases, signatures, and how messages are written. Errors: not_found, account_exists (an address twice), disk_full, storage_failed. */
  'accounts.setWriting': {
    input: z.object({ accountId, writing: writingSettings }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /**
   * How the account's messages are handed over. Refused with `permission_missing` until the user signed in with
   * `allow_graph` once.
   */
  'accounts.setSending': {
    input: z.object({ accountId, sending: z.enum(['smtp', 'graph']) }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** The order of the accounts in the sidebar, the tray and the settings. */
  'accounts.reorder': {
    input: z.object({ accountIds: z.array(accountId).max(500) }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** The password is tried before it is saved; on failure the account stays as it was. */
  'accounts.switchToPassword': {
    input: z.object({ accountId, method: passwordMethod, username, password }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** What can be said of the token of an account that is signed in. Errors: not_found, invalid_input (it has a password). */
  'accounts.inspectToken': { input: z.object({ accountId }), output: typeOnly<TokenInspection>(), owner: 'main' },
  /** Renews the token now. Errors: those of the identity provider; what is held still serves until it ends. */
  'accounts.refreshToken': { input: z.object({ accountId }), output: typeOnly<null>(), owner: 'main' },
  /**
   * Removes the tokens of the account's sign-in from this computer, and so signs out all accounts that it opens. Mail, drafts and changes
   * that wait stay. Errors: not_found, invalid_input (it has a password), storage_failed.
   */
  'accounts.signOut': { input: z.object({ accountId }), output: typeOnly<null>(), owner: 'main' },
  /** Removes the account, its cache and its secrets. */
  'accounts.remove': { input: z.object({ accountId }), output: typeOnly<null>(), owner: 'main' },
  'organisation.get': { input: nothing, output: typeOnly<OrganisationView | null>(), owner: 'main' },
  /** Main asks for a file with an organisation's profile, to be shown before it is taken; null: the user cancelled. Errors: file_not_usable. */
  'organisation.choose': {
    input: nothing,
    output: typeOnly<{ readonly candidateId: string; readonly organisation: OrganisationView } | null>(),
    owner: 'main',
  },
  /** The same from an https address. */
  'organisation.openLink': {
    input: z.object({ url: z.url({ protocol: /^https$/ }).max(2048) }),
    output: typeOnly<{ readonly candidateId: string; readonly organisation: OrganisationView } | null>(),
    owner: 'main',
  },
  /** The profile that was shown last is used for new accounts from now on. Errors: not_found, forbidden, disk_full, storage_failed. */
  'organisation.take': { input: z.object({ candidateId: z.uuid() }), output: typeOnly<null>(), owner: 'main' },
  'organisation.forget': { input: nothing, output: typeOnly<null>(), owner: 'main' },
  /** Looks for accounts of other programs at their usual places; reads files, and changes nothing. */
  'moving.look': { input: nothing, output: typeOnly<readonly MovingSource[]>(), owner: 'main' },
  /** Main asks for a file with accounts; null: the user cancelled. Errors: file_not_usable. */
  'moving.choose': { input: nothing, output: typeOnly<readonly MovingSource[] | null>(), owner: 'main' },
  /** Takes accounts of a source over; each outcome is in the reply. Errors: not_found, file_not_usable. */
  'moving.take': {
    input: z.object({ sourceId: z.uuid(), keys: z.array(z.string().max(320)).max(500) }),
    output: typeOnly<readonly MovedAccount[]>(),
    owner: 'main',
  },
  /** Saves all accounts without their secrets. Main asks where; `path` is null when the user cancelled. */
  'moving.export': { input: nothing, output: typeOnly<{ readonly path: string | null }>(), owner: 'main' },
  /**
   * Tries an account rung by rung; progress arrives as `diagnosis.progress`. `repeatRefused`: a password that the server refused is sent once
   * more, which the user asked for, knowing that each attempt counts towards the account's lock.
   */
  'diagnosis.run': {
    input: z.object({ diagnosisId: z.uuid(), accountId, repeatRefused: z.boolean() }),
    output: typeOnly<Diagnosis>(),
    owner: 'main',
  },
  /**
   * Tries what was typed in setup, without any account: as `diagnosis.run`. A sign-in that failed is not repeated; a password that the
   * connection test `testId` found refused is sent again only if `repeatRefused`.
   */
  'diagnosis.runSetup': {
    input: z.object({
      diagnosisId: z.uuid(),
      repeatRefused: z.boolean(),
      address,
      imap: endpoint,
      smtp: endpoint,
      by: z.discriminatedUnion('kind', [
        z.object({
          kind: z.literal('password'),
          method: passwordMethod,
          username,
          password,
          testId: z.uuid().nullable(),
        }),
        z.object({ kind: z.literal('sign_in'), signInId }),
      ]),
    }),
    output: typeOnly<Diagnosis>(),
    owner: 'main',
  },
  'diagnosis.cancel': { input: z.object({ diagnosisId: z.uuid() }), output: typeOnly<null>(), owner: 'main' },
  /** What the account and its servers said to each other of late: known words and numbers, no names and no texts. Empty: nothing. */
  'diagnosis.protocolLog': {
    input: z.object({ accountId }),
    output: typeOnly<{ readonly text: string }>(),
    owner: 'engine',
  },
  /** Main asks where; `path` is null when the user cancelled. */
  'diagnosis.saveReport': {
    input: z.object({ text: z.string().max(400_000) }),
    output: typeOnly<{ readonly path: string | null }>(),
    owner: 'main',
  },
  /** The state machine's steps arrive as `signIn.changed`. */
  'signIn.start': {
    input: z.discriminatedUnion('purpose', [
      z.object({
        purpose: z.literal('new_account'),
        address,
        displayName,
        provider,
        identity,
        imap: endpoint,
        smtp: endpoint,
        clientSecret,
        ...signInWay,
      }),
      z.object({ purpose: z.literal('sign_in_again'), accountId, ...signInWay }),
      /** Adds the permission to send through Microsoft Graph, and sends through it from then on. */
      z.object({ purpose: z.literal('allow_graph'), accountId, ...signInWay }),
      z.object({
        purpose: z.literal('switch_to_oauth2'),
        accountId,
        provider,
        identity,
        imap: endpoint,
        smtp: endpoint,
        clientSecret,
        ...signInWay,
      }),
    ]),
    output: typeOnly<{ readonly signInId: SignInId }>(),
    owner: 'main',
  },
  'signIn.state': { input: z.object({ signInId }), output: typeOnly<SignInState>(), owner: 'main' },
  'signIn.copyAndOpen': { input: z.object({ signInId }), output: typeOnly<null>(), owner: 'main' },
  /** Opens the provider's page in the browser once more. */
  'signIn.openPage': { input: z.object({ signInId }), output: typeOnly<null>(), owner: 'main' },
  /** Copies the address of the provider's page, for a computer where no browser can be opened. */
  'signIn.copyPage': { input: z.object({ signInId }), output: typeOnly<null>(), owner: 'main' },
  /** The provider's page refuses; the sign-in ends with what that means and whose turn it is. */
  'signIn.pageSays': { input: z.object({ signInId, said: pageRefusal }), output: typeOnly<null>(), owner: 'main' },
  'signIn.newCode': { input: z.object({ signInId }), output: typeOnly<null>(), owner: 'main' },
  'signIn.confirmIdentity': {
    input: z.object({ signInId, accept: z.boolean() }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** The proxy that wants a password; null where none does. */
  'proxy.question': { input: nothing, output: typeOnly<ProxyQuestion | null>(), owner: 'main' },
  /** The answer to the question, kept for this proxy; what waited for it is tried again. */
  'proxy.enterPassword': {
    input: z.object({ username: z.string().min(1).max(500), password: z.string().max(1_000) }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  'signIn.cancel': { input: z.object({ signInId }), output: typeOnly<null>(), owner: 'main' },
  'mail.folders': { input: z.object({ accountId }), output: typeOnly<readonly Folder[]>(), owner: 'engine' },
  /** A folder as a list. `byThread`: of conversations, each a row where its newest message in the folder stands, in the orders of time. */
  'mail.openView': {
    input: z.object({ accountId, folderId, byThread, order: z.enum(listOrders).optional(), first }),
    output: typeOnly<OpenedView>(),
    owner: 'engine',
    inText: true,
  },
  /** A search as a list, over one folder or all but junk and trash; `mail.rows` and the like are asked of it as of a folder. */
  'mail.openSearch': {
    input: z.object({ accountId, folderId: folderId.nullable(), text: z.string().max(longestSearch), first }),
    output: typeOnly<OpenedView>(),
    owner: 'engine',
    inText: true,
  },
  /**
   * A list over all accounts, newest first, of their messages or of those that a search finds. Its rows name their accounts; it follows
   * accounts that come and go. `byThread`: of conversations, where nothing is searched for.
   */
  'mail.openAccounts': {
    input: z.object({
      source: z.enum(accountsSources),
      text: z.string().max(longestSearch),
      byThread,
      first,
    }),
    output: typeOnly<OpenedView>(),
    owner: 'engine',
    inText: true,
  },
  /** What an open search covered; of a list over accounts, the sum. */
  'mail.searchReport': { input: z.object({ viewId }), output: typeOnly<SearchReport>(), owner: 'engine' },
  /**
   * Lets the server search as well; what it finds is added to the list: of what is stored at once, the rest as soon as its folder is
   * downloaded, which begins with that. `refused`: folders that the server did not search.
   */
  'mail.searchServer': {
    input: z.object({ viewId }),
    output: typeOnly<{ readonly found: number; readonly refused: number }>(),
    owner: 'engine',
  },
  'mail.rows': {
    input: z.object({
      viewId,
      start: z.number().int().min(0),
      /** 0: nothing but `notOlder` is wanted. */
      count: rowCount,
      times: headingTimes.optional(),
    }),
    output: typeOnly<ListRows>(),
    owner: 'engine',
    inText: true,
  },
  'mail.closeView': { input: z.object({ viewId }), output: typeOnly<null>(), owner: 'engine' },
  /**
   * The place of a message's row in the view; null when it is not (or no longer) there. In a list over accounts its account has to be named.
   * `messageId`: the row's own, where another message stands for the conversation.
   */
  'mail.indexOf': {
    input: z.object({ viewId, accountId: accountId.optional(), messageId }),
    output: typeOnly<{ readonly index: number | null; readonly messageId?: MessageId }>(),
    owner: 'engine',
  },
  /** Which of these messages have no row in the view, of one account, any more. */
  'mail.absent': {
    input: z.object({ viewId, messageIds }),
    output: typeOnly<{ readonly messageIds: readonly MessageId[] }>(),
    owner: 'engine',
  },
  /** The first unread row from `start` on. */
  'mail.nextUnread': {
    input: z.object({ viewId, start: z.number().int().min(0) }),
    output: typeOnly<{ readonly index: number | null }>(),
    owner: 'engine',
  },
  /**
   * Message ids of rows, for a selection that reaches beyond the rows that the window has loaded. `accountIds`: in a list over accounts,
   * the account of each.
   */
  'mail.ids': {
    input: z.object({
      viewId,
      start: z.number().int().min(0),
      count: z.number().int().min(1).max(1000),
    }),
    output: typeOnly<{
      readonly revision: number;
      readonly messageIds: readonly MessageId[];
      readonly accountIds?: readonly AccountId[];
    }>(),
    owner: 'engine',
  },
  'mail.header': { input: z.object({ accountId, messageId }), output: typeOnly<MessageHeader>(), owner: 'engine' },
  /**
   * The conversation that a message belongs to, by whom answers what and never by subject alone, over all folders of the account: each
   * message once, oldest first, at most 500. Drafts, junk and trash are left out unless the message lies there.
   */
  'mail.thread': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<readonly ThreadMessage[]>(),
    owner: 'engine',
  },
  /** `plain`: without HTML, as text. */
  'mail.body': {
    input: z.object({ accountId, messageId, plain: z.boolean().optional() }),
    output: typeOnly<ShownBody>(),
    owner: 'main',
  },
  /** The raw message as Latin-1 text, at most 1 MB of it. */
  'mail.source': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<{ readonly source: string; readonly truncated: boolean }>(),
    owner: 'engine',
  },
  /** Shows the message in a window of its own, or brings that window to the front. */
  'mail.openWindow': { input: z.object({ accountId, messageId }), output: typeOnly<null>(), owner: 'main' },
  /** All fields of the message's header. */
  'mail.headers': { input: z.object({ accountId, messageId }), output: typeOnly<MessageHeaders>(), owner: 'engine' },
  /** Main asks the user where to save the file; `path` is null when the user cancelled. */
  'mail.saveAttachment': {
    input: z.object({ accountId, messageId, partId }),
    output: typeOnly<{ readonly path: string | null }>(),
    owner: 'main',
  },
  /** The event that the message is about; null where there is none, or none that can be read. */
  'mail.invitation': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<AnsweredInvitation | null>(),
    owner: 'engine',
  },
  /** Answers the invitation of a message by mail to its organiser (RFC 6047), through the outbox. */
  'drafts.answerInvitation': {
    input: z.object({ accountId, messageId, answer: z.enum(['accepted', 'declined', 'tentative']) }),
    output: typeOnly<SendingState>(),
    owner: 'engine',
  },
  /** How the message's mailing list is left; null where it names none. */
  'mail.listUnsubscribe': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<ListUnsubscribe | null>(),
    owner: 'engine',
  },
  /**
   * Leaves the message's mailing list, after the user was asked: by one click, by a message, or by the link, which the window opens. `sent`: the
   * message is in the outbox.
   */
  'mail.unsubscribe': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<
      { readonly kind: 'done' | 'sent' | 'refused' } | { readonly kind: 'open'; readonly link: string }
    >(),
    owner: 'main',
  },
  /** Main asks for a folder, which is null when the user cancelled; nothing in it is replaced. */
  'mail.saveAttachments': {
    input: z.object({ accountId, messageId, partIds: z.array(partId).min(1).max(1000) }),
    output: typeOnly<{ readonly folder: string | null; readonly saved: number }>(),
    owner: 'main',
  },
  /** Opens a copy with the system's program. `risky`: a kind that can run programs, and the user was not asked yet. */
  'mail.openAttachment': {
    input: z.object({ accountId, messageId, partId, confirmed: z.boolean() }),
    output: typeOnly<{ readonly kind: 'opened' | 'risky' }>(),
    owner: 'main',
  },
  /** Begins to drag a copy of the file out of the window, while the pointer is still pressed. */
  'mail.dragAttachment': { input: z.object({ accountId, messageId, partId }), output: typeOnly<null>(), owner: 'main' },
  /** Shows a PDF of at most 10 MB in a window of its own. */
  'mail.previewPdf': { input: z.object({ accountId, messageId, partId }), output: typeOnly<null>(), owner: 'main' },
  /** The beginning of a file as text, whatever it is; 256 KB of it. */
  'mail.partText': {
    input: z.object({ accountId, messageId, partId }),
    output: typeOnly<{ readonly text: string; readonly truncated: boolean }>(),
    owner: 'engine',
  },
  /** Saves the message octet for octet as the server has it. Main asks where; `path` is null when the user cancelled. */
  'mail.saveMessage': {
    input: z.object({ accountId, messageId }),
    output: typeOnly<{ readonly path: string | null }>(),
    owner: 'main',
  },
  /**
   * Prints a message by the system's dialog, or saves it as PDF where the user says. `content`: what is shown of it; its HTML is drawn without
   * scripts, and loads what the reader may load. `path` is the PDF's; null for paper, or when the user cancelled.
   */
  'mail.printMessage': {
    input: z.object({
      accountId,
      messageId,
      to: z.enum(['printer', 'pdf']),
      content: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('html'), html: z.string().max(8_000_000) }),
        z.object({ kind: z.literal('text'), text: z.string().max(8_000_000), fixedWidth: z.boolean() }),
      ]),
    }),
    output: typeOnly<{ readonly path: string | null }>(),
    owner: 'main',
  },
  /**
   * This call and all below, up to deleteFolder, reply once the operation is stored, and the change is shown at once. `byThread`: it is about
   * all that the conversations of these messages have in the folders of these.
   */
  'mail.setSeen': {
    input: z.object({ accountId, messageIds, byThread, seen: z.boolean() }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  'mail.setFlagged': {
    input: z.object({ accountId, messageIds, byThread, flagged: z.boolean() }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** Gives messages a tag, or takes it from them: a keyword. Refused where the server keeps it not, or the account has too many tags. */
  'mail.setTag': {
    input: z.object({ accountId, messageIds, byThread, tag: z.string().refine(isTag), on: z.boolean() }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** The account's tags, and which of them these messages have. */
  'mail.tagsOf': {
    input: z.object({ accountId, messageIds, byThread }),
    output: typeOnly<TagsOfMessages>(),
    owner: 'engine',
  },
  /** Into a folder of the account, or of another one where `toAccountId` is given. */
  'mail.move': {
    input: z.object({ accountId, messageIds, byThread, folderId, toAccountId: accountId.optional() }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** Copies messages into another folder, as `mail.move` moves them; the copies have the flags of the messages. */
  'mail.copy': {
    input: z.object({ accountId, messageIds, byThread, folderId, toAccountId: accountId.optional() }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** Moves to the account's folder of that role; a missing one is created (archive, junk, trash). */
  'mail.moveToRole': {
    input: z.object({ accountId, messageIds, byThread, role: z.enum(['inbox', 'archive', 'junk', 'trash']) }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /**
   * Where folders are labels: asks the server for the labels of a message that is shown; `mail.messageChanged` follows where they are others than
   * were known.
   */
  'mail.askLabels': { input: z.object({ accountId, messageId }), output: typeOnly<null>(), owner: 'engine' },
  /** Where folders are labels: takes one from messages, which stay where else they are. */
  'mail.removeLabel': {
    input: z.object({ accountId, messageIds, byThread, folderId }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** Deletes for good and cannot be undone; the window asks the user first. */
  'mail.delete': {
    input: z.object({ accountId, messageIds, byThread }),
    output: typeOnly<ActionResult>(),
    owner: 'engine',
  },
  /** Undoes an action; `late` counts the messages that stay where they are, because it is not certain which ones they are there. */
  'mail.undo': {
    input: z.object({ accountId, undoId: z.uuid().brand<'UndoId'>() }),
    output: typeOnly<{ readonly undone: number; readonly late: number }>(),
    owner: 'engine',
  },
  /** All messages that are in the folder when the call is made. */
  'mail.setFolderSeen': { input: z.object({ accountId, folderId }), output: typeOnly<ActionResult>(), owner: 'engine' },
  /** Only for trash and junk: deletes for good the messages that are in the folder when the call is made. */
  'mail.emptyFolder': { input: z.object({ accountId, folderId }), output: typeOnly<ActionResult>(), owner: 'engine' },
  'mail.createFolder': {
    input: z.object({ accountId, parentId: folderId.nullable(), name: folderName }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  'mail.renameFolder': {
    input: z.object({ accountId, folderId, name: folderName }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  /**
   * Deletes a folder with its messages; the window asks first. Refused for a folder that has a role or contains
   * folders.
   */
  'mail.deleteFolder': { input: z.object({ accountId, folderId }), output: typeOnly<null>(), owner: 'engine' },
  /**
   * Allows the images of this message, or of all messages from its sender; the reader then asks for the message again.
   */
  'mail.allowImages': {
    input: z.object({ accountId, messageId, scope: z.enum(['message', 'sender']) }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /** Blocks the images of this message again, until Heron ends also those of a sender who is always allowed. */
  'mail.blockImages': { input: z.object({ accountId, messageId }), output: typeOnly<null>(), owner: 'main' },
  /** The senders whose images are always loaded. */
  'mail.imageSenders': { input: nothing, output: typeOnly<readonly string[]>(), owner: 'main' },
  'mail.removeImageSender': {
    input: z.object({ sender: z.string().max(320) }),
    output: typeOnly<null>(),
    owner: 'main',
  },
  /**
   * Asks again for what the server refused: a folder, or all (null), and their messages that could not be fetched. The outcome
   * shows in `mail.folders`.
   */
  'mail.tryAgain': {
    input: z.object({ accountId, folderId: folderId.nullable() }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  /** Compares all of a folder with its server, in the background, and mends what differs. How it goes shows in `mail.folders`. */
  'mail.verifyFolder': { input: z.object({ accountId, folderId }), output: typeOnly<null>(), owner: 'engine' },
  /** Stops that, or forgets its result, which was seen. */
  'mail.endVerifying': { input: z.object({ accountId, folderId }), output: typeOnly<null>(), owner: 'engine' },
  /** As in the event `mail.transfersChanged`. */
  'mail.transfers': { input: nothing, output: typeOnly<readonly TransferProgress[]>(), owner: 'engine' },
  /** Stops a transfer: what has arrived stays there, the rest where it is. One that was stopped already was seen, and is told of no more. */
  'mail.endTransfer': { input: z.object({ transferId }), output: typeOnly<null>(), owner: 'engine' },
  'mail.parkedOperations': {
    input: z.object({ accountId }),
    output: typeOnly<readonly ParkedOperation[]>(),
    owner: 'engine',
  },
  'mail.resolveParked': {
    input: z.object({
      accountId,
      operationIds: z.array(operationId).min(1).max(1_000),
      decision: z.enum(['retry', 'discard']),
    }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  /** Makes a draft; it is durable when the reply arrives. */
  'drafts.create': { input: z.object({ accountId, start: draftStart }), output: typeOnly<Draft>(), owner: 'engine' },
  /** Makes a draft and shows its composer in a window of its own. */
  'drafts.write': { input: z.object({ accountId, start: draftStart }), output: typeOnly<null>(), owner: 'main' },
  /** Shows a stored draft's composer in a window of its own, or brings that window to the front. */
  'drafts.openWindow': { input: z.object({ draftId }), output: typeOnly<null>(), owner: 'main' },
  'drafts.get': { input: z.object({ draftId }), output: typeOnly<Draft>(), owner: 'engine' },
  /** All drafts and all that is on its way, of all accounts, newest first. */
  'drafts.list': { input: nothing, output: typeOnly<readonly DraftSummary[]>(), owner: 'engine' },
  /** A new revision; durable when the reply arrives (C1). Refused (`draft_changed`) unless `revision` is the newest. */
  'drafts.save': {
    input: z.object({ draftId, revision: z.number().int().min(0), accountId, content: draftContent }),
    output: typeOnly<{ readonly revision: number }>(),
    owner: 'engine',
  },
  /** Revisions of the last 24 hours, newest first (C3). */
  'drafts.versions': {
    input: z.object({ draftId }),
    output: typeOnly<readonly { readonly revision: number; readonly savedAt: number; readonly words: string }[]>(),
    owner: 'engine',
  },
  /** An earlier revision becomes the newest one. */
  'drafts.restore': {
    input: z.object({ draftId, revision: z.number().int().min(0) }),
    output: typeOnly<Draft>(),
    owner: 'engine',
  },
  /** An earlier revision as it reads, for looking at it before it is restored. */
  'drafts.version': {
    input: z.object({ draftId, revision: z.number().int().min(0) }),
    output: typeOnly<{ readonly subject: string; readonly to: readonly Address[]; readonly text: string }>(),
    owner: 'engine',
  },
  /** The draft that a message of the Drafts folder holds; one is made of it where there is none yet. Errors: offline and its like. */
  'drafts.openMessage': { input: z.object({ accountId, messageId }), output: typeOnly<Draft>(), owner: 'engine' },
  /** The user chose among a draft and its version from elsewhere. What is not kept stays among the earlier versions. */
  'drafts.resolve': {
    input: z.object({ draftId, keep: z.enum(['this', 'other', 'both']) }),
    output: typeOnly<Draft>(),
    owner: 'engine',
  },
  /** Where the draft's composer is shown; null: it was closed. A draft that was closed before anything was written goes. */
  'drafts.setOpen': {
    input: z.object({ draftId, place: z.enum(['pane', 'window']).nullable() }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  'drafts.discard': { input: z.object({ draftId }), output: typeOnly<null>(), owner: 'engine' },
  /** Main asks the user for files; none were added when the user cancelled. Refusals name the file. */
  'drafts.chooseFiles': {
    input: z.object({ draftId }),
    output: typeOnly<{
      readonly files: readonly DraftFile[];
      readonly refused: readonly { readonly filename: string; readonly error: AppError }[];
    }>(),
    owner: 'main',
  },
  /** A pasted or dropped file. `contentId`: shown by the body. */
  'drafts.addFile': {
    input: z.object({
      draftId,
      filename: z.string().max(1024),
      mimeType: z.string().max(255),
      contentId: z.string().max(255).nullable(),
      bytes: z.instanceof(Uint8Array),
    }),
    output: typeOnly<DraftFile>(),
    owner: 'engine',
  },
  /** The octets of a picture in a draft's text. */
  'drafts.readPicture': {
    input: z.object({ draftId, fileId: draftFileId }),
    output: typeOnly<{ readonly bytes: Uint8Array }>(),
    owner: 'engine',
  },
  'drafts.removeFile': { input: z.object({ draftId, fileId: draftFileId }), output: typeOnly<null>(), owner: 'engine' },
  /** How large a message from this account may be; its server is asked where that is not known. */
  'drafts.sizeLimit': { input: z.object({ accountId }), output: typeOnly<SizeLimit>(), owner: 'engine' },
  /** Into the outbox: held for some seconds, or until `at`. Refused with what is missing (no recipient, an invalid address, too large …). */
  'drafts.send': {
    input: z.object({ draftId, revision: z.number().int().min(0), at: z.number().int().positive().nullable() }),
    output: typeOnly<SendingState>(),
    owner: 'engine',
  },
  /** Takes a draft out of the outbox again, while it is not being handed over. */
  'drafts.takeBack': { input: z.object({ draftId }), output: typeOnly<Draft>(), owner: 'engine' },
  /** Tries again now what waits or was refused; or the user decided about one that may have been sent. */
  'drafts.retry': {
    input: z.object({ draftId, decision: z.enum(['try_now', 'send_again', 'was_sent']) }),
    output: typeOnly<null>(),
    owner: 'engine',
  },
  /** The ids of mailing lists of stored messages that have these letters in their id or name. */
  'mail.findLists': {
    input: z.object({ query: z.string().max(320), limit: z.number().int().min(1).max(50) }),
    output: typeOnly<readonly string[]>(),
    owner: 'engine',
  },
  /** The tags that messages of any account have or had, as `tagsAmong` lists them. */
  'mail.tags': { input: nothing, output: typeOnly<readonly string[]>(), owner: 'engine' },
  /** People whose name or address begins with these letters, the likeliest first. */
  'addresses.complete': {
    input: z.object({ query: z.string().max(320), limit: z.number().int().min(1).max(50) }),
    output: typeOnly<readonly Address[]>(),
    owner: 'engine',
  },
  /**
   * Those of a draft's recipients that no account has written to or heard from, as far as stored mail tells. Whoever already has the message
   * that the draft answers is none of them.
   */
  'addresses.unknown': {
    input: z.object({ draftId, addresses: z.array(z.string().max(320)).max(200) }),
    output: typeOnly<readonly string[]>(),
    owner: 'engine',
  },
  /** Starts a sync of one account or all; progress shows in the accounts' status. */
  'mail.syncNow': { input: z.object({ accountId: accountId.nullable() }), output: typeOnly<null>(), owner: 'main' },
} as const satisfies Readonly<Record<string, CallDeclaration>>;

export type Calls = typeof calls;
type CallsOf<Owner> = { [K in keyof Calls]: Calls[K]['owner'] extends Owner ? K : never }[keyof Calls];
export type MainCallName = CallsOf<'main'>;
export type EngineCallName = CallsOf<'engine'>;

export const callNames = Object.keys(calls) as readonly (keyof Calls)[];

export function isEngineCall(name: keyof Calls): name is EngineCallName {
  return calls[name].owner === 'engine';
}

/** Whether the engine answers a call with JSON. */
export function isAnsweredInText(name: keyof Calls): boolean {
  const call: CallDeclaration = calls[name];
  return call.inText === true;
}
