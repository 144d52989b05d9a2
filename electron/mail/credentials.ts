/** A mail server of an account. */
export type MailServer = 'imap' | 'smtp';

/** What credentials are for: reading at the IMAP server, sending at the SMTP server, or sending through Microsoft Graph (`graph`). */
export type MailPurpose = MailServer | 'graph';

/** Credentials for one connection. Never stored by their user. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'xoauth2'; readonly username: string; readonly accessToken: string };

/** The password or the access token. */
export function secretOf(credentials: Credentials): string {
  return credentials.kind === 'password' ? credentials.password : credentials.accessToken;
}

/**
 * What a server might repeat of a sign-in, so that it can be taken out of the server's words (I2): the secret, and the Base64 in which SASL
 * sends it: PLAIN (RFC 4616), LOGIN, XOAUTH2. Without the padding, since a repeated text may lack it.
 */
export function secretsIn(credentials: Credentials): string[] {
  const secret = secretOf(credentials);
  const { username } = credentials;
  const sent = [
    secret,
    `\0${username}\0${secret}`,
    `${username}\0${username}\0${secret}`,
    `user=${username}\u0001auth=Bearer ${secret}\u0001\u0001`,
  ];
  return [secret, ...sent.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''))];
}
