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
    530032: 'A security policy of the whole organisation asks for something that this sign-in does not have.',
    530035: 'The organisation uses Microsoft’s security defaults, which block this sign-in.',
    65004: 'The request for permission was declined on Microsoft’s page.',
    90002: 'Check that the tenant’s ID or domain is typed correctly and belongs to this login host.',
    90038: 'The organisation is in another national cloud, which has its own login host.',
    700016: 'The organisation does not know an app with this client ID.',
    700025: 'The app is registered as a confidential client; Heron needs a public client.',
    7000112: 'The app was disabled, so nobody can sign in with it.',
    7000218: '“Allow public client flows” is switched off in the app registration.',
    50011: 'The app’s registration does not have the redirect address that was used.',
    500208: 'Accounts of this kind cannot sign in to this tenant.',
    50059: 'Nothing in the sign-in says which organisation is meant. Enter the tenant’s ID or domain.',
    50128: 'Enter the tenant’s ID, or a domain that the organisation has registered at Microsoft.',
    50131: 'A Conditional Access policy blocks this sign-in, for example because of the device or the place.',
    50132: 'The password was changed or has expired, so the former sign-in ended.',
    50133: 'The password was changed or has expired, so the former sign-in ended.',
    50173: 'The password was changed, or all sign-ins were ended, so the former sign-in ended.',
    500011:
      'The organisation does not know the mail service that the app asks for: the cloud or the app’s permissions do not fit.',
    53002: 'The organisation only lets apps in that it has approved.',
    53011: 'Microsoft sees a risk for the account in the organisation that it belongs to.',
    530034: 'The account administers this organisation from another one, where Microsoft saw suspicious activity.',
    65002: 'This client ID belongs to an app of Microsoft’s own; Heron needs a registration of yours.',
    650052: 'Either there is no subscription for the service, or it is disabled in the organisation.',
    70002: 'The app is not registered as a public client (mobile or desktop).',
    700038: 'The client ID is not the ID of an app.',
    90072: 'The account belongs to another organisation, and is no guest in this one.',
    900023: 'The tenant is neither an ID nor a domain.',
    9002346:
      'The app is registered for personal accounts only: the tenant has to be “consumers”, or the registration has to allow organisations.',
    check_tenant: 'Check the tenant and the login host, or sign in with another account.',
  },
  /** For the administrator to find the sign-in by. */
  correlation: (id: string) => `correlation ID ${id}`,
  /** Texts that the user sends to the administrator, by AdminLetter's kind; `app` ends those about an app registration. */
  letters: {
    app: (clientId: string, tenant: string, reference: string) =>
      `Application (client) ID: ${clientId}\nTenant: ${tenant}\nReference: ${reference || 'none'}`,
    consent: (permissions: string, url: string, app: string) =>
      `Hello,\n\nI would like to read my mail with Heron, a mail client on my computer. It signs in with OAuth2 and needs an administrator’s approval, once for the organisation.\n\nThis page grants it: ${url}\n\nDelegated permissions: ${permissions}. With them Heron opens the mailbox of the person who has signed in and sends as this person; it has no access of its own, and mail goes to no other server. In Entra, under Enterprise apps, you can revoke it at any time.\n\n${app}\n`,
    /** `explanation` is a sentence, or empty. */
    fix_app: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron fails because of its app registration in Microsoft Entra. ${explanation}\nPlease check: the client ID exists and is enabled; “Allow public client flows” is Yes; no client secret is needed; the supported account types fit; delegated permissions IMAP.AccessAsUser.All and SMTP.Send.\n\n${app}\n`,
    policy: (explanation: string, app: string) =>
      `Hello,\n\nsigning in to my mail with Heron, a desktop mail client, is blocked by a policy. ${explanation}\nHeron signs in with OAuth2, in the browser or with the device code flow. Could you allow it for me?\n\n${app}\n`,
    account: (explanation: string, app: string) =>
      `Hello,\n\nmy account cannot sign in to its mail with Heron, a desktop mail client, because it is blocked. ${explanation}\nCould you look at it in Microsoft Entra (risky users, account status) and unblock it?\n\n${app}\n`,
    service: (explanation: string, app: string) =>
      `Hello,\n\nmy sign-in to my mail with Heron, a desktop mail client, is refused because of a missing service. ${explanation}\nPlease check that Exchange Online is licensed for me, and that its service principal (“Office 365 Exchange Online”) is enabled in the organisation.\n\n${app}\n`,
    mailbox_unavailable: (server: string) =>
      `The sign-in to ${server} succeeds, but the mailbox does not open over IMAP. Please check that IMAP is enabled for it, that it is licensed, and that this user may open it.`,
    smtp_auth_disabled: (server: string) =>
      `Sending from my mailbox through ${server} is refused because SMTP AUTH (SmtpClientAuthentication) is switched off, for OAuth2 as well. Please switch it on for this mailbox: Set-CASMailbox -SmtpClientAuthenticationDisabled $false. If security defaults or an authentication policy block it, an exception is needed. Heron signs in with OAuth2, never with a password.`,
    /** `said` is the service's own text, or empty. */
    graph_denied: (said: string) =>
      `Sending from my mailbox through Microsoft Graph (POST /me/sendMail with the delegated permission Mail.Send) is refused${said && ` (“${said}”)`}. Please check application access policies, Conditional Access and the mailbox’s licence, or allow SMTP AUTH for this mailbox instead: Set-CASMailbox -SmtpClientAuthenticationDisabled $false.`,
    sending_blocked: (server: string, said: string) =>
      `${server} sends nothing from my mailbox any more${said && ` (“${said}”)`}. Please check whether the mailbox or the organisation is restricted from sending (in Exchange Online: Microsoft Defender, “Restricted entities”), and lift that once it is safe.`,
    basic_auth_blocked: () =>
      'Password sign-in over IMAP (Basic Auth) is switched off for this mailbox. In Exchange Online it is retired, and authentication policies do not bring it back; ' +
      'on Exchange on premises or hybrid, an authentication policy with AllowBasicAuthImap decides. Signing in with Microsoft (OAuth2) works without any of this.',
  },
};
