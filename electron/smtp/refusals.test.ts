import { afterEach, describe, expect, it } from 'vitest';
import { errorMessage, errorText, guidanceText } from '../../shared/error-texts.ts';
import type { AppError } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { recipientRefusal } from './recipient-refusals.ts';
import type { RefusalPhase } from './refusal-kinds.ts';
import { refusalError, type SmtpContext } from './smtp-errors.ts';
import { readReply } from './smtp-reply.ts';

const context: SmtpContext = {
  endpoint: { host: 'smtp.contoso.test', port: 465, security: 'tls' },
  auth: 'password',
  secrets: ['correct horse'],
  sender: 'ada@contoso.test',
};

/** Who has to act, as the words must say it. `owner`: the recipient; `heron`: it goes on by itself. */
type Whose = 'you' | 'administrator' | 'owner' | 'heron';
const says: Readonly<Record<Whose, { readonly en: RegExp; readonly de: RegExp }>> = {
  you: {
    en: /\b(Check|check|Choose|Remove|Send|Sign in|Change|Write|Make|make room|Ask|ask)\b/,
    de: /\b(Prüfen|Wählen|Entfernen|Senden|Melden|Ändern|Schreiben|Legen|schaffen|Bitten|bitten|Fragen) Sie\b/,
  },
  administrator: { en: /\badministrator\b/, de: /\bAdministrator\b/ },
  owner: { en: /\bits owner\b/, de: /gehört|Empfänger/ },
  heron: {
    en: /\bHeron (tries .*again|does so by itself)/,
    de: /Heron versucht es|versucht (es )?Heron|versucht Heron es|Heron tut das von selbst/,
  },
};

function table(text: string): string[][] {
  return text
    .trim()
    .split('\n')
    .map((line) => line.split(' | ').map((cell) => cell.trim().replaceAll(' ⏎ ', '\n')));
}

