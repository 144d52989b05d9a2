import { address, displayName, endpoint, username as usernameRule } from '../../shared/input-schemas.ts';
import type { ServerEndpoint, SetupDefaults } from '../../shared/mail.ts';
import type { LeftOut, MovingNote } from '../../shared/moving.ts';
import {
  defaultSender,
  defaultWriting,
  type SenderSettings,
  type WritingSettings,
} from '../../shared/writing-settings.ts';
import { linesOfHtml } from '../mime/html-text.ts';
import { type IncomingAccount, type IncomingAccounts, withoutDoubles } from './incoming-account.ts';
import { isMicrosoft, passwordKind, sendingServer } from './known-servers.ts';
import { listOf, numberOf, type Prefs, parsePrefs, textOf } from './thunderbird-prefs.ts';

/** nsMsgAuthMethod: GSSAPI, NTLM, a client certificate. */
const bySystem: ReadonlySet<number> = new Set([5, 6, 7]);
const oauth2 = 10;
/** nsMsgSocketType. */
const [startTls, implicitTls] = [2, 3];
const longestSignature = 100_000;
const mostAliases = 200;

/**
 * The accounts of a Thunderbird profile: for each the server, the identities, and the server for sending of the first identity. Further
 * identities become further addresses to write from. Passwords lie elsewhere, encrypted, and are not looked for.
 * @param source the profile's prefs.js
 */
export function thunderbirdAccounts(source: string, defaults: SetupDefaults): IncomingAccounts {
  const prefs = parsePrefs(source);
  const leftOut: LeftOut[] = [];
  const accounts = listOf(prefs, 'mail.accountmanager.accounts').flatMap((key) => {
    const read = accountOf(prefs, key, defaults);
    if (read !== null && 'reason' in read) leftOut.push(read);
    return read === null || 'reason' in read ? [] : [read];
  });
  return withoutDoubles({ accounts, leftOut });
}

/** Null: nothing that anybody would miss, for example the local folders. */
function accountOf(prefs: Prefs, key: string, defaults: SetupDefaults): IncomingAccount | LeftOut | null {
  const server = textOf(prefs, `mail.account.${key}.server`);
  const at = `mail.server.${server}`;
  const type = textOf(prefs, `${at}.type`).toLowerCase();
  if (type === '' || type === 'none') return null;
  const [identity, ...others] = listOf(prefs, `mail.account.${key}.identities`);
  const own = textOf(prefs, `mail.identity.${identity ?? ''}.useremail`);
  const name = own || textOf(prefs, `${at}.name`) || textOf(prefs, `${at}.hostname`) || key;
  if (type !== 'imap') return { name, reason: type === 'pop3' ? 'pop3' : 'other_kind' };
  const mailbox = address.safeParse(own);
  if (identity === undefined || !mailbox.success) return { name, reason: 'no_address' };
  const notes: MovingNote[] = [];
  const imap = serverOf(prefs, at, 'socketType', { tls: 993, starttls: 143 }, notes);
  if (imap === null) return { name, reason: 'no_server' };
  const method = numberOf(prefs, `${at}.authMethod`) ?? 0;
  if (bySystem.has(method)) notes.push({ reason: 'by_system', field: `${at}.authMethod` });
  const atMicrosoft = isMicrosoft(imap.host, defaults);
  if (method === oauth2 && !atMicrosoft) notes.push({ reason: 'no_oauth', field: `${at}.authMethod` });
  const user = usernameRule.safeParse(textOf(prefs, `${at}.realuserName`) || textOf(prefs, `${at}.userName`));
  const { clientId, tenant, loginHost } = defaults.microsoft;
  return {
    address: mailbox.data,
    displayName: personOf(prefs, identity),
    provider: atMicrosoft ? 'microsoft365' : 'generic',
    // Exchange Online takes no passwords, whatever stands there.
    method: atMicrosoft ? 'oauth2' : passwordKind(imap.host),
    username: user.success ? user.data : mailbox.data,
    identity: atMicrosoft ? { clientId, tenant, loginHost, username: null } : null,
    imap,
    smtp: sendingOf(prefs, identity, notes) ?? guessed(imap, defaults, notes),
    writing: {
      ...defaultWriting,
      format: prefs.get(`mail.identity.${identity}.compose_html`) === false ? 'plain' : 'html',
      own: senderOf(prefs, identity),
      aliases: aliasesOf(prefs, others, mailbox.data),
    },
    secret: null,
    notes,
  };
}

