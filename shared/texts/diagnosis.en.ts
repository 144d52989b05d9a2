/** Banners and notices. `{…}` is a mark of components/phrase.tsx. */
export const diagnosisEn = {
  paused: 'Heron is paused until {time}.',
  resume: 'Resume',
  tryNow: 'Try now',
  offline: 'You are reading the mail stored here; Heron reconnects by itself.',
  throttled: 'The server asks Heron to slow down. It goes on at {time}.',
  signIn: 'Sign in',
  canBeRead: 'The mail stored here can still be read.',
  admin: {
    label: 'For your administrator',
    copy: 'Copy text for your administrator',
    open: 'Open the approval page',
  },
  /** The organisation wants an administrator's approval first. `**…**` is a mark of components/phrase.tsx. */
  approval: {
    subject: 'Please approve the mail client Heron',
    send: 'Send by e-mail',
    requested:
      'If Microsoft’s page let you send a request for approval, it is on its way, and Microsoft writes to you when it is decided.',
    asks: 'What Heron asks for, and why',
    permissions: {
      'IMAP.AccessAsUser.All':
        'To read and file the mail of whoever signs in, in the mailboxes that this person may open.',
      'SMTP.Send': 'To send mail as that person.',
      offline_access: 'To stay signed in, until the approval or the sign-in is taken back.',
    },
    cannot:
      'Heron is a program on this computer: mail and sign-ins go to no server but Microsoft’s. Without a person’s sign-in it can do nothing, and it can change nothing in the organisation.',
    how: 'How an administrator approves it, and takes it back',
    byLink: 'Open the approval page as an administrator, and choose **Accept**.',
    byPortal:
      'Or in the Microsoft Entra admin center: **Enterprise apps**, Heron, **Permissions**, **Grant admin consent**.',
    byPowerShell: 'Or with Microsoft Graph PowerShell:',
    copyCommands: 'Copy the commands',
    revoke:
      'To take it back: **Enterprise apps**, Heron, **Permissions**, then revoke them, or delete the application there. What Heron has ends within about an hour.',
  },
  permissions: { granted: 'Permissions granted', missing: 'Permissions missing' },
  diagnose: 'Diagnose…',
  /** An account tried step by step. */
  ladder: {
    title: 'Diagnosis',
    running: 'Heron tries the account step by step. Nothing in the mailbox is changed, and no mail is sent.',
    stop: 'Stop',
    stopped: 'Stopped before the end.',
    list: 'Steps',
    rungs: {
      dns: 'Look up the server’s name',
      tcp: 'Connect to the server',
      tls: 'Agree on encryption, check the certificate',
      greeting: 'Greeting',
      capabilities: 'What the server offers',
      credentials: 'Password or sign-in on this computer',
      sign_in: 'Sign in',
      namespace: 'Find the mailbox',
      inbox: 'Open the inbox',
      smtp_tcp: 'Connect to the server for sending',
      smtp_tls: 'Agree on encryption for sending',
      smtp_ehlo: 'What the server for sending offers',
      smtp_sign_in: 'Sign in for sending',
    },
    states: { pending: 'waiting', running: 'running', passed: 'passed', failed: 'failed', skipped: 'skipped' },
    skipped: {
      earlier_failed: 'Not tried, because a step before it failed.',
      refused_before: 'Not tried: the server has refused this before, and another attempt could make it worse.',
      not_by_smtp: 'Not tried: this account does not send by SMTP.',
    },
    notRepeated:
      'The password was not sent again: the server refused it before, and each attempt counts towards the account’s lock.',
    repeat: 'Try it once more',
    said: 'The server’s own words',
    facts: {
      addresses: 'Addresses',
      proxy: 'Through the proxy',
      protocol: 'Protocol',
      names: 'Certificate for',
      issuer: 'Issued by',
      valid_until: 'Valid until',
      offers: 'Offers',
      token: 'Kind',
      audience: 'Token for',
      scopes: 'Permissions',
      expires: 'Expires',
      tenant: 'Tenant ID',
      identity: 'Signed in as',
      prefixes: 'Namespaces',
      messages: 'Messages',
      size_limit: 'Largest message (octets)',
    },
    tokens: { jwt: 'Token that can be read', opaque: 'Opaque token', password: 'Password' },
    milliseconds: (count: number) => `${count} ms`,
    report: 'Report',
    withNames: 'With names and addresses',
    withNamesHint:
      'Without them the report tells neither whose mailbox it is nor where. It never holds a password or a token.',
    withLog: 'With the protocol log',
    withLogHint:
      'What Heron and the server asked and answered of late: commands and numbers, no names, addresses or texts.',
    showLog: 'Show the protocol log',
    log: 'Protocol log',
    save: 'Save report…',
    saved: 'Saved',
    basicAuth: {
      label: 'For administrators',
      online:
        '**Exchange Online:** Microsoft has removed Basic Auth for IMAP, also for app passwords. Authentication policies do not bring it back. SMTP AUTH with a password is switched off by default from December 2026.',
      onPremises:
        '**Exchange on premises, or hybrid with the mailbox there:** an authentication policy can allow it for single mailboxes:',
      check: 'To see what applies, and whether IMAP is on for the mailbox:',
      temporary: 'Where it works at all, it is for a time only. OAuth2 needs none of it.',
    },
  },
  copied: 'Copied',
};
