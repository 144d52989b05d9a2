import type { Personality } from '../personality.ts';

/** Yahoo: no IDLE, the inbox is spelled "Inbox", and a FETCH with a message that it cannot read is answered with NO. */
export const yahoo: Personality = {
  name: 'Y!IMAP',
  sources: [
    'https://github.com/jstedfast/MailKit/issues/358 (greeting, capabilities, "Inbox" with \\Inbox in LIST, a FETCH that is refused)',
    'https://github.com/jstedfast/MailKit/issues/221 (capabilities; the refusal of a token)',
    'https://github.com/imapsync/imapsync/issues/119 (UID FETCH answered with NO [UNAVAILABLE])',
  ],
  greeting:
    'OK [CAPABILITY IMAP4rev1 ID MOVE NAMESPACE X-ID-ACLID UIDPLUS LITERAL+ CHILDREN XAPPLEPUSHSERVICE XYMHIGHESTMODSEQ AUTH=PLAIN AUTH=XOAUTH2] IMAP4rev1 imapgate-1.8.1_01.20166',
  capabilities: {
    before:
      'IMAP4rev1 ID MOVE NAMESPACE X-ID-ACLID UIDPLUS LITERAL+ CHILDREN XAPPLEPUSHSERVICE XYMHIGHESTMODSEQ AUTH=PLAIN AUTH=XOAUTH2',
    after: 'IMAP4rev1 ID MOVE NAMESPACE X-ID-ACLID UIDPLUS LITERAL+ XAPPLEPUSHSERVICE XYMHIGHESTMODSEQ',
  },
  completed: '{} completed',
  delimiter: '/',
  namespaces: { personal: [['', '/']], other: [], shared: [] },
  inboxName: 'Inbox',
  folders: [
    { path: 'Archive', attributes: ['\\Archive'] },
    { path: 'Bulk Mail', attributes: ['\\Junk'] },
    { path: 'Draft', attributes: ['\\Drafts'] },
    { path: 'Sent', attributes: ['\\Sent'] },
    { path: 'Trash', attributes: ['\\Trash'] },
  ],
  fetchRefusal: 'NO [UNAVAILABLE] UID FETCH Server error while fetching messages',
  missingFolder: 'NO [TRYCREATE] SELECT error - Folder does not exist or server encountered an error',
  refusals: {
    password: 'NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials',
    token: 'NO [AUTHENTICATIONFAILED] (#AUTH901) The provided OAuth2 access token is invalid',
  },
};
