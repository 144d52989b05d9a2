import { z } from 'zod';
import { identityOptions, preferencesSchema, writingSettings } from '../../shared/input-schemas.ts';
import type { Account, Identity } from '../../shared/mail.ts';
import { accountColours, defaultPreferences, type Preferences } from '../../shared/preferences.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';

/** The number in `schemaVersion` of what this Heron writes. */
export const schemaVersion = 6;

const maxImageSenders = 5000;

const endpoint = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  security: z.enum(['tls', 'starttls']),
});
const accountId = z.uuid().brand<'AccountId'>();
const identityId = z.uuid().brand<'IdentityId'>();

/** Any id is accepted: a newer Heron may know the provider, and its accounts must not be lost here. */
const providerId = z.string().min(1).max(64);

const account = z.object({
  id: accountId,
  provider: providerId,
  address: z.string().min(3).max(320),
  displayName: z.string().max(200),
  label: z.string().max(100),
  colour: z.enum(accountColours).nullable(),
  notify: z.boolean(),
  // What cannot be read there is not worth an account.
  writing: writingSettings.catch(defaultWriting),
  auth: z.discriminatedUnion('method', [
    z.object({ method: z.literal('oauth2'), identityId }),
    z.object({ method: z.enum(['password', 'app_password']), username: z.string().min(1).max(320) }),
  ]),
  imap: endpoint,
  smtp: endpoint,
  sending: z.enum(['smtp', 'graph']).optional(),
  connectionTimeoutSeconds: z.number().int().min(5).max(300),
}) satisfies z.ZodType<Account>;

/** Bounds of what the identity provider names; the settings take no more. */
export const identityBounds = { homeAccountId: 512, username: 320, scope: 512, scopes: 64 } as const;

const imageSender = z.string().min(1).max(320);

const identity = z.object({
  id: identityId,
  provider: providerId,
  /** Empty: the account came from another program, and its first sign-in asks for the registration. */
  clientId: z.string().max(255),
  tenant: z.string().max(255),
  loginHost: z.url({ protocol: /^https$/ }),
  options: identityOptions.optional(),
  homeAccountId: z.string().max(identityBounds.homeAccountId).nullable(),
  username: z.string().max(identityBounds.username).nullable(),
  grantedScopes: z.array(z.string().max(identityBounds.scope)).max(identityBounds.scopes),
}) satisfies z.ZodType<Identity>;

/** The settings file's content. An account never points to an identity that is not there. */
export const settingsSchema = z
  .object({
    schemaVersion: z.literal(schemaVersion),
    accounts: z.array(account).max(500),
    identities: z.array(identity).max(500),
    preferences: preferencesSchema,
    imageSenders: z.array(imageSender).max(maxImageSenders),
  })
  .refine((settings) => {
    const identities = new Set(settings.identities.map(({ id }) => id));
    return settings.accounts.every(({ auth }) => auth.method !== 'oauth2' || identities.has(auth.identityId));
  }, 'An account names a sign-in that is not there.')
  .refine(
    (settings) => new Set(settings.accounts.map(({ id }) => id)).size === settings.accounts.length,
    'Two accounts have the same id.',
  );

/** The accounts, the identities and what the user chose; never a secret. */
export interface Settings {
  readonly accounts: readonly Account[];
  readonly identities: readonly Identity[];
  readonly preferences: Preferences;
  /** Addresses whose images are loaded (H4), lower case. */
  readonly imageSenders: readonly string[];
}

/** Turns content of version N into content of version N + 1; at index N - 1. Frozen once released: later needs are later entries. */
export type Migration = (content: Record<string, unknown>) => Record<string, unknown>;

/** Version 2: preferences, senders whose images are loaded, and each account's name, colour and notifications. */
const addPreferences: Migration = (content) => ({
  ...content,
  accounts: Array.isArray(content['accounts'])
    ? content['accounts'].map((account: object) => ({ label: '', colour: null, notify: true, ...account }))
    : content['accounts'],
  preferences: defaultPreferences,
  imageSenders: [],
});

/**
 * Version 3: an identity may be of any provider, and have options. What there is stays as it is. It has a number of its own because a Heron of
 * version 2 would take another provider for damage, and set the file aside.
 */
const openProviders: Migration = (content) => content;

/**
 * Version 4: a client ID may be as long as Google's. What there is stays as it is; an older Heron would take a longer one for damage.
 */
const longerClientIds: Migration = (content) => content;

/** Version 5: aliases, signatures, and how each account's messages are written. */
const addWriting: Migration = (content) => ({
  ...content,
  accounts: Array.isArray(content['accounts'])
    ? content['accounts'].map((account: object) => ({ writing: defaultWriting, ...account }))
    : content['accounts'],
});

/** Version 6: a client ID may be empty. What there is stays as it is; an older Heron would take an empty one for damage. */
const emptyClientIds: Migration = (content) => content;

export const migrations: readonly Migration[] = [
  addPreferences,
  openProviders,
  longerClientIds,
  addWriting,
  emptyClientIds,
];

/**
 * Replaces each preference that cannot be read by its default, so that one invalid preference does not lose the
 * accounts. Senders that cannot be read are left out, so their images stay blocked.
 */
export function mendPreferences(content: Record<string, unknown>): Record<string, unknown> {
  const read = z.record(z.string(), z.unknown()).catch({}).parse(content['preferences']);
  const entries = Object.entries(preferencesSchema.shape).flatMap(([key, schema]) => {
    const value = schema.safeParse(read[key]);
    return value.success ? [[key, value.data] as const] : [];
  });
  const senders = z.array(z.unknown()).catch([]).parse(content['imageSenders']);
  return {
    ...content,
    preferences: { ...defaultPreferences, ...Object.fromEntries(entries) },
    imageSenders: senders.filter((sender) => imageSender.safeParse(sender).success).slice(0, maxImageSenders),
  };
}
