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

/** Shorter pieces are in many innocent words. */
const shortestPiece = 8;

/**
 * Other forms in which a text may be written down: in hexadecimal digits, percent-encoded, and inside Base64 or Base64url. Base64 writes three
 * octets in four characters, so a text looks different at each of three offsets; the characters at its ends depend on its neighbours and are left out.
 */
function otherForms(text: string): readonly string[] {
  const inside = [0, 1, 2].map((offset) => {
    const octets = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    return octets.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((octets.length * 8) / 6));
  });
  const url = inside.map((piece) => piece.replaceAll('+', '-').replaceAll('/', '_'));
  const hex = Buffer.from(text).toString('hex');
  const percent = [...Buffer.from(text)].map((octet) => `%${octet.toString(16).padStart(2, '0')}`).join('');
  const forms = [
    encodeURIComponent(text.toWellFormed()),
    percent,
    percent.toUpperCase(),
    hex,
    hex.toUpperCase(),
    ...inside,
    ...url,
  ];
  return [...new Set(forms)].filter((form) => form.length >= shortestPiece);
}

/**
 * What a server might repeat of a sign-in, so that it can be taken out of the server's words (I2): the secret, the Base64 in which SASL
 * sends it (PLAIN of RFC 4616, LOGIN, XOAUTH2; without the padding, since a repeated text may lack it), and its other forms.
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
  return [
    secret,
    ...sent.map((text) => Buffer.from(text).toString('base64').replace(/=+$/, '')),
    ...otherForms(secret),
  ];
}
