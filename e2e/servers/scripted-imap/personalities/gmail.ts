import type { Personality } from '../personality.ts';

/** Gmail: folders are labels of messages that all lie in "All Mail" (\All). COMPRESS=DEFLATE is left out: this server does not speak it. */
export const gmail: Personality = {
  name: 'GImap',
  sources: [
    'https://github.com/jstedfast/MailKit/issues/28 (greeting, capabilities, NAMESPACE, LIST with special uses)',
    'https://github.com/neomutt/neomutt/issues/3458 (capabilities after the sign-in)',
    'https://github.com/owncloud-archive/mail/issues/1333 ("[Gmail]" as \\NonExistent in LIST)',
    'https://developers.google.com/workspace/gmail/imap/imap-extensions (special uses, X-GM-MSGID, X-GM-THRID, X-GM-LABELS)',
    'https://yz.mit.edu/wp/gmail-and-imap/ (\\Deleted removes a label; the trash takes all labels away)',
    'https://support.google.com/mail/answer/77657 (what each action of a client does to labels)',
    'https://developers.google.com/workspace/gmail/api/reference/rest/v1/ImapSettings (\\Deleted is expunged at once, which archives)',
    'docs/microsoft365.md (a FETCH with one bad message in it is answered with NO)',
  ],
  greeting: 'OK Gimap ready for requests from 192.0.2.1 t133mb268923674vkb',
  capabilities: {
    before:
      'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN',
    after:
      'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE CONDSTORE UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584',
  },
  completed: 'Success',
  delimiter: '/',
  namespaces: { personal: [['', '/']], other: [], shared: [] },
  folders: [
    { path: 'Receipts' },
    { path: '[Gmail]', attributes: ['\\Noselect'] },
    { path: '[Gmail]/All Mail', attributes: ['\\All'] },
    { path: '[Gmail]/Drafts', attributes: ['\\Drafts'] },
    { path: '[Gmail]/Important', attributes: ['\\Important'] },
    { path: '[Gmail]/Sent Mail', attributes: ['\\Sent'] },
    { path: '[Gmail]/Spam', attributes: ['\\Junk'] },
    { path: '[Gmail]/Starred', attributes: ['\\Flagged'] },
    { path: '[Gmail]/Trash', attributes: ['\\Trash'] },
  ],
  labels: { all: '[Gmail]/All Mail', trash: '[Gmail]/Trash', junk: '[Gmail]/Spam' },
  fetchRefusal: 'NO Some messages could not be FETCHed (Failure)',
  missingFolder: 'NO [NONEXISTENT] Unknown Mailbox: (Failure)',
  refusals: {
    password: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
    token: 'NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)',
  },
};
