import type { Personality } from '../personality.ts';

/** hMailServer: neither UIDPLUS, MOVE, UNSELECT nor special uses; a missing folder is answered with BAD. */
export const hMailServer: Personality = {
  name: 'hMailServer',
  sources: [
    'https://github.com/hmailserver/hmailserver, hmailserver/source/Server/IMAP: IMAPCommandCapability.cpp (5.6: without the special uses of later versions), IMAPCommandNamespace.cpp, IMAPCommandSelect.cpp, FolderListCreator.cpp',
  ],
  greeting: 'OK IMAPrev1',
  capabilities: {
    before: 'IMAP4 IMAP4rev1 CHILDREN IDLE QUOTA SORT ACL NAMESPACE RIGHTS=texk',
    after: 'IMAP4 IMAP4rev1 CHILDREN IDLE QUOTA SORT ACL NAMESPACE RIGHTS=texk',
  },
  completed: '{} completed',
  delimiter: '.',
  namespaces: { personal: [['', '.']], other: [], shared: [['#Public', '.']] },
  folders: [
    { path: 'Sent' },
    { path: 'Projects' },
    { path: 'Projects.Heron' },
    { path: '#Public', attributes: ['\\Noselect'] },
    { path: '#Public.Announcements' },
  ],
  missingFolder: 'BAD Folder could not be found.',
  refusals: { password: 'NO Invalid user name or password.', token: 'NO Unsupported authentication mechanism.' },
};
