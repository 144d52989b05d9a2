import type { Personality } from '../personality.ts';

/** Cyrus without alternate namespace: "INBOX." for the user's own, "user." for other people, and shared folders at the root. */
export const cyrus: Personality = {
  name: 'Cyrus IMAPD',
  sources: [
    'https://github.com/nextcloud/mail/issues/566 (NAMESPACE, LIST with INBOX.Archiv and pub.shared)',
    'https://github.com/nojb/ocaml-imap/pull/34 (capabilities before and after the sign-in)',
    'https://www.cyrusimap.org/imap/concepts/features/namespaces.html (the internal and the alternate namespace)',
  ],
  greeting: 'OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR] mail.example.com server ready',
  capabilities: {
    before: 'IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR',
    after: 'IMAP4rev1 LITERAL+ ID ENABLE ACL NAMESPACE UIDPLUS UNSELECT CHILDREN IDLE AUTH=PLAIN SASL-IR',
  },
  completed: 'Completed',
  delimiter: '.',
  namespaces: { personal: [['INBOX.', '.']], other: [['user.', '.']], shared: [['', '.']] },
  folders: [
    { path: 'INBOX.Archiv' },
    { path: 'INBOX.Lists.Linux' },
    { path: 'INBOX.Sent' },
    { path: 'pub.shared' },
    { path: 'user.bob' },
    { path: 'user.bob.Inbox' },
  ],
  create: { within: 'INBOX.', text: 'NO Permission denied' },
  missingFolder: 'NO Mailbox does not exist',
  refusals: { password: 'NO Login failed: authentication failure', token: 'NO authentication failure' },
};
