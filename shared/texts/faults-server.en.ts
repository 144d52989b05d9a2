/** What is said of a mail server. `server` is "host:port"; `said` is what `quoted` made of the server's own words, or empty. */
export const faultsServerEn = {
  /** For the end of a sentence. */
  quoted: (words: string) => ` (“${words}”)`,
  noReason: 'The server gave no reason.',
  closed: (server: string, said: string) => `${server} closed the connection${said}.`,
  folderMissing: 'The folder is no longer on the server.',
  folderNameNotSendable: 'The folder’s name cannot be sent to the server.',
  throttled: (server: string) => `${server} asks to wait before the next attempt.`,
  tokenExpired: (server: string) => `The sign-in at ${server} has expired.`,
  mailboxUnavailable: (server: string) => `${server} accepted the sign-in, but does not open the mailbox.`,
  mailboxUnavailableAdmin: (server: string) =>
    `The sign-in to ${server} succeeds, but the mailbox does not open over IMAP. Please check that IMAP is enabled for it, that it is licensed, and that this user may open it.`,
  unavailable: (server: string, said: string) => `${server} is not available just now${said}.`,
  basicAuthBlocked: (server: string) => `${server} does not accept passwords for this mailbox.`,
  basicAuthBlockedAdmin:
    'Password sign-in over IMAP (Basic Auth) is switched off for this mailbox. In Exchange Online it is retired, and authentication policies do not bring it back; ' +
    'on Exchange on premises or hybrid, an authentication policy with AllowBasicAuthImap decides. Signing in with Microsoft (OAuth2) works without any of this.',
  noSuchName: (host: string) => `There is no server named ${host}.`,
  lookUpFailed: (host: string) => `The name ${host} cannot be looked up just now.`,
  refusesConnections: (host: string, port: number) => `${host} refuses connections on port ${port}.`,
  unreachable: (server: string) => `${server} cannot be reached from here.`,
  noNetwork: (server: string) => `There is no network to reach ${server}.`,
  noAnswerInTime: (server: string) => `${server} did not answer in time.`,
  noAnswerWithin: (server: string, seconds: number) => `${server} did not answer within ${seconds} seconds.`,
  connectionLost: (server: string) => `The connection to ${server} was lost.`,
  connectionFailed: (server: string) => `The connection to ${server} failed.`,
  spokeBetween: (server: string) => `Somebody spoke between ${server} and this computer before the encryption began.`,
  noStartTls: (server: string) => `${server} offers no STARTTLS, so nothing was sent to it.`,
  noEncryption: (server: string) => `No encrypted connection to ${server} could be made.`,
  notEncrypted: (server: string) => `The connection to ${server} is not encrypted.`,
  notImap: (server: string) => `${server} answered with something that is not IMAP.`,
  tooManyMessages: 'The server answered with more messages than were asked for.',
  tooManyFolders: (limit: number) => `The server lists more than ${limit} folders.`,
  tokenRefused: (server: string, said: string) => `${server} did not accept the sign-in${said}.`,
  passwordRefused: (server: string, said: string) => `${server} did not accept the user name or the password${said}.`,
  refused: (server: string, said: string) => `${server} refused${said}.`,
  noPasswordSignIn: (server: string) => `${server} offers no sign-in with a password.`,
  noOAuthSignIn: (server: string) => `${server} offers no sign-in with OAuth2.`,
  credentialsNotSendable: 'The user name or password holds characters that cannot be sent.',
  messageGone: 'The message is no longer on the server.',
  noFolderSelected: 'No folder is selected.',
  otherFolderSelected: 'Another folder was selected while a part was streamed.',
  certificate: {
    /** `date` as the certificate writes it, or empty. */
    expired: (server: string, date: string) => `The certificate of ${server} has expired${date && ` (${date})`}.`,
    notYetValid: (server: string, date: string) =>
      `The certificate of ${server} is not valid yet${date && ` (${date})`}. Check this computer’s clock.`,
    /** `names` it is for; empty where they are not known. */
    wrongHost: (server: string, names: string) => `The certificate of ${server} is for ${names || 'another name'}.`,
    /** `reason` of untrustedBecause; `issuer` or empty. */
    untrusted: (server: string, reason: string, issuer: string) =>
      `The certificate of ${server} is not trusted: ${reason}${issuer && ` (issued by ${issuer})`}.`,
    uncheckable: (server: string) => `The certificate of ${server} cannot be checked.`,
    noTls: (server: string) => `${server} does not speak TLS as expected.`,
    untrustedBecause: {
      selfSigned: 'it is self-signed',
      unknownAuthority: 'it comes from an authority that this computer does not know',
      untrustedAuthority: 'its authority is not trusted',
      revoked: 'it has been revoked',
      invalidAuthority: 'its authority is not valid',
      notForServers: 'it is not meant for servers',
      invalidChain: 'its chain of authorities is not valid',
      longChain: 'its chain of authorities is too long',
      wrongSignature: 'its signature is wrong',
    },
  },
};