/** The further addresses of an account, each once. */
function aliasesOf(prefs: Prefs, identities: readonly string[], own: string): WritingSettings['aliases'] {
  const seen = new Set([own.toLowerCase()]);
  const aliases = identities.flatMap((identity) => {
    const alias = address.safeParse(textOf(prefs, `mail.identity.${identity}.useremail`));
    if (!alias.success || seen.has(alias.data.toLowerCase())) return [];
    seen.add(alias.data.toLowerCase());
    return [{ name: personOf(prefs, identity), address: alias.data, ...senderOf(prefs, identity) }];
  });
  return aliases.slice(0, mostAliases);
}

/** A server by its preferences; null: it has no usable name. */
function serverOf(
  prefs: Prefs,
  at: string,
  securityName: 'socketType' | 'try_ssl',
  usual: Readonly<Record<ServerEndpoint['security'], number>>,
  notes: MovingNote[],
): ServerEndpoint | null {
  const socket = numberOf(prefs, `${at}.${securityName}`) ?? 0;
  const named = numberOf(prefs, `${at}.port`) ?? 0;
  const security =
    socket === implicitTls || (socket !== startTls && named === usual.tls) ? ('tls' as const) : ('starttls' as const);
  if (socket !== implicitTls && socket !== startTls) {
    notes.push({ reason: 'made_secure', field: `${at}.${securityName}` });
  }
  const host = textOf(prefs, `${at}.realhostname`) || textOf(prefs, `${at}.hostname`);
  const read = endpoint.safeParse({ host, port: named > 0 ? named : usual[security], security });
  return read.success ? read.data : null;
}

function sendingOf(prefs: Prefs, identity: string, notes: MovingNote[]): ServerEndpoint | null {
  const servers = listOf(prefs, 'mail.smtpservers');
  const wanted = textOf(prefs, `mail.identity.${identity}.smtpServer`);
  const standard = textOf(prefs, 'mail.smtp.defaultserver');
  const key = [wanted, standard, servers[0] ?? ''].find((each) => /^[\w-]{1,64}$/.test(each));
  return key === undefined
    ? null
    : serverOf(prefs, `mail.smtpserver.${key}`, 'try_ssl', { tls: 465, starttls: 587 }, notes);
}

function guessed(imap: ServerEndpoint, defaults: SetupDefaults, notes: MovingNote[]): ServerEndpoint {
  notes.push({ reason: 'guessed', field: 'mail.smtpservers' });
  return sendingServer(imap, defaults);
}

function personOf(prefs: Prefs, identity: string): string {
  const name = displayName.safeParse(textOf(prefs, `mail.identity.${identity}.fullName`));
  return name.success ? name.data : '';
}

/** A signature of HTML comes in as text: the other program's HTML is not the editor's. */
function senderOf(prefs: Prefs, identity: string): SenderSettings {
  const at = `mail.identity.${identity}`;
  const replyTo = address.safeParse(textOf(prefs, `${at}.reply_to`));
  const signature = textOf(prefs, `${at}.htmlSigText`).slice(0, longestSignature);
  const isHtml = prefs.get(`${at}.htmlSigFormat`) === true;
  return {
    ...defaultSender,
    replyTo: replyTo.success ? replyTo.data : '',
    signature: { html: null, text: isHtml ? linesOfHtml(signature) : signature },
  };
}
