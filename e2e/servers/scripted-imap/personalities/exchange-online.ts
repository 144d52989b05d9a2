import type { Personality } from '../personality.ts';

/** Microsoft 365, as `outlook.office365.com` answers: neither CONDSTORE nor SPECIAL-USE, calendars and contacts are listed as folders. */
export const exchangeOnline: Personality = {
  name: 'Microsoft.Exchange.Imap4.Imap4Server',
  sources: [
    'docs/microsoft365.md, "What Exchange Online\'s IMAP says"',
    'https://github.com/jstedfast/MailKit/issues/2016 (greeting, capabilities before and after the sign-in, NAMESPACE)',
    'https://github.com/owncloud-archive/mail/issues/1340 (LIST of an Exchange mailbox)',
  ],
  greeting: 'OK The Microsoft Exchange IMAP4 service is ready.',
  capabilities: {
    before: 'IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+',
    after:
      'IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CHILDREN IDLE NAMESPACE LITERAL+',
  },
  completed: '{} completed.',
  delimiter: '/',
  namespaces: { personal: [['', '/']], other: [], shared: [] },
  folders: [
    { path: 'Archive' },
    { path: 'Calendar' },
    { path: 'Calendar/Birthdays' },
    { path: 'Contacts' },
    { path: 'Conversation History' },
    { path: 'Deleted Items', attributes: ['\\Trash'] },
    { path: 'Drafts', attributes: ['\\Drafts'] },
    { path: 'Journal' },
    { path: 'Junk Email', attributes: ['\\Junk'] },
    { path: 'Notes' },
    { path: 'Outbox' },
    { path: 'Projects' },
    { path: 'Projects/Heron' },
    { path: 'Sent Items', attributes: ['\\Sent'] },
    { path: 'Tasks' },
  ],
  refusals: {
    password: 'NO [AUTHENTICATIONFAILED] AuthFailed:LogonDenied-BasicAuthBlocked-',
    token: 'NO AUTHENTICATE failed.',
  },
};