/** Lines of: command, error, whose turn, answer (its lines divided by `⏎`). What servers really say: Exchange Online, Gmail, Postfix, Exim, Dovecot, cPanel, 1&1. */
const rows = table(`
sign_in | smtp_auth_disabled/organisation | administrator | 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [AM0PR0502CA0026.eurprd05.prod.outlook.com]
sign_in | smtp_auth_disabled/mailbox | administrator | 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled for more information.
sign_in | smtp_auth_disabled/organisation | administrator | 535 5.7.139 Authentication unsuccessful, user is locked by your organization's security defaults policy. Contact your administrator.
sign_in | smtp_auth_disabled/organisation | administrator | 535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated successfully. Contact your administrator.
sign_in | basic_auth_blocked/for_sending | you | 550 5.7.30 Basic authentication is not supported for Client Submission.
sign_in | basic_auth_blocked/for_sending | you | 535 5.7.139 Authentication unsuccessful, basic authentication is disabled. [BN9PR03CA0093.namprd03.prod.outlook.com]
sign_in | authentication_failed/app_password | you | 534-5.7.9 Application-specific password required. For more information, go to ⏎ 534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor a1-20020a - gsmtp
sign_in | web_sign_in_required/web_alert | you | 534-5.7.14 <https://accounts.google.com/signin/continue?sarp=1&scc=1> Please log in via ⏎ 534-5.7.14 your web browser and then try again. ⏎ 534 5.7.14 Learn more at https://support.google.com/mail/answer/78754
sign_in | authentication_failed/password_refused | you | 535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6
sign_in | authentication_failed/password_refused | you | 535-5.7.8 Username and Password not accepted. For more information, go to ⏎ 535 5.7.8  https://support.google.com/mail/?p=BadCredentials d9-20020 - gsmtp
sign_in | authentication_failed/password_refused | you | 535 5.7.3 Authentication unsuccessful [FR0P281CA0151.DEUP281.PROD.OUTLOOK.COM]
sign_in | authentication_failed/password_refused | you | 535 Incorrect authentication data
sign_in | authentication_failed/password_refused | you | 535 5.7.8 Account temporarily locked, too many failed logins
sign_in | sending_deferred/later | heron | 454 4.7.0 Temporary authentication failure: Connection lost to authentication server
sign_in | sending_blocked/mailbox | administrator | 525 5.7.13 User account disabled
sender | tls_failed/wants_tls | you | 530 5.7.0 Must issue a STARTTLS command first
sign_in | tls_failed/wants_tls | you | 538 5.7.11 Encryption required for requested authentication mechanism
sender | relay_denied/denied | you | 530-5.7.0 Authentication Required. For more information, go to ⏎ 530 5.7.0  https://support.google.com/accounts/troubleshooter/2402620
sender | relay_denied/denied | you | 530 5.7.57 Client not authenticated to send mail. [ZR0P278CA0009.CHEP278.PROD.OUTLOOK.COM]
recipient | relay_denied/denied | you | 554 5.7.1 <grace@navy.test>: Relay access denied
recipient | relay_denied/denied | you | 550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain
recipient | relay_denied/denied | you | 550 relay not permitted, authentication required
message | send_as_denied/not_allowed | you | 554 5.2.252 SendAsDenied; ada@contoso.test not allowed to send as team@contoso.test; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message
sender | send_as_denied/not_allowed | you | 550 5.7.60 SMTP; Client does not have permissions to send as this sender
recipient | send_as_denied/not_allowed | you | 553 5.7.1 <team@contoso.test>: Sender address rejected: not owned by user ada@contoso.test
message | send_as_denied/not_allowed | you | 550 5.7.1 Sender address is not allowed.
sender | send_as_denied/not_allowed | you | 501 Mail from address must be same as authorization user
message | send_as_denied/not_allowed | you | 554 Message rejected: Email address is not verified.
message | sending_blocked/mailbox | administrator | 550 5.1.8 Access denied, bad outbound sender AS(42004) [PAXPR08MB1234.eurprd08.prod.outlook.com]
message | sending_blocked/mailbox | administrator | 550 5.7.501 Access denied, spam abuse detected from contoso.test
message | sending_blocked/mailbox | administrator | 550 5.7.705 Access denied, tenant has exceeded threshold
recipient | sending_blocked/mailbox | administrator | 550 Outgoing mail from "ada@contoso.test" has been suspended.
message | sending_limit/reached | heron | 550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients
message | sending_limit/reached | heron | 554 5.2.2 mailbox full; Submission quota exceeded; STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception
sender | sending_limit/reached | heron | 550-5.4.5 Daily user sending limit exceeded. For more information on Gmail ⏎ 550-5.4.5 sending limits go to ⏎ 550 5.4.5  https://support.google.com/a/answer/166852
recipient | sending_limit/reached | heron | 550 Domain contoso.test has exceeded the max emails per hour (200/200 (100%)) allowed.  Message discarded.
message | sending_limit/reached | heron | 554 Mail send limit exceeded.
recipient | sending_limit/reached | heron | 450 4.7.1 <ada@contoso.test>: Sender address rejected: Policy Rejection; Message quota exceeded
sender | sending_deferred/connections | heron | 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=AM6PR04MB1234]
greeting | sending_deferred/connections | heron | 421 4.3.2 The maximum number of concurrent connections has exceeded a limit, closing transmission channel
greeting | sending_deferred/connections | heron | 421 4.7.0 smtp.contoso.test Error: too many connections from 192.0.2.1
recipient | sending_deferred/greylisted | heron | 451 4.7.1 Greylisted, please try again in 300 seconds
recipient | sending_deferred/greylisted | heron | 450 4.2.0 <grace@navy.test>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/contoso.test.html
recipient | sending_deferred/greylisted | heron | 451-192.0.2.1 is not yet authorized to deliver mail from ⏎ 451 <ada@contoso.test> to <grace@navy.test>. Please try later. (greylist)
message | sending_deferred/later | heron | 452 4.3.1 Insufficient system storage
message | sending_deferred/later | heron | 451 4.3.0 Error: queue file write error
sender | sending_deferred/later | heron | 451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)
message | message_refused/too_large | you | 552 5.3.4 Message size exceeds fixed limit
message | message_refused/too_large | you | 552-5.2.3 Your message exceeded Google's message size limits. Please visit ⏎ 552-5.2.3 https://support.google.com/mail/?p=MaxSizeError to view our size guidelines. ⏎ 552 5.2.3 d9-20020 - gsmtp
sender | message_refused/too_large | you | 552 Message size exceeds maximum permitted
message | message_refused/too_large | you | 550 5.2.3 RESOLVER.RST.SendSizeLimit.Sender; message too large for this sender
sender | message_refused/too_large | you | 552 Too big
message | message_refused/file_kind | you | 552-5.7.0 This message was blocked because its content presents a potential ⏎ 552-5.7.0 security issue. Please visit ⏎ 552 5.7.0  https://support.google.com/mail/?p=BlockedMessage
message | message_refused/file_kind | you | 550 This message contains malware (Win.Test.EICAR_HDB-1)
message | message_refused/spam | administrator | 550 5.7.1 Message contained unsolicited content and was blocked as spam
message | message_refused/spam | administrator | 554 5.7.1 Spam content is blocked here
message | message_refused/spam | administrator | 554 5.7.1 Message rejected as spam by Content Filtering.
message | message_refused/spam | administrator | 550-5.7.1 [192.0.2.1] Our system has detected that this message is ⏎ 550-5.7.1 likely unsolicited mail. To reduce the amount of spam sent to Gmail, ⏎ 550 5.7.1 this message has been blocked.
message | message_refused/policy | administrator | 550 5.7.1 Delivery not authorized, message refused
message | message_refused/policy | administrator | 554 5.7.1 Rejected for policy reasons
recipient | message_refused/network | you | 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.1
message | message_refused/network | you | 550 5.7.606 Access denied, banned sending IP [192.0.2.1]
message | message_refused/too_many_recipients | you | 550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients
sender | message_refused/sender | you | 501 5.1.7 Invalid address
recipient | message_refused/sender | you | 550 5.1.8 <ada@contoso.test>: Sender address rejected: Domain not found
message | message_refused/mailbox_full | owner | 552 5.2.2 Over quota
message | message_refused/refused | administrator | 554 5.0.0 Transaction failed
message | recipients_refused/unnamed | you | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient grace@navy.test not found by SMTP address lookup
message | smtp_protocol/not_smtp | you | HTTP/1.1 400 Bad Request
`);

