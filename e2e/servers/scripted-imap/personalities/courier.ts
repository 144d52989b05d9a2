import type { Personality } from '../personality.ts';

/** Courier: everything personal lies below "INBOX.", there is neither MOVE nor UNSELECT, and SELECT lacks UIDNEXT. */
export const courier: Personality = {
  name: 'Courier-IMAP',
  sources: [
    'https://github.com/owncloud-archive/mail/issues/1320 (greeting, capabilities, LIST)',
    'https://github.com/nextcloud/mail/issues/740 (the refusal of a folder outside of the namespace)',
    'https://github.com/modern-email/defects/issues/43 (SELECT without UIDNEXT by a server with these answers; STATUS has it)',
    'https://www.courier-mta.org/imap/README.sharedfolders.html ("shared." and "#shared.")',
    'https://www.rfc-editor.org/rfc/rfc2342 (NAMESPACE with the prefix "INBOX.")',
  ],
  greeting:
    'OK [CAPABILITY IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE AUTH=PLAIN ACL ACL2=UNION] Courier-IMAP ready. Copyright 1998-2011 Double Precision, Inc.  See COPYING for distribution information.',
  capabilities: {
    before:
      'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE AUTH=PLAIN ACL ACL2=UNION',
    after:
      'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE AUTH=PLAIN ACL ACL2=UNION',
  },
  completed: '{} completed',
  delimiter: '.',
  namespaces: {
    personal: [['INBOX.', '.']],
    other: [],
    shared: [
      ['#shared.', '.'],
      ['shared.', '.'],
    ],
  },
  folders: [{ path: 'INBOX.Projects' }, { path: 'INBOX.Projects.Heron' }, { path: 'INBOX.Sent' }],
  create: { within: 'INBOX.', text: 'NO Invalid mailbox name.' },
  omits: ['select-uidnext'],
  missingFolder: 'NO Mailbox does not exist, or must be subscribed to.',
  refusals: { password: 'NO Login failed.', token: 'NO Login failed.' },
};
