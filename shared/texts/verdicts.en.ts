import type { VerdictId } from '../verdicts.ts';

/** A verdict: what happened, and what to do about it. The error's own sentence stands between them. */
interface VerdictWords {
  readonly title: string;
  readonly todo: string;
}

const texts: Readonly<Record<VerdictId, VerdictWords>> = {
  all_well: { title: 'All is well.', todo: 'Reading and sending work. There is nothing to do.' },
  offline: {
    title: 'This computer has no network.',
    todo: 'Heron goes on by itself as soon as there is one.',
  },
  dns_no_such_name: {
    title: 'There is no server with this name.',
    todo: 'Check how the server’s name is written in the account’s settings.',
  },
  dns_not_answering: {
    title: 'Names of servers cannot be looked up just now.',
    todo: 'The name servers of this network do not answer. This passes, or another network helps.',
  },
  port_blocked: {
    title: 'Nothing answers at the port for reading mail.',
    todo: 'A firewall most likely blocks it (port 993 as a rule). Try another network, or ask whoever runs this one.',
  },
  smtp_port_blocked: {
    title: 'Nothing answers at the port for sending mail.',
    todo: 'Reading works. A firewall most likely blocks sending here (port 587 or 465). Try another network, or ask whoever runs this one.',
  },
  connection_refused: {
    title: 'The computer is there, but no mail server at this port.',
    todo: 'Check the port in the account’s settings. If it is right, the server is down: try again later.',
  },
  captive_portal: {
    title: 'A web page answers instead of the mail server.',
    todo: 'This network wants you to sign in on its page first, as hotels and trains do. Open any page in the browser, sign in there, and check again.',
  },
  clock_wrong: {
    title: 'The clock of this computer is wrong.',
    todo: 'By this computer’s date the server’s certificate is not valid. Set date and time, best by the network, and check again.',
  },
  certificate_expired: {
    title: 'The server’s certificate has expired.',
    todo: 'Whoever runs the server has to renew it. Heron sends nothing to it before that.',
  },
  certificate_of_other_host: {
    title: 'The server’s certificate belongs to another name.',
    todo: 'Use the name that stands in the certificate, or ask whoever runs the server. It may also be that another computer answers in its place.',
  },
  certificate_not_trusted: {
    title: 'The server’s certificate is not trusted here.',
    todo: 'If a proxy or a virus scanner of your organisation reads along, its administrator has to install its certificate authority on this computer. If not, somebody else answers in the server’s place.',
  },
  encryption_not_possible: {
    title: 'The server and Heron find no encryption.',
    todo: 'Check port and security in the account’s settings: TLS belongs to port 993 or 465, STARTTLS to 143 or 587.',
  },
  no_mail_server: {
    title: 'What answers there is no mail server.',
    todo: 'Check the server’s name and port in the account’s settings.',
  },
  too_many_connections: {
    title: 'Too many programs are connected to this mailbox.',
    todo: 'Close a mail program on another device, and check again.',
  },
  throttled: {
    title: 'The server asks Heron to wait.',
    todo: 'Nothing is wrong. Heron goes on by itself when the time is over.',
  },
  server_down: {
    title: 'The server does not work just now.',
    todo: 'It is being serviced, overloaded, or out of order. Heron tries again by itself.',
  },
  app_password_blocked: {
    title: 'App passwords are switched off here.',
    todo: 'Microsoft takes neither passwords nor app passwords for mail any more. Sign in with Microsoft; your mail stays as it is.',
  },
  basic_auth_blocked: {
    title: 'Passwords are switched off here.',
    todo: 'Microsoft takes no passwords for mail any more (Basic Auth). Sign in with Microsoft; your mail stays as it is.',
  },
  app_password_wanted: {
    title: 'The server wants an app password.',
    todo: 'The account’s own password is not enough, because it has two-step verification. Make an app password on your provider’s page, and enter it.',
  },
  app_password_refused: {
    title: 'The server does not accept this app password.',
    todo: 'It was mistyped or withdrawn. Make a new one on your provider’s page, and enter it.',
  },
  password_refused: {
    title: 'The server does not accept this user name and password.',
    todo: 'Enter the password once more. With two-step verification most providers want an app password.',
  },
  password_not_stored: {
    title: 'The password is not stored on this computer.',
    todo: 'Enter it once more.',
  },
  no_way_to_sign_in: {
    title: 'The server offers no way to sign in that fits this account.',
    todo: 'Check the server in the account’s settings, or use another way to sign in.',
  },
  web_sign_in: {
    title: 'Your provider wants you to sign in with a browser first.',
    todo: 'Open its page, sign in there, and check again.',
  },
  token_expired: {
    title: 'The sign-in has just run out.',
    todo: 'Heron renews it by itself. Check again in a moment.',
  },
  wrong_audience: {
    title: 'The sign-in is for another service than this mail server.',
    todo: 'Sign in again, so that Microsoft gives out one for mail. If that changes nothing, the app registration asks for the wrong permissions.',
  },
  wrong_identity: {
    title: 'Somebody else is signed in than this mailbox belongs to.',
    todo: 'Sign in as the mailbox’s owner. For a shared mailbox its administrator has to give you full access.',
  },
  scopes_missing: {
    title: 'The sign-in lacks a permission for mail.',
    todo: 'Sign in again, and grant what the page asks for.',
  },
  smtp_auth_disabled_in_organisation: {
    title: 'Your organisation has switched off sending by SMTP.',
    todo: 'Reading works. An administrator can allow it for your mailbox, or you send through Microsoft Graph (account’s settings, “Sending”).',
  },
  smtp_auth_disabled_for_mailbox: {
    title: 'Sending by SMTP is switched off for this mailbox.',
    todo: 'Reading works. An administrator can switch it on, or you send through Microsoft Graph (account’s settings, “Sending”).',
  },
  sending_blocked: {
    title: 'The mailbox is blocked from sending.',
    todo: 'Reading works. An administrator, or the provider’s help desk, can unblock it.',
  },
  smtp_token_refused: {
    title: 'The server for sending does not accept the sign-in.',
    todo: 'Reading works with the same sign-in, so SMTP AUTH is most likely switched off for this mailbox. Give your administrator the report.',
  },
  imap_disabled: {
    title: 'The mailbox does not let mail programs in.',
    todo: 'The sign-in is right in every part, so IMAP is most likely switched off for the mailbox. An administrator can switch it on.',
  },
  token_refused: {
    title: 'The mail server does not accept the sign-in.',
    todo: 'Sign in again. If that changes nothing, IMAP may be switched off for the mailbox.',
  },
  token_for_other_server: {
    title: 'The sign-in is not meant for this server.',
    todo: 'Heron sends sign-ins to the provider’s own servers only. Enter its server in the account’s settings.',
  },
  mailbox_not_connected: {
    title: 'You are signed in, but the mailbox does not open.',
    todo: 'It has no licence, IMAP is switched off, it was moved, or you may not open it. An administrator can see which.',
  },
  no_licence: {
    title: 'There is no mailbox, or no licence for one.',
    todo: 'An administrator has to assign a licence with Exchange Online, or to enable the service.',
  },
  login_loop: {
    title: 'Microsoft stopped a loop of sign-ins.',
    todo: 'Too many requests came in a short time. Heron asks no more for now; wait some minutes before you sign in again.',
  },
  consent_declined: {
    title: 'The permission was declined.',
    todo: 'Sign in again, and accept what the page asks for, if you want to read mail with Heron.',
  },
  consent_missing: {
    title: 'Your organisation has not approved Heron yet.',
    todo: 'An administrator has to approve it once. Send the text; then check again.',
  },
  app_unknown: {
    title: 'Microsoft does not know this client ID.',
    todo: 'Check the client ID and the tenant: the field “Application (client) ID” of the app registration.',
  },
  app_disabled: {
    title: 'The app registration has been disabled.',
    todo: 'An administrator can enable it again, or you use another client ID.',
  },
  app_not_public: {
    title: 'The app registration does not allow desktop programs.',
    todo: 'In the registration the field “Allow public client flows” has to be Yes.',
  },
  app_redirect: {
    title: 'The app registration lacks the address for the browser.',
    todo: 'The field “Redirect URIs” needs http://localhost under “Mobile and desktop applications”.',
  },
  app_account_types: {
    title: 'The app registration is for other accounts than yours.',
    todo: 'The field “Supported account types” and the tenant have to fit. Enter your organisation’s tenant ID or domain.',
  },
  app_resource: {
    title: 'The app registration lacks the permissions for mail.',
    todo: 'The field “API permissions” needs IMAP.AccessAsUser.All of Office 365 Exchange Online.',
  },
  app_registration: {
    title: 'The app registration is not set up for this.',
    todo: 'Give whoever set it up the report.',
  },
  client_id_missing: {
    title: 'Heron has no client ID to sign in with.',
    todo: 'Enter the client ID of your organisation’s app registration.',
  },
  app_not_assigned: {
    title: 'You are not assigned to Heron in your organisation.',
    todo: 'An administrator has to assign you to the app, or to switch “Assignment required” off.',
  },
  policy_device: {
    title: 'Conditional Access lets only managed devices in.',
    todo: 'Use a device that your organisation manages, or ask an administrator for an exception.',
  },
  policy_app: {
    title: 'Conditional Access lets only approved apps in.',
    todo: 'An administrator can approve Heron.',
  },
  policy_security_defaults: {
    title: 'Microsoft’s security defaults block this sign-in.',
    todo: 'An administrator can replace them with a policy that allows it.',
  },
  policy_of_organisation: {
    title: 'A policy of the whole organisation blocks this sign-in.',
    todo: 'An administrator can see in the sign-in log which one, and allow Heron.',
  },
  policy_blocked: {
    title: 'Conditional Access blocks this sign-in.',
    todo: 'A policy refuses this place, device or way to sign in. An administrator can see in the sign-in log which one.',
  },
  device_code_blocked: {
    title: 'Signing in with a code is blocked here.',
    todo: 'Sign in with the browser of this computer, which is usually allowed.',
  },
  second_factor_due: {
    title: 'Your second factor is asked for again.',
    todo: 'Sign in once more, with your second factor.',
  },
  more_proof_asked: {
    title: 'Your organisation asks for more at the sign-in.',
    todo: 'Sign in once more: the page asks for what is missing. If it refuses, your administrator can say what this computer has to meet.',
  },
  password_changed: {
    title: 'The password was changed, which ended the sign-in.',
    todo: 'Sign in once more, with the new password.',
  },
  password_expired: {
    title: 'The password has expired.',
    todo: 'Sign in: Microsoft asks for a new one.',
  },
  sign_in_frequency: {
    title: 'Your organisation wants a new sign-in from time to time.',
    todo: 'Sign in once more.',
  },
  sign_in_unused: {
    title: 'The sign-in was not used for too long.',
    todo: 'Sign in once more.',
  },
  grant_revoked: {
    title: 'The sign-in was ended.',
    todo: 'You, an administrator or the provider ended it. Sign in once more.',
  },
  sign_in_not_finished: {
    title: 'The sign-in was not finished.',
    todo: 'Start it once more.',
  },
  account_locked: {
    title: 'The account is locked for a while.',
    todo: 'There were too many wrong sign-ins. Wait, and do not try again meanwhile, since that prolongs it.',
  },
  account_at_risk: {
    title: 'Microsoft takes the account for taken over.',
    todo: 'Only an administrator can unblock it.',
  },
  account_disabled: {
    title: 'The account is switched off.',
    todo: 'Only an administrator can switch it on.',
  },
  no_such_organisation: {
    title: 'Microsoft does not know this organisation.',
    todo: 'Check the tenant: its ID, or a domain that it has registered.',
  },
  wrong_organisation: {
    title: 'The account does not belong to this organisation.',
    todo: 'Check the tenant and the login host, or sign in with another account.',
  },
  proxy_password: {
    title: 'The proxy of this network asks for a user name and a password.',
    todo: 'Enter those that you use for this network’s proxy. Heron sends them to the proxy and to nobody else.',
  },
  proxy_sign_in: {
    title: 'The proxy of this network wants a sign-in that Heron does not have.',
    todo: 'Heron signs in to a proxy with a user name and a password, and not by NTLM or Kerberos (Negotiate). Whoever runs the proxy has to offer Basic as well, or let Heron through to the mail servers (ports 993 and 587) and the sign-in server without a sign-in. Give them the report.',
  },
  proxy_refused: {
    title: 'The proxy does not let Heron through.',
    todo: 'Whoever runs the proxy has to allow the mail servers (ports 993 and 587) and the sign-in server. Give them the report.',
  },
  provider_down: {
    title: 'The sign-in server does not answer.',
    todo: 'This passes. Heron tries again by itself and keeps your sign-in.',
  },
  provider_not_understood: {
    title: 'The sign-in server’s answer makes no sense.',
    todo: 'Check the login host, and whether a proxy or a sign-in page of this network answers in its place.',
  },
  secret_unreadable: {
    title: 'The stored sign-in cannot be read.',
    todo: 'The system’s keyring may be locked. Unlock it and check again, or sign in once more.',
  },
  newer_heron: {
    title: 'A newer Heron set this account up.',
    todo: 'Install that version again; nothing was changed.',
  },
  server_refuses: {
    title: 'The server refuses, and only it can say why.',
    todo: 'Give whoever runs it the report: the server’s own words stand in it.',
  },
  not_explained: {
    title: 'Heron cannot explain this.',
    todo: 'Copy the report and send it to Heron’s developers. It holds no address, no server and no message.',
  },
};

/** Verdicts of a diagnosis, whose turn it is, and the button. */
export const verdictsEn = {
  texts,
  turns: {
    you: 'Your turn',
    admin: 'An administrator’s turn',
    wait: 'Passes by itself',
    heron: 'A fault in Heron',
    nobody: 'Nothing to do',
  },
  actions: {
    retry: 'Check again',
    sign_in: 'Sign in again',
    sign_in_with_microsoft: 'Sign in with Microsoft',
    sign_in_by_browser: 'Sign in by browser',
    edit_password: 'Enter the password',
    enter_proxy_password: 'Enter the proxy’s password',
    edit_server: 'Open the account’s settings',
    edit_registration: 'Check the registration',
    ask_administrator: 'Copy text for your administrator',
    open_page: 'Open the page',
    close: 'Close',
    copy_report: 'Copy report',
  },
};
