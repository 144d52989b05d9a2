/** `host` is the identity provider's, for example "login.microsoftonline.com", unless something else is said. */
interface Host {
  readonly host: string;
}

/** `provider` is a proper name, for example "Microsoft 365". */
interface Provider {
  readonly provider: string;
}

/** What went wrong at an identity provider. See faultsEn. */
export const faultsAuthEn = {
  client_id_missing: {
    needed: 'Signing in needs a client ID from an app registration.',
  },
  sign_in_declined: {
    declined: 'On the sign-in page somebody chose not to sign in.',
    not_completed:
      'The sign-in was not completed, and signing in once more will hardly change that. Show the reference to your administrator.',
  },
  sign_in_expired: {
    code_expired: 'Nobody signed in with the code in time.',
    code_unknown: 'The identity provider does not know this code any more.',
  },
  sign_in_timed_out: {
    page: 'Nobody signed in on the page in time.',
  },
  browser_sign_in_failed: {
    /** `systemCode` is the system's, for example "EACCES"; empty where it gave none. */
    cannot_listen: ({ systemCode }: { readonly systemCode: string }) =>
      `This computer does not let Heron wait for the browser’s answer (${systemCode || 'no reason given'}). Signing in with a code works without it.`,
  },
  code_blocked: {
    by_policy:
      'Your organisation’s policy does not allow signing in with a code. Signing in in the browser of this computer is another way, which it usually does allow.',
  },
  wrong_account: {
    on_page:
      'The page was opened for an account that does not belong here. Sign in with the account of this mailbox: choose “Use another account” on the page.',
  },
  sign_in_required: {
    no_sign_in: 'This account has no sign-in any more. Sign in again.',
    signed_out: 'You have signed out on this computer.',
    asked_again: 'The provider does not accept the sign-in that Heron has.',
    more_asked: 'Your organisation asks for more than the sign-in that Heron has, for example your second factor.',
    /** `server` is a mail server's "host:port". */
    password_for_other_server: ({ server }: { readonly server: string }) =>
      `The stored password was entered for another server or another encryption, so it is not sent to ${server}. Enter it again.`,
    password_missing: 'The password of this account is not stored on this computer. Enter it again.',
  },
  consent_required: {
    not_approved: 'Your organisation has not approved Heron for reading mail yet.',
  },
  permission_missing: {
    not_granted: ({ provider }: Provider) =>
      `${provider} has not granted Heron this permission for your sign-in. Sign in again to grant it; what works now goes on working.`,
    sending: ({ provider }: Provider) =>
      `${provider} has not granted Heron to send through Microsoft Graph (Mail.Send). Sign in once to grant it; reading mail goes on working.`,
  },
  app_registration: {
    to_be_fixed: 'The app registration that Heron signs in with has to be fixed.',
    refused: 'The app registration that Heron signs in with was refused.',
  },
  policy_blocked: {
    blocked: 'Only an administrator of your organisation can allow this sign-in.',
  },
  wrong_tenant: {
    unknown_account: ({ tenant, host }: Host & { readonly tenant: string }) =>
      `This account is not known to “${tenant}” at ${host}.`,
    no_such_tenant: ({ tenant, host }: Host & { readonly tenant: string }) =>
      `There is no organisation “${tenant}” at ${host}.`,
  },
  service_missing: {
    not_enabled:
      'The sign-in works, but the organisation does not have the service that keeps the mail. An administrator can add or enable it.',
  },
  account_locked: {
    too_many_tries:
      'Microsoft locked the account after too many wrong sign-ins. The lock ends by itself; signing in before that prolongs it.',
  },
  account_blocked: {
    risky: 'Microsoft takes the account for taken over by somebody else. Only an administrator can unblock it.',
    disabled: 'The account is switched off in its organisation. Only an administrator can switch it on.',
  },
  password_due: {
    expired: 'The password has expired. Microsoft asks for a new one while you sign in.',
  },
  identity_provider_unavailable: {
    busy: ({ host, status }: Host & { readonly status: number }) =>
      `${host} is busy or out of order just now (HTTP ${status}). Heron tries again.`,
    unreachable: ({ host }: Host) => `${host} could not be reached.`,
    no_answer: ({ host }: Host) => `${host} did not answer in time.`,
    /** The system's proxy stands between. */
    proxy_sign_in: ({ host }: Host) =>
      `The proxy of this network wants a sign-in that Heron does not have (such as NTLM or Kerberos), so ${host} is out of reach.`,
    proxy: ({ host }: Host) => `The proxy of this network does not let Heron through to ${host}.`,
  },
  identity_provider_protocol: {
    /** `word` is the provider's own, or MSAL's. */
    not_understood: ({ host, word }: Host & { readonly word: string }) =>
      `${host} gave an answer that Heron does not understand (${word}).`,
    redirected: ({ host }: Host) => `${host} gave an answer that Heron does not understand (a redirect).`,
    too_large: ({ host }: Host) => `${host} gave an answer that Heron does not understand (more than 1 MB).`,
    no_account: ({ host }: Host) => `${host} gave an answer that Heron does not understand (no account in the answer).`,
    no_name: ({ host }: Host) => `${host} gave an answer that Heron does not understand (no name in the answer).`,
    refused: ({ host, word }: Host & { readonly word: string }) =>
      `${host} refused the request (${word || 'no reason'}).`,
    not_https: ({ host }: Host) => `${host} names an address without https, which Heron does not use.`,
  },
  identity_mismatch: {
    other_mailbox: ({ actual, expected }: { readonly actual: string; readonly expected: string }) =>
      `${actual} signed in, but the mailbox is ${expected}. Sign in again as ${expected}.`,
  },
  provider_unknown: {
    /** `id` is a word of the settings file. */
    from_newer: ({ id }: { readonly id: string }) =>
      `This account signs in at a provider (“${id}”) that this version of Heron does not know. A newer Heron set it up; nothing of it was changed.`,
  },
  token_host_refused: {
    /** `host` is a mail server's. */
    foreign_server: ({ host, provider }: Host & Provider) =>
      `${host} is not a mail server of ${provider}, so Heron does not send it your sign-in. Enter ${provider}’s server, or name this one in HERON_MICROSOFT_IMAP when you start Heron.`,
  },
};
