import { formatList, formatNumber, plural, storageSize, storageStep } from './format.ts';

/** The settings pages and dialogs, and the words of components. `{…}` is a mark of components/phrase.tsx. */
export const settingsEn = {
  label: 'Settings',
  pagesLabel: 'Settings pages',
  back: 'Back to the mailbox',
  pages: {
    accounts: 'Accounts',
    appearance: 'Appearance',
    notifications: 'Notifications',
    writing: 'Writing',
    privacy: 'Privacy',
    storage: 'Storage',
    background: 'Background',
    shortcuts: 'Shortcuts',
    about: 'About',
  },
  /** Of components. */
  close: 'Close',
  dismiss: 'Dismiss',
  notSaved: 'This was not saved.',
  accounts: {
    lead: 'The order here is the order in the sidebar and in the tray. Drag an account, or press Alt with an arrow key.',
    list: 'Accounts in order',
    add: 'Add account',
    open: (account: string) => `Settings of ${account}`,
    more: (account: string) => `More for ${account}`,
    details: 'Account settings',
    moveUp: 'Move up',
    moveDown: 'Move down',
    moved: (account: string, place: number, count: number) =>
      `${account} is now ${formatNumber('en', place)} of ${formatNumber('en', count)}.`,
    notify: (account: string) => `Notify of new mail in ${account}`,
    none: 'There is no account yet.',
  },
  look: {
    title: 'Name and colour',
    displayName: 'Your name',
    displayNameHint: 'As people see it when you write to them.',
    label: 'Name of this account',
    labelHint: 'What the sidebar and the tray call it. Empty: its address.',
    colour: 'Colour',
    noColour: 'By its place among the accounts',
    colours: {
      blue: 'Blue',
      teal: 'Teal',
      green: 'Green',
      amber: 'Amber',
      red: 'Red',
      pink: 'Pink',
      purple: 'Purple',
      grey: 'Grey',
    },
    notify: 'Notify of new mail in the inbox',
    notifyOff: 'All notifications are switched off.',
  },
  writing: {
    title: 'Writing',
    format: 'New messages',
    rich: 'With formatting',
    plain: 'Plain text',
    senders: 'Addresses that you write from',
    noSignature: 'No signature',
    add: 'Add an address…',
    edit: (address: string) => `Edit ${address}`,
    remove: (address: string) => `Remove ${address}`,
    removeTitle: (address: string) => `Stop writing from ${address}?`,
    removeText: 'Its signature is deleted. Drafts that were begun with this address keep it.',
    removeButton: 'Remove address',
    keep: 'Keep',
    addTitle: 'Add an address',
    editTitle: 'Edit this address',
    ownTitle: 'Signature of this account',
    aliasHint: 'Another address at which this mailbox is reached. Its server must let you send from it.',
    name: 'Name',
    address: 'Address',
    addressWrong: 'Enter an e-mail address, for example ada@example.com.',
    replyTo: 'Answers go to',
    replyToHint: 'Empty: to the address itself.',
    signature: 'Signature',
    signatureKind: 'Signature is written',
    place: 'In answers the signature stands',
    above: 'above the quoted message',
    below: 'below the quoted message',
    save: 'Save',
  },
  appearance: {
    language: 'Language',
    systemLanguage: (name: string) => `As the system: ${name}`,
    /** Each in its own language. */
    languages: { en: 'English', de: 'Deutsch' },
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    density: 'Message list',
    densities: { comfortable: 'Several lines', compact: 'One line' },
    preview: 'Beginning of the text',
    previews: ['None', '1 line', '2 lines', '3 lines'],
    senderTiles: 'Show initials on a colour',
    senderTilesHint: 'Each sender has a colour of their own.',
    readingPane: 'Message',
    readingPanes: { right: 'Right of the list', below: 'Below the list', off: 'In place of the list' },
    overAccounts: 'Show lists over all accounts',
    overAccountsHint: 'All inboxes, unread, starred and more, above the accounts, where there are several.',
    hideMarkedDeleted: 'Hide messages that are marked as deleted',
    hideMarkedDeletedHint:
      'Some mail programs mark a message as deleted and remove it later. Until then it is struck through here.',
    conversations: 'Show conversations',
    conversationsHint:
      'One row for each conversation, and beside an open message the others of it, your own answers among them.',
    textSize: 'Text size',
    textSizes: { small: 'Small', medium: 'Medium', large: 'Large', largest: 'Largest' },
  },
  storage: {
    keep: 'Keep texts of messages on this computer',
    keepLead:
      'Senders, subjects and first words of all messages stay here. A text that is not here is fetched when you open its message, and a search does not find its words.',
    age: 'How long',
    ages: { month: '30 days', half_year: '6 months', all: 'All' },
    cap: 'At most, for each account',
    capOf: (megabytes: number) =>
      megabytes < 1_000 ? `${megabytes} MB` : `${formatNumber('en', megabytes / 1_000)} GB`,
    noCap: 'No limit',
    always:
      'What you read last is kept longest. Unread mail in the inbox and drafts always keep their texts. Nothing is deleted on the server.',
    searchFiles: 'Search in attachments',
    searchFilesHint:
      'What PDFs, office files and texts say is found once you have opened, looked at or saved them. Nothing more is downloaded.',
    used: 'On this computer',
    nothing: 'There is no account yet.',
    sizeOf: (octets: number) => storageSize('en', octets),
    textsOf: (texts: number, octets: number) =>
      `${formatNumber('en', texts)} ${plural('en', texts, { one: 'text', other: 'texts' })}: ${storageSize('en', octets)}`,
    free: 'Free space now',
    freeing: 'Freeing space…',
    freed: (freed: number, reusable: number) =>
      freed < storageStep && reusable < storageStep
        ? 'There was nothing to free.'
        : [
            ...(freed < storageStep ? [] : [`${storageSize('en', freed)} freed.`]),
            ...(reusable < storageStep ? [] : [`${storageSize('en', reusable)} stay reserved for new mail.`]),
          ].join(' '),
  },
  notifications: {
    on: 'Notify of new mail and of accounts that need you',
    onHint: 'Nothing is shown while Heron is in front.',
    preview: 'Show sender and subject',
    previewHint: 'Others may see them on your screen. Without, only the number of messages is shown.',
    accounts: 'New mail in the inbox of',
  },
  /** What holds for everything that is written, whatever the account. */
  composing: {
    spelling: 'Spelling',
    checkSpelling: 'Check spelling while you write',
    byDownload: (server: string) =>
      `A dictionary for each language is downloaded once from ${server}, a server of Google. What you write is checked on this computer and not sent anywhere.`,
    bySystem: 'By the spell checker of your system, in its languages.',
    languages: 'Languages',
    noLanguage: 'There is no dictionary for the language of your system. Add another one.',
    addLanguage: 'Add a language',
    chooseLanguage: 'Choose…',
    remove: 'Remove',
    removeLanguage: (language: string) => `Remove ${language}`,
    beforeSending: 'Before a message is sent',
    beforeSendingLead: 'Heron asks before it sends a message that …',
    warnings: {
      no_subject: '… has no subject',
      forgotten_file: '… speaks of an attachment and has none',
      new_outside: '… goes outside your organisation, to people you have had no mail with',
      many_recipients: '… shows many people each other’s addresses',
    },
  },
  privacy: {
    images: 'Images from the internet',
    imagesLead:
      'An image that a message loads from elsewhere tells its sender when and where you read it. Heron blocks such images until you allow them.',
    ask: 'Ask',
    askDetail: 'You can load them for one message, or always for its sender.',
    never: 'Never load',
    neverDetail: 'They stay blocked, and the reader does not offer to load them.',
    senders: 'Senders whose images are loaded',
    sendersUnused: 'This list is kept, but images are never loaded now.',
    noSenders: 'None yet. The reader offers it where a message has such images.',
    remove: 'Remove',
    removeSender: (sender: string) => `Remove ${sender}`,
    promises: 'What Heron never does',
    never1: 'Report what you do: there are no statistics, no crash reports and no account with us.',
    never2:
      'Talk to servers other than your mail servers, those of your sign-in, of images you allow, and of dictionaries you ask for.',
    never3: 'Run a script that comes with a message, or open a link that you did not click.',
    never4: 'Save a password or a sign-in without encryption.',
  },
  background: {
    closeToTray: 'Keep running in the tray when the window is closed',
    closeToTrayHint: 'Mail goes on arriving. “Quit” in the tray’s menu ends Heron.',
    noTray: 'This desktop has no place for a tray icon, so closing the window quits Heron.',
    startAtLogin: 'Start when you sign in to this computer',
    startAtLoginHint: 'Hidden in the tray.',
    cannotStartAtLogin: 'Heron cannot arrange this on this computer.',
    pauseTitle: 'Pause',
    pauseLead:
      'For an hour, Heron fetches and sends nothing by itself. What you read and change is kept here meanwhile.',
    pause: 'Pause for an hour',
  },
  shortcuts: {
    single: 'Single keys',
    singleHint:
      'Keys such as J and E without Ctrl or Cmd. Switch them off if they get pressed by accident or by voice.',
  },
  about: {
    title: 'About this Heron',
    version: 'Version',
    computer: 'On this computer',
    profileFolder: 'Profile folder',
    showFolder: 'Show in folder',
    signInsKept: 'Sign-ins kept',
    encrypted: (backend: string) => `Encrypted, with ${backend}`,
    session: (reason: string) => `In memory for this session. ${reason}`,
    extraCa: 'Additional certificate authority',
    licences: 'Licences',
    licencesLead: (count: number) =>
      plural('en', count, {
        one: 'Heron is made with one package of others.',
        other: `Heron is made with ${formatNumber('en', count)} packages of others.`,
      }),
    search: 'Search',
    noLicence: (search: string) => `No package is called “${search}”.`,
    licenceOf: (name: string, version: string) => `${name} ${version}`,
  },
  account: {
    details: 'Details',
    signIn: 'Sign-in',
    method: 'Method',
    methods: {
      oauth2: 'Microsoft sign-in (OAuth2)',
      oauth2_elsewhere: 'Sign-in at the provider (OAuth2)',
      password: 'Password',
      app_password: 'App password',
    },
    username: 'User name',
    signedInAs: 'Signed in as',
    nobodyYet: 'Nobody yet',
    tokenUntil: 'Token valid until',
    noToken: 'No token yet',
    lastRefresh: 'Last refresh',
    notYet: 'Not yet',
    clientId: 'Client ID',
    tenant: 'Tenant',
    signInKept: 'Sign-in kept',
    passwordKept: 'Password kept',
    nowhere: 'Not on this computer',
    encrypted: 'Encrypted on this computer',
    encryptedWith: (backend: string) => `Encrypted on this computer, with ${backend}`,
    session: 'In memory for this session; you sign in again after a restart',
    otherAudience: 'This is not this account’s mail server.',
    tokenOf: 'Token of',
    otherIdentity: 'This is not who signed in.',
    refreshNow: 'Refresh now',
    refreshing: 'Refreshing…',
    refreshed: 'Refreshed',
    signInAgain: 'Sign in again…',
    signOut: 'Sign out…',
    passwordAgain: 'Enter the password again…',
    toPassword: 'Switch to a password…',
    toOAuth2: {
      microsoft365: 'Switch to Microsoft sign-in…',
      google: 'Switch to Google sign-in…',
      openid: 'Switch to OAuth2 sign-in…',
    },
    mail: 'Mail',
    lastSync: 'Last sync',
    lastError: 'Last error',
    /** In the place of an error that the notice at the top of the page already tells. */
    saidAbove: 'see above',
    none: 'None',
    waiting: 'Changes waiting',
    setAside: 'Changes set aside',
    servers: 'Servers',
    timeout: 'Connection time-out in seconds',
    timeoutWrong: 'Enter a number from 5 to 300.',
    serverNotSaved: 'Not saved, because the server could not be used this way.',
    trying: 'Trying the server…',
    save: 'Save',
    saved: 'Saved',
    passwordForServer: 'Password for the changed server',
    passwordForServerWhy: 'The stored password was entered for the former server, and is sent to no other one.',
    passwordNeeded: 'Enter the password.',
    triedFirst: 'A changed server is tried before it is saved.',
    removeTitle: 'Remove this account',
    removeLead:
      'Removes the mail stored on this computer and the saved sign-in. The mail on the server stays as it is.',
    remove: 'Remove account…',
  },
  sending: {
    title: 'Sending',
    smtp: 'SMTP',
    smtpDetail: (server: string) => `Through ${server}, as other mail programs do.`,
    graph: 'Microsoft Graph',
    graphDetail:
      'For organisations that have switched SMTP off, and networks that block it. Messages of up to 3 MB; you sign in once to allow it.',
    allowLead: 'Sign in once more to allow Heron to send through Microsoft Graph. Your messages go out after that.',
  },
  dialogs: {
    cancel: 'Cancel',
    unchanged: (address: string, method: 'oauth2' | 'oauth2_elsewhere' | 'password' | 'app_password') =>
      `Nothing was changed: ${address} still signs in ${
        {
          oauth2: 'with Microsoft',
          oauth2_elsewhere: 'at its provider',
          password: 'with a password',
          app_password: 'with an app password',
        }[method]
      }.`,
    proxy: {
      title: 'Password of the proxy',
      lead: (proxy: string) =>
        `The proxy ${proxy} lets programs through after they have said who they are. Heron keeps the password encrypted like those of accounts, and sends it to this proxy only.`,
      refused: 'The proxy did not take the last user name and password.',
      usernameMissing: 'Type the user name for this proxy.',
      submit: 'Save and go on',
    },
    password: {
      again: 'Enter the password again',
      signIn: 'Sign in',
      switch: 'Switch to a password',
      tryAndSwitch: 'Try and switch',
      trying: 'Trying it…',
      lead: (address: string, host: string) =>
        `The password of ${address} is tried against ${host} before it is saved. The mail stored here stays.`,
    },
    oauth2: {
      titles: {
        microsoft365: 'Sign in with Microsoft instead',
        google: 'Sign in with Google instead',
        openid: 'Sign in with OAuth2 instead',
      },
      leads: {
        microsoft365: (address: string) =>
          `${address} will sign in on Microsoft’s page. It is tried against the server before it is saved, and the mail stored here stays.`,
        google: (address: string) =>
          `${address} will sign in on Google’s page, with an OAuth client of yours of the type “Desktop app” and the Gmail scope https://mail.google.com/. It is tried against the server before it is saved, and the mail stored here stays.`,
        openid: (address: string) =>
          `${address} will sign in on its provider’s page. It is tried against the server before it is saved, and the mail stored here stays.`,
      },
      where: 'Where does this mailbox sign in?',
      other: 'Its own provider',
    },
    signOut: {
      title: (address: string) => `Sign ${address} out?`,
      lead: 'The sign-in is removed from this computer. Nothing is fetched or sent until you sign in again.',
      others: (accounts: string) => `The same sign-in opens ${accounts}, which will need you to sign in as well.`,
      stays: 'The mail stored here stays and can be read, and so do your drafts.',
      unsent: (count: number) =>
        plural('en', count, {
          one: 'One message waits to be sent until then.',
          other: `${formatNumber('en', count)} messages wait to be sent until then.`,
        }),
      pending: (count: number) =>
        plural('en', count, {
          one: 'One change reaches the server when you sign in again.',
          other: `${formatNumber('en', count)} changes reach the server when you sign in again.`,
        }),
      keep: 'Stay signed in',
      signOut: 'Sign out',
    },
    remove: {
      title: (address: string) => `Remove ${address}?`,
      lead: 'The mail stored on this computer and the saved sign-in are removed. The mail on the server stays as it is.',
      keep: 'Keep',
      remove: 'Remove account',
      /** What was written and not sent. */
      kept: (drafts: number, unsent: number) => {
        const parts = [
          ...(drafts > 0
            ? [plural('en', drafts, { one: '1 draft', other: `${formatNumber('en', drafts)} drafts` })]
            : []),
          ...(unsent > 0
            ? [
                plural('en', unsent, {
                  one: '1 unsent message',
                  other: `${formatNumber('en', unsent)} unsent messages`,
                }),
              ]
            : []),
        ];
        return plural('en', drafts + unsent, {
          one: `${formatList('en', parts)} stays on this computer as a draft. To send it, choose another sender.`,
          other: `${formatList('en', parts)} stay on this computer as drafts. To send them, choose another sender.`,
        });
      },
      mayHaveBeenSent: (count: number) =>
        plural('en', count, {
          one: 'One of these may have been sent already. Ask a recipient before you send it again.',
          other: `${formatNumber('en', count)} of these may have been sent already. Ask a recipient before you send them again.`,
        }),
      lost: (count: number) =>
        plural('en', count, {
          one: 'One change has not reached the server yet and would be lost.',
          other: `${formatNumber('en', count)} changes have not reached the server yet and would be lost.`,
        }),
    },
  },
};
