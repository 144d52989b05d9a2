/** What credentials are for: reading at the IMAP server, or sending at the SMTP server. */
export type MailPurpose = 'imap' | 'smtp';

/** Credentials for one connection. Never stored by their user. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'xoauth2'; readonly username: string; readonly accessToken: string };
