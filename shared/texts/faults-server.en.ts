import { type ServerSaid, type UntrustedBecause, faultWordsEn as words } from './fault-words.en.ts';

interface Host {
  readonly host: string;
}
/** `server` is "host:port". */
interface Server {
  readonly server: string;
}
/** `said`: the server's own words, cleaned; empty where it said nothing. */
interface ServerWithWords extends Server {
  readonly said: string;
}
/** `date` as the certificate writes it, or empty. */
interface Dated extends Server {
  readonly date: string;
}

const dnsFailed = {
  no_such_name: ({ host }: Host) => `There is no server named ${host}.`,
  look_up_failed: ({ host }: Host) => `The name ${host} cannot be looked up just now.`,
};
const connectionRefused = {
  refuses: ({ host, port }: Host & { readonly port: number }) => `${host} refuses connections on port ${port}.`,
  unreachable: ({ server }: Server) => `${server} cannot be reached from here.`,
};

/** What went wrong between this computer and a server, or was said by one. See faultsEn. */
export const faultsServerEn = {
  offline: {
    computer: 'Heron goes on as soon as there is a network.',
    no_network: ({ server }: Server) => `There is no network to reach ${server}.`,
    /** The sentence of the error in `because` follows and says why. */
    not_stored: 'This is not stored on this computer, and the server cannot be reached.',
  },
  dns_failed: dnsFailed,
  connection_refused: connectionRefused,
  proxy_password_wanted: {
    asked: 'Without a user name and a password it lets nobody through, so Heron cannot reach your mail.',
  },
  proxy_failed: {
    /** `status` is the proxy's number for it: an HTTP status, or the code of a SOCKS answer. */
    refused: ({ proxy, server, status }: Server & { readonly proxy: string; readonly status: number }) =>
      `The proxy ${proxy} makes no connection to ${server} (${status}), and without it the server cannot be reached either.`,
    unreachable: ({ proxy }: { readonly proxy: string }) =>
      `The proxy ${proxy}, which this computer’s settings name, does not answer.`,
    method: ({ proxy }: { readonly proxy: string }) =>
      `The proxy ${proxy} wants a sign-in that Heron does not know (such as NTLM or Kerberos).`,
  },
  connection_lost: {
    closed: ({ server, said }: ServerWithWords) => `${server} closed the connection${words.quoted(said)}.`,
    lost: ({ server }: Server) => `${server} was reached, but the connection ended too early.`,
    failed: ({ server }: Server) => `The connection to ${server} failed.`,
    during_change: 'The connection ended while a change was being carried out.',
  },
  server_timeout: {
    no_answer: ({ server }: Server) => `${server} is slow, or cannot be reached just now.`,
    no_answer_within: ({ server, seconds }: Server & { readonly seconds: number }) =>
      `${server} did not answer within ${seconds} seconds.`,
    test: ({
      server,
      seconds,
      step,
    }: Server & { readonly seconds: number; readonly step: keyof typeof words.testing }) =>
      `${server} did not answer within ${seconds} seconds, ${words.testing[step]}.`,
  },
  tls_expired: {
    expired: ({ server, date }: Dated) =>
      `${server} still shows a certificate whose time is over${date && ` (${date})`}. Its operator has to renew it.`,
    not_yet_valid: ({ server, date }: Dated) =>
      `The certificate of ${server} is not valid yet${date && ` (${date})`}. Check this computer’s clock.`,
    not_valid_now: ({ host }: Host) => `The certificate of ${host} is not valid at this computer’s date.`,
  },
  tls_wrong_host: {
    /** `names` lists the names in the certificate; empty where they are not known. */
    names: ({ server, names }: Server & { readonly names: string }) =>
      `The certificate of ${server} is for ${names || 'a host that it does not name'}.`,
    other_server: ({ host }: Host) => `The certificate that answered for ${host} belongs to another server.`,
  },
  tls_untrusted: {
    /** `issuer` is empty where it is not known. */
    chain: ({ server, because, issuer }: Server & { readonly because: UntrustedBecause; readonly issuer: string }) =>
      `The certificate of ${server} is not trusted: ${words.untrusted[because]}${issuer && ` (issued by ${issuer})`}.`,
    authority: ({ host }: Host) => `The certificate of ${host} comes from an authority that is not trusted here.`,
  },
  tls_failed: {
    spoke_between: ({ server }: Server) =>
      `Somebody spoke between ${server} and this computer before the encryption began.`,
    implicit_tls: ({ server }: Server) =>
      `${server} expects encryption from the first octet on. Choose TLS instead of STARTTLS.`,
    no_encryption: ({ server }: Server) => `No encrypted connection to ${server} could be made.`,
    not_encrypted: ({ server }: Server) => `The connection to ${server} is not encrypted.`,
    certificate_uncheckable: ({ server }: Server) => `The certificate of ${server} cannot be checked.`,
    no_tls: ({ server }: Server) => `${server} does not speak TLS as expected.`,
    wants_tls: ({ server }: Server) =>
      `${server} asks for encryption in another way. Choose TLS or STARTTLS for it in the account’s settings.`,
    no_secure_connection: ({ host }: Host) => `No secure connection to ${host} could be made.`,
  },
  starttls_missing: {
    not_offered: ({ server }: Server) => `${server} offers no STARTTLS, so nothing was sent to it.`,
  },
  imap_protocol: {
    /** For example a network's sign-in page, or a proxy. */
    web_server: ({ server }: Server) => `A web server answers at ${server}, where a mail server should.`,
    not_imap: ({ server }: Server) => `${server} answered with something that is not IMAP.`,
    too_many_messages: 'The server answered with more messages than were asked for.',
    more_than_asked:
      'The server does not send large parts of a message piece by piece, as it is asked to, so this one cannot be loaded.',
    too_many_folders: ({ limit }: { readonly limit: number }) => `The server lists more than ${limit} folders.`,
  },
  authentication_failed: {
    password_refused: ({ server, said }: ServerWithWords) =>
      `${server} opens no mailbox with this user name and password${words.quoted(said)}. Check both.`,
    /** Providers with a second factor take a password made for one program only. */
    app_password: ({ server, said }: ServerWithWords) =>
      `${server} wants an app password here, not your usual one${words.quoted(said)}. Make one on your provider’s web page, and enter it.`,
    not_sendable: 'The user name or password holds characters that cannot be sent.',
  },
  basic_auth_blocked: {
    no_passwords: ({ server }: Server) => `${server} does not accept passwords for this mailbox.`,
    for_sending: ({ server }: Server) =>
      `${server} takes no passwords for sending any more. Sign in with Microsoft, which needs none.`,
  },
  token_rejected: {
    expired: ({ server }: Server) => `The sign-in at ${server} has expired.`,
    refused: ({ server, said }: ServerWithWords) =>
      `The sign-in itself succeeded, but ${server} does not let it in${words.quoted(said)}.`,
  },
  web_sign_in_required: {
    web_alert: ({ server, said }: ServerWithWords) =>
      `${server} lets no mail program in before you have signed in on its web page${words.quoted(said)}. Sign in there, then try again.`,
  },
  mailbox_unavailable: {
    not_opened: ({ server }: Server) => `${server} accepted the sign-in, but does not open the mailbox.`,
  },
  throttled: {
    wait: ({ server }: Server) => `${server} asks to wait before the next attempt.`,
  },
  server_unavailable: {
    busy: ({ server, said }: ServerWithWords) => `${server} is busy or being serviced${words.quoted(said)}.`,
    too_many_connections: ({ server, said }: ServerWithWords) =>
      `${server} allows no more connections to this mailbox at the same time${words.quoted(said)}.`,
    // For a server that answered before and cannot be reached now.
    ...dnsFailed,
    ...connectionRefused,
  },
  server_refused: {
    /** `responseCode` as in RFC 5530; empty or absent where the server gave none. */
    command: ({ server, said, responseCode }: ServerWithWords & { readonly responseCode?: string }) => {
      const answer = said || (responseCode ? `[${responseCode}]` : '');
      return answer === '' ? `${server} refused and gave no reason.` : `${server} says: “${answer}”.`;
    },
    left_out: 'The server lists this message, but does not send it.',
    no_password_sign_in: ({ server }: Server) => `${server} offers no sign-in with a password.`,
    no_oauth_sign_in: ({ server }: Server) => `${server} offers no sign-in with OAuth2.`,
    no_delete:
      'The server of this account cannot delete single messages for good: it lacks UIDPLUS. Move them to the trash instead.',
    change: ({ said, own }: ServerSaid) => (own === undefined ? said : words.refusals[own]),
    /** Read from a user.db in which an older version stored whole sentences. */
    former: ({ text }: { readonly text: string }) => text,
  },
  folder_missing: {
    gone: 'The folder was deleted or renamed elsewhere.',
    name_not_sendable: 'The folder’s name cannot be sent to the server.',
  },
  message_gone: {
    from_server: 'The message was moved or deleted elsewhere.',
    from_folder: 'This message is no longer in its folder.',
  },
};
