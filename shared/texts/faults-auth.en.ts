/** What is said of signing in at an identity provider. `host` is the provider's, for example "login.microsoftonline.com". */
export const faultsAuthEn = {
  notUnderstood: (host: string, detail: string) => `${host} gave an answer that Heron does not understand (${detail}).`,
  detail: {
    redirected: 'a redirect',
    tooLarge: 'more than 1 MB',
    noAccount: 'no account in the answer',
    noName: 'no name in the answer',
  },
  codeExpired: 'The code has expired before anybody signed in with it.',
  codeUnknown: 'The identity provider does not know this code any more.',
  consent: 'Your organisation has not approved Heron for reading mail yet.',
  app: 'The app registration that Heron signs in with has to be fixed.',
  appRefused: 'The app registration that Heron signs in with was refused.',
  policy: 'A rule of your organisation blocked this sign-in.',
  tenant: (tenant: string, host: string) => `This account is not known to “${tenant}” at ${host}.`,
  declined: 'The sign-in was declined.',
  signInAgain: 'Microsoft asks you to sign in again.',
  /** `word` is the provider's own. */
  refused: (host: string, word: string) => `${host} refused the request (${word || 'no reason'}).`,
  busy: (host: string, status: number) =>
    `${host} is busy or out of order just now (HTTP ${status}). Heron tries again.`,
  offline: 'This computer is not connected to the network.',
  unreachable: (host: string) => `${host} could not be reached.`,
  noAnswer: (host: string) => `${host} did not answer in time.`,
  certificateExpired: (host: string) => `The certificate of ${host} is not valid at this computer’s date.`,
  certificateWrongHost: (host: string) => `The certificate that answered for ${host} belongs to another server.`,
  certificateUntrusted: (host: string) =>
    `The certificate of ${host} comes from an authority that is not trusted here.`,
  noSecureConnection: (host: string) => `No secure connection to ${host} could be made.`,
  notHttps: (host: string) => `${host} names an address without https, which Heron does not use.`,
  noSignIn: 'This account has no sign-in any more. Sign in again.',
  /** `why` is a sentence. */
  notSaved: (why: string) =>
    `The sign-in works, but could not be saved: ${why} Heron keeps trying; if it quits before, you sign in again.`,
  over: 'This sign-in is over. Start again.',
  /** `provider` is a proper name, for example "Microsoft 365". */
  permissionMissing: (provider: string) =>
    `${provider} has not granted Heron this permission for your sign-in. Sign in again to grant it; what works now goes on working.`,
  hostRefused: (host: string, provider: string) =>
    `${host} is not a mail server of ${provider}, so Heron does not send it your sign-in.`,
  /** `id` is a word of the settings file. */
  providerUnknown: (id: string) =>
    `This account signs in at a provider (“${id}”) that this version of Heron does not know. A newer Heron set it up; nothing of it was changed.`,
  noCodeSignIn: (provider: string) => `${provider} offers no sign-in with a code.`,
  tenantMissing: (provider: string) => `Signing in to ${provider} needs a tenant.`,
  clientIdMissing: 'Signing in to Microsoft needs a client ID from an app registration.',
  otherMailbox: (actual: string, expected: string) =>
    `${actual} signed in, but the mailbox is ${expected}. Sign in again as ${expected}.`,
  broken: 'Signing in met a fault in Heron. Try again.',
  /** By the number after "AADSTS". */
  explanations: {
    50097:
      'The organisation only lets devices in that it knows; signing in with a code cannot show which device this is.',
    50105: 'The organisation only lets people use Heron who are assigned to it.',
    50194: 'The app is registered for one organisation only, so the tenant has to be that organisation’s ID or domain.',
    53000: 'The organisation only lets devices in that it manages.',
    53001: 'The organisation only lets devices in that have joined its domain.',
    53003: 'A Conditional Access policy blocks this sign-in. Many organisations block signing in with a code.',
    530032: 'The organisation’s security policy does not allow this sign-in.',
    530035: 'The organisation’s security defaults do not allow this sign-in.',
    65004: 'The request for permission was declined on Microsoft’s page.',
    90002: 'There is no organisation with this tenant ID or domain.',
    90038: 'The organisation is in another national cloud, which has its own login host.',
    700016: 'The organisation does not know an app with this client ID.',
    700025: 'The app is registered as a confidential client; Heron needs a public client.',
    7000112: 'The app was disabled.',
    7000218: '“Allow public client flows” is switched off in the app registration.',
  },
  checkTenant: 'Check the tenant and the login host, or sign in with another account.',
  /** For the administrator to find the sign-in by. */
  correlation: (id: string) => `correlation ID ${id}`,
  /** Letters that the user sends to the administrator. */
  admin: {
    app: (clientId: string, tenant: string, reference: string) =>
      `Application (client) ID: ${clientId}\nTenant: ${tenant}\nReference: ${reference || 'none'}`,
    consent: (permissions: string, url: string, app: string) =>
      `Hello,\n\nI would like to read my mail with Heron, a desktop mail client. It needs your approval for these delegated permissions: ${permissions}.\n\nThis page grants them: ${url}\n\n${app}\n`,
    /** `explanation` is a sentence, or empty. */
    fixApp: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron fails because of its app registration in Microsoft Entra. ${explanation}\nPlease check: the client ID exists and is enabled; “Allow public client flows” is Yes; no client secret is needed; the supported account types fit; delegated permissions IMAP.AccessAsUser.All and SMTP.Send.\n\n${app}\n`,
    policy: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron, a desktop mail client, is blocked by a policy. ${explanation}\nHeron signs in with the device code flow (OAuth2). Could you allow it for me?\n\n${app}\n`,
  },
};
