import { z } from 'zod';
import { accountColours } from './preferences.ts';

const accountId = z.uuid().brand<'AccountId'>();
const signInId = z.uuid().brand<'SignInId'>();
const folderId = z.number().int().positive().brand<'FolderId'>();
const messageId = z.number().int().positive().brand<'MessageId'>();
const viewId = z.string().min(1).max(64).brand<'ViewId'>();
const operationId = z.number().int().positive().brand<'OperationId'>();
const partId = z.string().regex(/^\d{1,4}(\.\d{1,4}){0,32}$/);

const address = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, 'This is not a mail address.');
const host = z
  .string()
  .trim()
  .min(1, 'Enter the server’s name.')
  .max(253)
  .regex(/^(?!-)[\p{L}\p{N}.-]+$|^[0-9a-fA-F:]+$/u, 'A server name has letters, digits, dots and hyphens only.');
const endpoint = z.object({
  host,
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
});
const origin = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url?.protocol === 'https:' && url.origin === value && url.username === '';
}, 'Enter an address such as https://login.microsoftonline.com.');
const identity = z.object({
  clientId: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z-]{1,64}$/, 'A client ID looks like 00000000-0000-0000-0000-000000000000.'),
  tenant: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z.-]{1,255}$/, 'A tenant is common, organizations, a tenant ID or a domain.'),
  loginHost: origin,
});
const password = z.string().min(1, 'Enter the password.').max(1024);
const username = z.string().trim().min(1, 'Enter the user name.').max(320);
const displayName = z.string().trim().max(200);
const passwordMethod = z.enum(['password', 'app_password']);
const connectionTimeoutSeconds = z.number().int().min(5).max(300);
const nothing = z.undefined();
const messageIds = z.array(messageId).min(1).max(1000);
/** One level of a path; the server's hierarchy separator is refused where it is known. */
const folderName = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(200)
  .regex(/^\P{Cc}*$/u, 'A folder’s name has no control characters.');

/** What the user may choose; the settings file checks with the same. */
export const preferencesSchema = z.object({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  textSize: z.enum(['small', 'medium', 'large', 'largest']),
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  notifications: z.boolean(),
  notificationPreview: z.boolean(),
  remoteImages: z.enum(['ask', 'never']),
  singleKeyShortcuts: z.boolean(),
});

/** The input of each call of the bridge. Main parses with these; everyone else only uses the inferred types. */
export const inputSchemas = {
  'app.info': nothing,
  'app.dismissNotice': z.object({ id: z.string().max(64) }),
  'app.openExternal': z.object({ url: z.string().max(8192) }),
  'app.copyText': z.object({ text: z.string().max(65536) }),
  'app.setPreferences': preferencesSchema.partial(),
  'app.licences': nothing,
  'app.showProfileFolder': nothing,
  'app.pause': nothing,
  'app.resume': nothing,
  'app.takeDestination': nothing,
  'app.closeWindow': nothing,
  'app.quit': nothing,
  'accounts.list': nothing,
  'accounts.defaults': nothing,
  'accounts.suggest': z.object({ address }),
  'accounts.testConnection': z.object({
    testId: z.uuid(),
    imap: endpoint,
    username,
    password,
  }),
  'accounts.cancelTest': z.object({ testId: z.uuid() }),
  'accounts.addWithPassword': z.object({
    address,
    displayName,
    method: passwordMethod,
    username,
    password,
    imap: endpoint,
    smtp: endpoint,
  }),
  'accounts.update': z.object({
    accountId,
    displayName,
    imap: endpoint,
    smtp: endpoint,
    connectionTimeoutSeconds,
  }),
  'accounts.setLook': z.object({
    accountId,
    label: z.string().trim().max(100),
    colour: z.enum(accountColours).nullable(),
    notify: z.boolean(),
  }),
  'accounts.reorder': z.object({ accountIds: z.array(accountId).max(500) }),
  'accounts.switchToPassword': z.object({ accountId, method: passwordMethod, username, password }),
  'accounts.remove': z.object({ accountId }),
  'signIn.start': z.discriminatedUnion('purpose', [
    z.object({
      purpose: z.literal('new_account'),
      address,
      displayName,
      identity,
      imap: endpoint,
      smtp: endpoint,
    }),
    z.object({ purpose: z.literal('sign_in_again'), accountId }),
    z.object({ purpose: z.literal('switch_to_oauth2'), accountId, identity, imap: endpoint, smtp: endpoint }),
  ]),
  'signIn.state': z.object({ signInId }),
  'signIn.copyAndOpen': z.object({ signInId }),
  'signIn.newCode': z.object({ signInId }),
  'signIn.confirmIdentity': z.object({ signInId, accept: z.boolean() }),
  'signIn.cancel': z.object({ signInId }),
  'mail.folders': z.object({ accountId }),
  'mail.openView': z.object({ accountId, folderId }),
  'mail.rows': z.object({
    viewId,
    start: z.number().int().min(0),
    count: z.number().int().min(1).max(200),
  }),
  'mail.closeView': z.object({ viewId }),
  'mail.indexOf': z.object({ viewId, messageId }),
  'mail.ids': z.object({
    viewId,
    start: z.number().int().min(0),
    count: z.number().int().min(1).max(1000),
  }),
  'mail.header': z.object({ accountId, messageId }),
  'mail.body': z.object({ accountId, messageId }),
  'mail.source': z.object({ accountId, messageId }),
  'mail.saveAttachment': z.object({ accountId, messageId, partId }),
  'mail.setSeen': z.object({ accountId, messageIds, seen: z.boolean() }),
  'mail.setFlagged': z.object({ accountId, messageIds, flagged: z.boolean() }),
  'mail.move': z.object({ accountId, messageIds, folderId }),
  'mail.moveToRole': z.object({ accountId, messageIds, role: z.enum(['inbox', 'archive', 'junk', 'trash']) }),
  'mail.delete': z.object({ accountId, messageIds }),
  'mail.undo': z.object({ accountId, undoId: z.uuid().brand<'UndoId'>() }),
  'mail.setFolderSeen': z.object({ accountId, folderId }),
  'mail.emptyFolder': z.object({ accountId, folderId }),
  'mail.createFolder': z.object({ accountId, parentId: folderId.nullable(), name: folderName }),
  'mail.renameFolder': z.object({ accountId, folderId, name: folderName }),
  'mail.deleteFolder': z.object({ accountId, folderId }),
  'mail.allowImages': z.object({ accountId, messageId, scope: z.enum(['message', 'sender']) }),
  'mail.imageSenders': nothing,
  'mail.removeImageSender': z.object({ sender: z.string().max(320) }),
  'mail.parkedOperations': z.object({ accountId }),
  'mail.resolveParked': z.object({ accountId, operationId, decision: z.enum(['retry', 'discard']) }),
  'mail.syncNow': z.object({ accountId: accountId.nullable() }),
} as const;

export type InputSchemas = typeof inputSchemas;
