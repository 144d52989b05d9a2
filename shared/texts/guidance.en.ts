/** What the user or an administrator can do, beyond an error's sentence. */
export const guidanceEn = {
  /** Keys: the number after "AADSTS", or a name of Heron's own. */
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
    check_tenant: 'Check the tenant and the login host, or sign in with another account.',
  },
  /** For the administrator to find the sign-in by. */
  correlation: (id: string) => `correlation ID ${id}`,
  /** Texts that the user sends to the administrator, by AdminLetter's kind; `app` ends those about an app registration. */
  letters: {
    app: (clientId: string, tenant: string, reference: string) =>
      `Application (client) ID: ${clientId}\nTenant: ${tenant}\nReference: ${reference || 'none'}`,
    consent: (permissions: string, url: string, app: string) =>
      `Hello,\n\nI would like to read my mail with Heron, a desktop mail client. It needs your approval for these delegated permissions: ${permissions}.\n\nThis page grants them: ${url}\n\n${app}\n`,
    /** `explanation` is a sentence, or empty. */
    fix_app: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron fails because of its app registration in Microsoft Entra. ${explanation}\nPlease check: the client ID exists and is enabled; “Allow public client flows” is Yes; no client secret is needed; the supported account types fit; delegated permissions IMAP.AccessAsUser.All and SMTP.Send.\n\n${app}\n`,
    policy: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron, a desktop mail client, is blocked by a policy. ${explanation}\nHeron signs in with the device code flow (OAuth2). Could you allow it for me?\n\n${app}\n`,
    mailbox_unavailable: (server: string) =>
      `The sign-in to ${server} succeeds, but the mailbox does not open over IMAP. Please check that IMAP is enabled for it, that it is licensed, and that this user may open it.`,
    basic_auth_blocked: () =>
      'Password sign-in over IMAP (Basic Auth) is switched off for this mailbox. In Exchange Online it is retired, and authentication policies do not bring it back; ' +
      'on Exchange on premises or hybrid, an authentication policy with AllowBasicAuthImap decides. Signing in with Microsoft (OAuth2) works without any of this.',
  },
};