/** Lines of: why, whose turn, answer. */
const recipients = table(`
unknown | you | 550 5.1.1 <grace@navy.test>: Recipient address rejected: User unknown in virtual mailbox table
unknown | you | 550-5.1.1 The email account that you tried to reach does not exist. Please try ⏎ 550 5.1.1 double-checking the recipient's email address for typos
unknown | you | 550 Unrouteable address
unknown | you | 550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found
unknown | you | 553 Requested action not taken: mailbox name not allowed; no such user
full | owner | 552 5.2.2 <grace@navy.test> Quota exceeded (mailbox for user is full)
full | owner | 452-4.2.2 The email account that you tried to reach is over quota. Please direct ⏎ 452 4.2.2 the recipient to
full | owner | 554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException
domain | you | 450 4.1.2 <grace@nowhere.test>: Recipient address rejected: Domain not found
domain | you | 550 5.4.4 Host not found
domain | you | 550 5.4.310 DNS domain nowhere.test does not exist [Message=InfoDomainNonexistent]
closed | you | 550-5.2.1 The email account that you tried to reach is disabled. Learn more at ⏎ 550 5.2.1 https://support.google.com/mail/?p=DisabledUser
not_allowed | owner | 550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed
not_allowed | owner | 554 5.7.1 <grace@navy.test>: Recipient address rejected: Access denied
unicode | you | 553 5.6.7 Must use SMTPUTF8
other | you | 550 No
`);

afterEach(() => setLanguage('en'));

