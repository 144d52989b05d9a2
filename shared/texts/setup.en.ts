import { formatNumber } from './format.ts';

/** The first start and adding an account. `{…}`, `**…**` and `` `…` `` are marks of components/phrase.tsx. */
export const setupEn = {
  label: 'Setup',
  continue: 'Continue',
  back: 'Back',
  cancel: 'Cancel',
  advanced: 'Advanced',
  fields: {
    address: 'Email address',
    addressExample: 'you@example.com',
    displayName: 'Your name',
    displayNameHint: 'As people see it when you write to them. You can leave it empty.',
    username: 'User name',
    method: 'Sign in with',
    methods: { password: 'Password', app_password: 'App password' },
    incoming: 'Incoming mail',
    outgoing: 'Outgoing mail',
    server: (protocol: string) => `${protocol} server`,
    port: (protocol: string) => `${protocol} port`,
    security: (protocol: string) => `${protocol} security`,
    clientId: 'Client ID',
    clientIdHint: '“Application (client) ID” of the app registration.',
    tenant: 'Tenant',
    tenantHint: '“Directory (tenant) ID”, a domain, or common if the registration allows every organisation.',
    loginHost: 'Login host',
    loginHostHint: 'Other than login.microsoftonline.com only in national clouds.',
  },
  /** What a provider wants for its password field. */
  hints: {
    gmail: 'Gmail wants an app password here, which needs 2-Step Verification to be on in your Google account.',
    icloud: 'iCloud wants an app-specific password, which you make in your Apple Account’s settings.',
    yahoo: 'Yahoo wants an app password, which you make in your Yahoo account’s security settings.',
    fastmail: 'Fastmail wants an app password, which you make in its settings under Privacy & Security.',
    aol: 'AOL wants an app password, which you make in your AOL account’s security settings.',
    gmx: 'GMX lets mail programs in after you have switched IMAP on in its settings, under POP3/IMAP. With two-factor authentication it wants an application-specific password.',
    webde:
      'WEB.DE lets mail programs in after you have switched IMAP on in its settings, under POP3/IMAP. With two-factor authentication it wants an application-specific password.',
    mailboxorg: 'With two-factor authentication mailbox.org wants an app password, which you make in its settings.',
    tonline: 'T-Online wants the password for mail programs, which you set in your Telekom login’s settings.',
  },
  address: {
    welcome: 'Welcome to Heron',
    add: 'Add an account',
    introduction:
      'Heron reads the mail of Microsoft 365 and of any other IMAP server. Which mailbox do you want to open?',
    question: 'Which mailbox do you want to open?',
    found: (provider: string) => `This mailbox is at ${provider}.`,
    isThere: 'This mailbox is in Heron already.',
  },
  provider: {
    title: 'Where is this mailbox?',
    otherKind: 'The mailbox is somewhere else',
    label: 'Kind of mailbox',
    microsoft: 'Microsoft 365',
    microsoftDetail: 'Work, school or Outlook.com. You sign in on Microsoft’s own page; Heron never sees the password.',
    other: 'Other IMAP server',
    otherDetail: 'Any other provider or your own server, with a password or an app password.',
  },
  microsoft: {
    title: 'Sign in to Microsoft 365',
    lead: 'Heron opens Microsoft’s page in your browser. You sign in there as {address}; Heron never sees the password.',
    registrationFirst:
      'Microsoft lets an application in only after somebody has registered it. No client ID is set here yet, so this has to happen first.',
  },
  registration: {
    title: 'What your administrator registers, once',
    steps: [
      'In the **Azure portal**, open **App registrations** and choose **New registration**.',
      'Name it “Heron” and choose who may use it. As redirect URI take the platform **Public client/native (mobile & desktop)** with `http://localhost`.',
      'Under **Authentication**, the address is listed as **Mobile and desktop applications**. Set **Allow public client flows** to **Yes**, which lets people sign in with a code as well. No client secret is made.',
      'Under **API permissions**, add **Microsoft Graph** → **Delegated permissions**: `IMAP.AccessAsUser.All`, `SMTP.Send`, `offline_access`.{note}',
      'Choose **Grant admin consent**.',
      'Copy the **Application (client) ID** and the **Directory (tenant) ID** into the fields below.',
    ],
    permissionsNote:
      'Microsoft lists these permissions under Graph. The token itself is still asked for with the scope `https://outlook.office.com/IMAP.AccessAsUser.All`, because Exchange turns away tokens made for Graph.',
    copy: 'Copy for your administrator',
    /** What the user sends to an administrator where no client ID is set yet. */
    letter: `I would like to read my Microsoft 365 mailbox with the mail client Heron. It signs in with OAuth2 and needs an app registration in our tenant:

1. Azure portal > App registrations > New registration. Name: Heron. Supported account types: as our organisation needs. Redirect URI: platform "Public client/native (mobile & desktop)", http://localhost. Under Authentication it is listed as "Mobile and desktop applications".
2. Authentication > Allow public client flows: Yes. Heron is a public client; please make no client secret.
3. API permissions > Add a permission > Microsoft Graph > Delegated permissions: IMAP.AccessAsUser.All, SMTP.Send, offline_access.
   (The permissions are listed under Microsoft Graph. Heron asks for its token with the scopes https://outlook.office.com/IMAP.AccessAsUser.All and https://outlook.office.com/SMTP.Send, because Exchange does not accept tokens made for Graph.)
4. Grant admin consent.
5. Please send me the Application (client) ID and the Directory (tenant) ID.

IMAP has to be allowed for my mailbox. Heron signs in in the browser (authorization code with PKCE), or with a device code where that is allowed.
`,
  },
  /** Signing in on the provider's page, in the browser of this computer. */
  browser: {
    title: 'Sign in with your browser',
    start: 'Sign in by browser',
    lead: 'Sign in on {host} as {address}. Heron goes on by itself when you are done there.',
    opening: 'Opening your browser…',
    open: 'The page is open in your browser. Heron is waiting for you to sign in there.',
    failed:
      'No browser could be opened. Copy the address of the page into a browser on this computer, or use a code on another device.',
    openAgain: 'Open the page again',
    copyPage: 'Copy the address',
    copied: 'The address is copied. Open it in a browser on this computer.',
    asking: 'Preparing the sign-in',
    useCode: 'Use a code instead',
    instead: 'Sign in by browser instead',
    /** What the browser shows at the end; Heron shows whether the mailbox opens. */
    lastPage: {
      signed_in: { title: 'You have signed in', text: 'Heron goes on by itself. You can close this page.' },
      not_signed_in: {
        title: 'You are not signed in',
        text: 'Heron says what happened and what helps. You can close this page.',
      },
    },
  },
  signIn: {
    title: 'Sign in with a code',
    asking: 'Asking for a code',
    wrongPerson: 'Is this the right person?',
    signedIn: 'You are signed in',
    cancelled: 'The sign-in was cancelled',
    opening: (address: string) => `Opening the mailbox of ${address}`,
    newCode: 'New code',
    approved: 'Approved: try again',
    somebodyElse:
      'The mailbox is {expected}, but {actual} has signed in. That is right for a shared mailbox or a second address of the same person.',
    signInAsOther: 'Sign in as somebody else',
    useThis: 'Use this sign-in',
  },
  /** The provider's page refuses, which only the person can see. */
  pageSaysNo: {
    open: 'The page says no',
    question: 'What does the page show?',
    label: 'What the page shows',
    pages: {
      approval: {
        label: '“Need admin approval”',
        detail: 'Or “Approval required”: an administrator has to let Heron in first.',
      },
      blocked: {
        label: '“You cannot access this right now”',
        detail: 'Or that the sign-in is blocked, or does not meet the organisation’s criteria.',
      },
      other_account: {
        label: 'Another account',
        detail: 'The page is about an account that is not the one of this mailbox.',
      },
      code: {
        label: 'Something else, with a code',
        detail: 'Error codes stand in small print, sometimes behind “More details”.',
      },
    },
    code: 'Error code',
    codeExample: 'AADSTS53003',
    codeWrong: 'A code looks like AADSTS53003.',
    submit: 'What helps?',
    back: 'Back',
  },
  code: {
    lead: 'Enter this code on {page} and sign in there.',
    label: 'Sign-in code',
    copyAndOpen: 'Copy code and open page',
    timeLeft: 'Time left',
    left: (time: string) => `${time} left`,
    trouble: 'Cannot reach the sign-in server; trying again.',
    copied: 'The code is copied. Heron goes on by itself when you have signed in.',
    waiting: 'Waiting for you to sign in.',
    warning:
      'Never enter a code that somebody sent you: whoever made the code would get into your mailbox. This one was made by Heron for you.',
  },
  /** Any provider with OAuth2 or OpenID Connect, and Google. */
  openId: {
    instead: 'Sign in with OAuth2 instead',
    title: 'Sign in with OAuth2',
    lead: 'For a server whose provider lets registered programs in. You need the client ID of a registration of yours or your organisation’s.',
    googleTitle: 'Sign in with Google',
    googleLead:
      'Google lets a program of your own in: in the Google Cloud console make an OAuth client of the type “Desktop app”, with the Gmail scope https://mail.google.com/. An app password is the easier way.',
    named: (domain: string) => `${domain} names this provider.`,
    namedCheck:
      'Check that you know both addresses: you sign in at the first, and the second gets the client secret. Nothing has been sent to either.',
    authorization: 'Sign-in page',
    authorizationHint: 'It opens in your browser (authorization endpoint).',
    token: 'Token address',
    tokenHint: 'Heron fetches its tokens there (token endpoint).',
    byDiscovery: 'Enter the provider’s address instead',
    discovery: 'Provider’s address',
    discoveryHint: 'The issuer, or its page that ends in /.well-known/openid-configuration.',
    clientIdHint: 'Of the registration at the provider, for a desktop program.',
    clientSecret: 'Client secret',
    clientSecretKept: 'Leave it empty to keep the one that is there.',
    clientSecretHint: 'Only if the provider gave one. It is encrypted like a password.',
    scopes: 'Scopes',
    scopesHint: 'What the provider calls the permission for IMAP and SMTP, separated by blanks.',
  },
  imap: {
    title: 'How does Heron sign in?',
    titleOf: (provider: string) => `Sign in to ${provider}`,
    makeAppPassword: 'Make an app password',
    openSettings: 'Open the provider’s page about it',
    test: 'Test connection',
  },
  test: {
    label: 'Connection test',
    testing: 'Testing the connection',
    works: 'The connection works',
    failed: 'The connection did not work',
    adding: 'Adding the account',
    notAdded: 'The account was not added',
    add: 'Add account',
    addingNow: 'Adding the account…',
    steps: {
      dns: 'Find the server',
      tcp: 'Connect',
      tls: 'Encrypt the connection',
      greeting: 'Hear the server’s greeting',
      sign_in: 'Sign in',
      mailbox: 'Open the mailbox',
    },
    states: { pending: 'not yet', running: 'under way', passed: 'passed', failed: 'failed' },
    milliseconds: (count: number) => `${formatNumber('en', count)} ms`,
  },
  firstSync: {
    title: 'Getting your mail',
    goToMailbox: 'Go to the mailbox',
    progress: 'First sync',
    messages: (stored: number, total: number) =>
      `${formatNumber('en', stored)} of ${formatNumber('en', total)} messages`,
    connecting: 'Connecting to the server…',
    readingFolders: 'Reading the list of folders…',
    newestFirst: 'The newest messages come first. You can read them while the older ones arrive.',
  },
};

export type SetupHint = keyof typeof setupEn.hints;
