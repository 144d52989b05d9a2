/** The configuration files of a test Dovecot 2.3: one setting per line, as it wants them. */
/**
 * The address on which Dovecot's plain port listens. Dovecot trusts a connection without TLS if both ends have the same
 * address; one from 127.0.0.1 to this address is refused before STARTTLS, as on a real network.
 */
export const plainHost = '127.0.0.2';

/** What varies between test instances; see README.md. */
export interface DovecotSettings {
  folder: string;
  logPath: string;
  tlsPort: number;
  plainPort: number;
  certPath: string;
  keyPath: string;
  oauth: boolean;
  like: 'exchange' | 'dovecot';
  /** What is advertised, without the AUTH= entries; else that of the server that it is like. */
  capability: string | undefined;
  specialUse: boolean;
  oauthBearer: boolean;
  /** Whether a token also opens the mailbox that its introspection names as `shared`. */
  sharedMailboxes: boolean;
  maxConnectionsPerUser: number;
  /** The user that runs the tests, if it is not root: Dovecot's processes then all run as this user. */
  self: { user: string; group: string } | undefined;
}

/**
 * The capabilities of Exchange Online's IMAP (docs/microsoft365.md) without the AUTH= entries, which Dovecot adds
 * itself.
 */
const exchangeCapability = 'IMAP4rev1 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+';

const specialUse: [string, string][] = [
  ['Archive', '\\Archive'],
  ['Deleted Items', '\\Trash'],
  ['Drafts', '\\Drafts'],
  ['Junk Email', '\\Junk'],
  ['Sent Items', '\\Sent'],
];

/** The one line of settings that says what is advertised, or none where Dovecot advertises all that it has. */
function advertised({
  like,
  capability = like === 'exchange' ? exchangeCapability : undefined,
}: DovecotSettings): string[] {
  return capability === undefined ? [] : [`imap_capability = ${capability}`];
}

function accounts(self: DovecotSettings['self']): string[] {
  if (!self) {
    // Dovecot refuses to touch mail as root.
    return ['mail_uid = nobody', 'mail_gid = nogroup', 'first_valid_uid = 1'];
  }
  return [
    `default_internal_user = ${self.user}`,
    `default_internal_group = ${self.group}`,
    `default_login_user = ${self.user}`,
    'first_valid_uid = 1',
  ];
}

function tokenPassdb(mechanisms: string, conf: string): string[] {
  return ['passdb {', '  driver = oauth2', `  mechanisms = ${mechanisms}`, `  args = ${conf}`, '}'];
}

/** dovecot.conf. */
export function dovecotConf(settings: DovecotSettings): string {
  const { folder } = settings;
  const oauthMechanisms = settings.oauthBearer ? 'xoauth2 oauthbearer' : 'xoauth2';
  const lines = [
    `base_dir = ${folder}/run`,
    `state_dir = ${folder}/run`,
    'instance_name = heron-test',
    `log_path = ${settings.logPath}`,
    // A million files of a Maildir take more than the 256 MB that a process may have by default.
    'default_vsz_limit = 2G',
    'auth_verbose = yes',
    'protocols = imap',
    'listen = 127.0.0.1',
    'ssl = required',
    `ssl_cert = <${settings.certPath}`,
    `ssl_key = <${settings.keyPath}`,
    ...accounts(settings.self),
    `mail_location = maildir:${folder}/mail/%u:LAYOUT=fs:INBOX=${folder}/mail/%u/INBOX`,
    'mail_fsync = never',
    // Folders are also changed on disk by the tests, which a list index would notice late.
    'mailbox_list_index = no',
    `mail_max_userip_connections = ${settings.maxConnectionsPerUser}`,
    'auth_failure_delay = 0',
    `auth_mechanisms = plain login${settings.oauth ? ` ${oauthMechanisms}` : ''}`,
    ...advertised(settings),
    'namespace inbox {',
    '  inbox = yes',
    '  separator = /',
    ...(settings.specialUse ? specialUse : []).flatMap(([name, use]) => [
      `  mailbox "${name}" {`,
      `    special_use = ${use}`,
      '  }',
    ]),
    '}',
    ...(settings.oauth ? tokenPassdb(oauthMechanisms, `${folder}/oauth2.conf`) : []),
    ...(settings.oauth && settings.sharedMailboxes ? tokenPassdb(oauthMechanisms, `${folder}/oauth2-shared.conf`) : []),
    'passdb {',
    '  driver = passwd-file',
    '  mechanisms = plain login',
    `  args = username_format=%u ${folder}/passwd/%u`,
    '}',
    'userdb {',
    '  driver = static',
    `  args = allow_all_users=yes home=${folder}/mail/%u`,
    '}',
    'service imap-login {',
    '  chroot =',
    '  service_count = 0',
    '  inet_listener imap {',
    `    address = ${plainHost}`,
    `    port = ${settings.plainPort}`,
    '  }',
    '  inet_listener imaps {',
    `    port = ${settings.tlsPort}`,
    '    ssl = yes',
    '  }',
    '}',
    'service anvil {',
    '  chroot =',
    // Without this penalty Dovecot answers a failed sign-in at once.
    '  unix_listener anvil-auth-penalty {',
    '    mode = 0',
    '  }',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The oauth2 passdb's file: Dovecot asks the identity provider about each token.
 * @param owner which field of the answer names the mailbox that the token opens
 */
export function oauth2Conf(introspectionUrl: string, owner: 'username' | 'shared'): string {
  return [
    `introspection_url = ${introspectionUrl}`,
    'introspection_mode = auth',
    `username_attribute = ${owner}`,
    'active_attribute = active',
    'active_value = true',
    'timeout_msecs = 5000',
    '',
  ].join('\n');
}

/** A password user. */
export interface PasswordUser {
  password: string;
  blocked: boolean;
}

/** A user's passwd-file. `revision` makes it longer each time: Dovecot notices a change by size and whole seconds. */
export function passwdFile(address: string, { password, blocked }: PasswordUser, revision: number): string {
  const secret = `{PLAIN.b64}${Buffer.from(password).toString('base64')}`;
  const extra = blocked ? 'nologin=y reason=AuthFailed:LogonDenied-BasicAuthBlocked' : '';
  return `${address}:${secret}::::::${extra}\n${'#'.repeat(revision)}\n`;
}