/** The error's words in both languages have to say whose turn it is. */
function mustSay(error: AppError, whose: Whose): void {
  for (const language of ['en', 'de'] as const) {
    setLanguage(language);
    expect(errorMessage(error)).toMatch(says[whose][language]);
    expect(errorMessage(error)).not.toMatch(/undefined|\[object/);
  }
}

describe('a refusal in plain words, with whose turn it is (C5)', () => {
  it.each(rows)('%s: %s (%s): %s', (phase, expected, whose, answer) => {
    const error = refusalError(readReply(answer ?? ''), phase as RefusalPhase, context);
    expect(`${error.code}/${error.params.reason}`).toBe(expected);
    mustSay(error, whose as Whose);
  });

  it.each(recipients)('of a recipient: %s (%s): %s', (why, whose, answer) => {
    const found = recipientRefusal(readReply(answer ?? ''));
    expect(found).toBe(why);
    const params = { server: 'smtp.contoso.test:465', refused: 'grace@navy.test', said: 'No', why: found } as const;
    for (const reason of ['some', 'all'] as const) {
      const error: AppError = { code: 'recipients_refused', params: { ...params, reason }, retryable: false };
      mustSay(error, whose as Whose);
      expect(errorMessage(error)).toContain('grace@navy.test');
    }
  });

  it('that an older Heron stored still has words', () => {
    const stored: AppError = JSON.parse(
      '{"code":"recipients_refused","params":{"reason":"all","server":"s:1","refused":"a@b.test","said":"x"},"retryable":false}',
    );
    mustSay(stored, 'you');
    const newer: AppError = JSON.parse(JSON.stringify(stored).replace('"said"', '"why":"of_tomorrow","said"'));
    mustSay(newer, 'you');
  });

  it('tries again by itself what passes, and nothing else', () => {
    for (const [phase, , whose, answer] of rows) {
      const { retryable, code } = refusalError(readReply(answer ?? ''), phase as RefusalPhase, context);
      expect([answer, retryable || code === 'token_rejected']).toEqual([answer, whose === 'heron']);
    }
  });

  it('takes a token that is refused for one that has to be renewed, and no password for it', () => {
    const oauth = { ...context, auth: 'xoauth2' } as const;
    const refused = (answer: string) => refusalError(readReply(answer), 'sign_in', oauth);
    expect(refused('535 5.7.3 Authentication unsuccessful').code).toBe('token_rejected');
    expect(refused('535-5.7.8 Username and Password not accepted.\n535 5.7.8 x').code).toBe('token_rejected');
    expect(refused('504 5.5.4 Unrecognized authentication type').params.reason).toBe('no_oauth_sign_in');
  });

  it('gives the page that a provider names, and only over https', () => {
    const refused = (page: string) =>
      refusalError(readReply(`534 5.7.14 <${page}> Please log in via your web browser`), 'sign_in', context);
    expect(refused('https://accounts.google.com/x').guidance?.page).toBe('https://accounts.google.com/x');
    expect(refused('http://accounts.google.com/x').guidance).toBeUndefined();
    expect(refused('javascript:alert(1)').guidance).toBeUndefined();
  });

  it('has a letter for the administrator where a mailbox is blocked', () => {
    const error = refusalError(readReply('550 5.1.8 Access denied, bad outbound sender'), 'message', context);
    expect(guidanceText(error.guidance).adminText).toContain('smtp.contoso.test:465 sends nothing from my mailbox');
    expect(errorText(error.code).whose).toBe('admin');
  });

  it('shows no word from before TLS, and gives nothing up for one (S3)', () => {
    const inClear = { ...context, endpoint: { ...context.endpoint, security: 'starttls' } } as const;
    for (const answer of ['554 5.7.1 SmtpClientAuthentication is disabled', '421 4.3.2 Buy pills', '220 Buy pills']) {
      const error = refusalError(readReply(answer), 'greeting', inClear);
      expect(JSON.stringify(error)).not.toMatch(/pills|SmtpClient/);
      expect(error.retryable).toBe(!answer.startsWith('220'));
    }
  });

  it('repeats no secret, and no endless answer', () => {
    const error = refusalError(readReply(`550 5.7.1 correct horse ${'x'.repeat(100_000)}`), 'message', context);
    expect(JSON.stringify(error)).not.toContain('correct horse');
    expect(JSON.stringify(error).length).toBeLessThan(1_000);
  });
});
