import { z } from 'zod';
import {
  address,
  connectionTimeoutSeconds,
  displayName,
  endpoint,
  identity as identityRule,
  passwordMethod,
  username,
  writingSettings,
} from '../../shared/input-schemas.ts';
import type { Account, Identity } from '../../shared/mail.ts';
import type { LeftOut } from '../../shared/moving.ts';
import { accountColours } from '../../shared/preferences.ts';
import { failure, type Reply, success } from '../../shared/reply.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import { notUsable } from '../platform/foreign-file.ts';
import { type IncomingAccount, type IncomingAccounts, mostAccounts, withoutDoubles } from './incoming-account.ts';

const format = 'heron-accounts';
const version = 1;

const provider = z.string().min(1).max(64);

const exportedAccount = z.object({
  address,
  displayName: displayName.catch(''),
  label: z.string().trim().max(100).catch(''),
  colour: z.enum(accountColours).nullable().catch(null),
  notify: z.boolean().catch(true),
  writing: writingSettings.catch(defaultWriting),
  provider,
  imap: endpoint,
  smtp: endpoint,
  sending: z.enum(['smtp', 'graph']).optional().catch(undefined),
  connectionTimeoutSeconds: connectionTimeoutSeconds.catch(30),
  signIn: z.discriminatedUnion('method', [
    z.object({
      method: z.literal('oauth2'),
      provider,
      ...identityRule.shape,
      clientId: z.union([z.literal(''), identityRule.shape.clientId]),
      username: z.string().max(320).nullable().catch(null),
    }),
    z.object({ method: passwordMethod, username }),
  ]),
});
type ExportedAccount = z.infer<typeof exportedAccount>;

const file = z.looseObject({ format: z.literal(format), version: z.number().int().positive() });
const content = z.object({ accounts: z.array(z.unknown()) });

/** Options of an identity that are no secrets. An option that a newer Heron has stays behind. */
const openOptions = [
  'discovery',
  'scopes',
  'mailHosts',
  'authorizationEndpoint',
  'tokenEndpoint',
  'deviceEndpoint',
  'issuer',
  'redirect',
];

/** All accounts as a file for another computer. There is no secret in it, and no id of this computer. */
export function accountFile(accounts: readonly Account[], identityOf: (account: Account) => Identity | null): string {
  const exported = accounts.flatMap((account): ExportedAccount[] => {
    const { auth, address, displayName, label, colour, notify, writing, provider, imap, smtp, sending } = account;
    const identity = identityOf(account);
    const common = {
      address,
      displayName,
      label,
      colour,
      notify,
      writing: { ...writing, aliases: [...writing.aliases] },
    };
    const rest = { provider, imap, smtp, sending, connectionTimeoutSeconds: account.connectionTimeoutSeconds };
    if (auth.method !== 'oauth2')
      return [{ ...common, ...rest, signIn: { method: auth.method, username: auth.username } }];
    if (identity === null) return [];
    const { clientId, tenant, loginHost, options, username, provider: at } = identity;
    const open = Object.entries(options ?? {}).filter(([name]) => openOptions.includes(name));
    const signIn = { method: 'oauth2', provider: at, clientId, tenant, loginHost, username } as const;
    return [
      { ...common, ...rest, signIn: { ...signIn, ...(open.length > 0 && { options: Object.fromEntries(open) }) } },
    ];
  });
  return `${JSON.stringify({ format, version, accounts: exported }, null, 2)}\n`;
}

/** Whether a parsed file is one that Heron exported. */
export function isAccountFile(value: unknown): boolean {
  return file.safeParse(value).success;
}

/** The accounts of a file that Heron exported. Errors: file_not_usable (also for one of a newer Heron). */
export function accountsOfFile(value: unknown, path: string): Reply<IncomingAccounts> {
  const head = file.safeParse(value);
  if (head.success && head.data.version > version) return failure(notUsable('newer', path));
  const read = content.safeParse(value);
  if (!head.success || !read.success) return failure(notUsable('unknown_content', path));
  const leftOut: LeftOut[] = read.data.accounts.length > mostAccounts ? [{ name: '…', reason: 'too_many' }] : [];
  const accounts = read.data.accounts.slice(0, mostAccounts).flatMap((each, index): IncomingAccount[] => {
    const account = exportedAccount.safeParse(each);
    if (!account.success) {
      const named = z.object({ address }).safeParse(each);
      leftOut.push({ name: named.success ? named.data.address : `accounts[${index}]`, reason: 'malformed' });
      return [];
    }
    const { signIn, ...rest } = account.data;
    const common = { ...rest, secret: null, notes: [] };
    if (signIn.method !== 'oauth2') {
      return [{ ...common, method: signIn.method, username: signIn.username, identity: null }];
    }
    const { clientId, tenant, loginHost, options, username: who, provider: at } = signIn;
    const identity = {
      clientId,
      tenant,
      loginHost,
      username: who,
      ...(options && { options: ownHosts(options, rest) }),
    };
    return [{ ...common, provider: at, method: signIn.method, username: rest.address, identity }];
  });
  return success(withoutDoubles({ accounts, leftOut }));
}

/** Whatever the file says: a token goes to the servers that the user is shown (Q3). */
function ownHosts(
  options: Readonly<Record<string, string>>,
  { imap, smtp }: Pick<Account, 'imap' | 'smtp'>,
): Readonly<Record<string, string>> {
  return options['mailHosts'] === undefined ? options : { ...options, mailHosts: `${imap.host} ${smtp.host}` };
}
