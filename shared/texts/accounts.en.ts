/** Several mailboxes on one sign-in, and moving accounts in and out. `{…}` is a mark of components/phrase.tsx. */
export const accountsEn = {
  shared: {
    section: 'Shared mailboxes',
    open: 'Add a shared mailbox…',
    title: 'Add a shared mailbox',
    lead: (person: string) => `It is opened with the sign-in of ${person}; nobody signs in again.`,
    address: 'Address of the shared mailbox',
    displayName: 'Sender’s name',
    displayNameHint: 'As people see it when you write from this mailbox. You can leave it empty.',
    add: 'Add mailbox',
    trying: 'Opening the mailbox…',
    failed: (mailbox: string, person: string) => `Heron could not open ${mailbox} as ${person}.`,
    rights: (person: string) =>
      `An administrator gives ${person} full access to this mailbox, and the right to send as it. It can take an hour until that works.`,
    copy: 'Copy text for your administrator',
    letter: (mailbox: string, person: string, commands: string) =>
      `Please give ${person} full access to the mailbox ${mailbox} and the right to send as it, and allow IMAP for it. In Exchange Online PowerShell:

${commands}
`,
    alsoOpens: 'Also opens',
    staysSignedIn: (others: string) =>
      `The mail stored on this computer is removed. The mail on the server stays as it is, and so does the sign-in, because it opens ${others} as well.`,
  },
  /** Servers that the address's domain (or Microsoft) names. `who` is a domain, or "Microsoft". */
  found: {
    own: (who: string) => `${who} has named its servers.`,
    elsewhere: (who: string, hosts: string) => `${who} names servers at another domain: ${hosts}.`,
    check:
      'Go on only if you know that your mail is kept there. Your password is sent to them when you go on, not before.',
    nothingSent: 'Your password is sent to them when you go on, not before.',
  },
  /** In setup, where an account of the same organisation is signed in. */
  signedIn: {
    title: 'Whose sign-in opens this mailbox?',
    label: 'Sign-in',
    there: (person: string) => `The sign-in of ${person}`,
    thereDetail: 'For a shared mailbox: it is in Heron already, so nobody signs in again.',
    own: 'Its own sign-in',
    ownDetail: 'For another person’s mailbox, which has a password of its own.',
  },
};
