import { z } from 'zod';
import type { PageRefusal } from './mail.ts';
import { previewLineCounts, readingPanes, sendWarnings, textAges, textCaps } from './preferences.ts';
import { longestSearch } from './search/query.ts';
import type { RuleName } from './texts/rules.en.ts';
import type { DraftContent, DraftStart } from './writing.ts';
import type { WritingSettings } from './writing-settings.ts';

// The schemas that the inputs in calls.ts consist of.

/** A rule's name as a check's message: register.ts passes it on, and it is put into words where it is shown. */
function rule(name: RuleName): RuleName {
  return name;
}

export const accountId = z.uuid().brand<'AccountId'>();
export const pageRefusal = z.discriminatedUnion('page', [
  z.object({ page: z.enum(['approval', 'blocked', 'other_account']) }),
  z.object({ page: z.literal('code'), code: z.number().int().min(1000).max(99_999_999) }),
]) satisfies z.ZodType<PageRefusal>;
export const signInId = z.uuid().brand<'SignInId'>();
/** How to sign in. Without `way`: by browser where the provider has it. `askWho`: no address is offered on the provider's page. */
export const signInWay = { way: z.enum(['browser', 'code']).optional(), askWho: z.boolean().optional() };
export const folderId = z.number().int().positive().brand<'FolderId'>();
export const messageId = z.number().int().positive().brand<'MessageId'>();
export const viewId = z.string().min(1).max(64).brand<'ViewId'>();
export const operationId = z.number().int().positive().brand<'OperationId'>();
export const transferId = z.uuid().brand<'TransferId'>();
export const partId = z.string().regex(/^\d{1,4}(\.\d{1,4}){0,32}$/);

export const draftId = z.uuid().brand<'DraftId'>();
export const draftFileId = z.uuid().brand<'DraftFileId'>();

export const address = z
  .string()
  .trim()
  .max(320)
  .regex(/^[^\s@<>"]+@[^\s@<>"]+$/, rule('address'));
const host = z
  .string()
  .trim()
  .min(1, rule('noHost'))
  .max(253)
  .regex(/^(?!-)[\p{L}\p{N}.-]+$|^[0-9a-fA-F:]+$/u, rule('host'));
export const endpoint = z.object({
  host,
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
});
const origin = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url?.protocol === 'https:' && url.origin === value && url.username === '';
}, rule('loginHost'));
/**
 * The provider's own options of an identity, beside client ID, tenant and login host; the settings file is checked with
 * the same schema.
 */
export const identityOptions = z.record(z.string().min(1).max(64), z.string().max(2048));
/** The id of an identity provider; the default one if absent. Main checks whether it exists. */
export const provider = z.string().min(1).max(64).optional();
export const identity = z.object({
  clientId: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,255}$/, rule('clientId')),
  tenant: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z.-]{0,255}$/, rule('tenant')),
  loginHost: origin,
  options: identityOptions.optional(),
});
/** What a provider gives to installed programs (RFC 8252 section 8.5): it goes into the vault like any other secret. */
export const clientSecret = z.string().trim().min(1).max(1024).optional();
export const password = z.string().min(1, rule('noPassword')).max(1024);
export const username = z.string().trim().min(1, rule('noUsername')).max(320);
export const displayName = z.string().trim().max(200);
export const passwordMethod = z.enum(['password', 'app_password']);
export const connectionTimeoutSeconds = z.number().int().min(5).max(300);
export const nothing = z.undefined();
/** A message that is being opened; its file in the profile is checked with the same schema. */
export const openingMessage = z.object({
  accountId,
  path: z.string().max(10_000),
  messageId,
  since: z.number().int().nonnegative(),
});
/** Of a draft, as typed: whether it can be sent to is checked when it is sent, so that nothing typed is ever lost. */
const draftAddress = z.object({ name: z.string().max(998), address: z.string().max(998) });
const draftAddresses = z.array(draftAddress).max(10_000).readonly();
const draftText = z.string().max(20_000_000);
export const draftStart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('new') }),
  z.object({ kind: z.literal('mailto'), url: z.string().max(65_536) }),
  z.object({ kind: z.enum(['reply', 'reply_all', 'forward', 'forward_attached', 'edit_as_new']), messageId }),
]) satisfies z.ZodType<DraftStart>;
export const draftContent = z.object({
  from: draftAddress,
  to: draftAddresses,
  cc: draftAddresses,
  bcc: draftAddresses,
  subject: z.string().max(10_000),
  format: z.enum(['html', 'plain']),
  body: draftText,
  signature: z.object({ html: draftText.nullable(), text: draftText }).nullable(),
  quote: z
    .object({
      attribution: z.string().max(2_000),
      html: draftText.nullable(),
      text: draftText,
      sanitized: z.boolean(),
      reduced: z.boolean().optional(),
    })
    .nullable(),
}) satisfies z.ZodType<DraftContent>;
const signatureText = z.string().max(200_000);
const senderSettings = {
  replyTo: z.union([z.literal(''), address]),
  signature: z.object({ html: signatureText.nullable(), text: signatureText }),
  place: z.enum(['above_quote', 'below_quote']),
};
/** How an account's messages are written; the settings file is checked with the same schema. */
export const writingSettings = z.object({
  format: z.enum(['html', 'plain']),
  own: z.object(senderSettings),
  aliases: z
    .array(z.object({ name: displayName, address, ...senderSettings }))
    .max(200)
    .readonly(),
}) satisfies z.ZodType<WritingSettings>;
export const messageIds = z.array(messageId).min(1).max(1000);
/** One level of a folder path. A name with the server's hierarchy separator is refused later, where that is known. */
export const folderName = z
  .string()
  .trim()
  .min(1, rule('noFolderName'))
  .max(200)
  .regex(/^\P{Cc}*$/u, rule('folderName'));

/** What the user can set; the settings file is checked with the same schema. */
export const preferencesSchema = z.object({
  language: z.enum(['system', 'en', 'de']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  previewLines: z.literal(previewLineCounts),
  senderTiles: z.boolean(),
  readingPane: z.enum(readingPanes),
  overAccounts: z.boolean(),
  savedSearches: z.array(z.string().min(1).max(longestSearch)).max(50).readonly(),
  hideMarkedDeleted: z.boolean(),
  conversations: z.boolean(),
  keepTexts: z.enum(textAges),
  textsCap: z.literal(textCaps).nullable(),
  searchFiles: z.boolean(),
  textSize: z.enum(['small', 'medium', 'large', 'largest']),
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  notifications: z.boolean(),
  notificationPreview: z.boolean(),
  remoteImages: z.enum(['ask', 'never']),
  singleKeyShortcuts: z.boolean(),
  mutedWarnings: z.array(z.enum(sendWarnings)).max(sendWarnings.length).readonly(),
  spellChecking: z.boolean().nullable(),
  spellingLanguages: z
    .array(z.string().regex(/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i))
    .max(100)
    .readonly()
    .nullable(),
});
