/** What somebody signs in for: at the IMAP server to read, or at the SMTP server to send. */
export type MailPurpose = 'imap' | 'smtp';

/** Lent for one connection, never kept. */
export type Credentials =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  | { readonly kind: 'xoauth2'; readonly username: string; readonly accessToken: string };
