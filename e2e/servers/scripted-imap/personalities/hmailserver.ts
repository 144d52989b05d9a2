import type { Personality } from '../personality.ts';

const refusals = { password: 'NO Invalid user name or password.', token: 'NO Unsupported authentication mechanism.' };

/** hMailServer 5.6, the version that most run: neither UIDPLUS, MOVE, UNSELECT nor special uses; a missing folder is answered with BAD. */
export const hMailServer56: Personality = {
  name: 'hMailServer 5.6',
  sources: [
    'https://github.com/hmailserver/hmailserver, hmailserver/source/Server/IMAP: IMAPCommandNamespace.cpp, IMAPCommandSelect.cpp, FolderListCreator.cpp',
    'https://github.com/hmailserver/hmailserver at e15644724f402ce3597b0f178e3a65c7a588c2f0, IMAPCommandCapability.cpp',
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
  refusals,
};

/** hMailServer as it was developed further: the same with UIDPLUS. */
export const hMailServer: Personality = {
  ...hMailServer56,
  name: 'hMailServer',
  sources: [
    ...hMailServer56.sources,
    'https://github.com/hmailserver/hmailserver at bc369f80ed26acf44f3aab37227a17495b58d16c, IMAPCommandCapability.cpp, IMAPCommandUIDExpunge.cpp, IMAPCopyResult.cpp',
  ],
  capabilities: {
    before: 'IMAP4 IMAP4rev1 CHILDREN IDLE QUOTA SORT ACL NAMESPACE RIGHTS=texk UIDPLUS',
    after: 'IMAP4 IMAP4rev1 CHILDREN IDLE QUOTA SORT ACL NAMESPACE RIGHTS=texk UIDPLUS',
  },
};
