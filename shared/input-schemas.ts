import { z } from 'zod';

// What the inputs in calls.ts are made of.

export const accountId = z.uuid().brand<'AccountId'>();
export const signInId = z.uuid().brand<'SignInId'>();
export const folderId = z.number().int().positive().brand<'FolderId'>();
export const messageId = z.number().int().positive().brand<'MessageId'>();
export const viewId = z.string().min(1).max(64).brand<'ViewId'>();
export const operationId = z.number().int().positive().brand<'OperationId'>();
export const partId = z.string().regex(/^\d{1,4}(\.\d{1,4}){0,32}$/);

export const address = z
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
export const endpoint = z.object({
  host,
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
});
const origin = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url?.protocol === 'https:' && url.origin === value && url.username === '';
}, 'Enter an address such as https://login.microsoftonline.com.');
/** Of an identity: what its provider is told beside client ID, tenant and login host; the settings file checks with the same. */
export const identityOptions = z.record(z.string().min(1).max(64), z.string().max(2048));
/** Which identity provider; the usual one where it is left out. Whether there is such a provider is main's to say. */
export const provider = z.string().min(1).max(64).optional();
export const identity = z.object({
  clientId: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z-]{1,64}$/, 'A client ID looks like 00000000-0000-0000-0000-000000000000.'),
  tenant: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z.-]{0,255}$/, 'A tenant is common, organizations, a tenant ID or a domain.'),
  loginHost: origin,
  options: identityOptions.optional(),
});
export const password = z.string().min(1, 'Enter the password.').max(1024);
export const username = z.string().trim().min(1, 'Enter the user name.').max(320);
export const displayName = z.string().trim().max(200);
export const passwordMethod = z.enum(['password', 'app_password']);
export const connectionTimeoutSeconds = z.number().int().min(5).max(300);
export const nothing = z.undefined();
export const messageIds = z.array(messageId).min(1).max(1000);
/** One level of a path; the server's hierarchy separator is refused where it is known. */
export const folderName = z
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
