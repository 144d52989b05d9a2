/**
 * `npx tsx e2e/harness/writing-looks.ts <folder> [name]`: pictures of the composer's warnings, the drafts, two versions of one, what files weigh, and of
 * the outbox with each kind of refusal, as SMTP servers'
 * answers make them, in both palettes, both languages, and 900 pixels wide. `CHROMIUM` names a browser.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { makeError } from '../../electron/imap/imap-errors.ts';
import type { RefusalPhase } from '../../electron/smtp/refusal-kinds.ts';
import { refusalError } from '../../electron/smtp/smtp-errors.ts';
import { readReply } from '../../electron/smtp/smtp-reply.ts';
import type { AppError } from '../../shared/reply.ts';
import type { SendingState } from '../../shared/writing.ts';

const folder = process.argv[2] ?? '/tmp/heron-writing-looks';
const only = process.argv[3] ?? '';
const server = 'smtp.office365.com:587';
const context = {
  endpoint: { host: 'smtp.office365.com', port: 587, security: 'tls' },
  secrets: [],
  sender: 'team@contoso.test',
} as const;

/** One answer of a server for each kind of refusal (electron/smtp/refusal-kinds.ts). */
const answers: readonly (readonly [string, RefusalPhase, string])[] = [
  ['SMTP off, organisation', 'sign_in', '535 5.7.139 SmtpClientAuthentication is disabled for the Tenant.'],
  ['SMTP off, mailbox', 'sign_in', '535 5.7.139 SmtpClientAuthentication is disabled for the Mailbox.'],
  ['Passwords retired', 'sign_in', '550 5.7.30 Basic authentication is not supported for Client Submission.'],
  ['App password', 'sign_in', '534 5.7.9 Application-specific password required.'],
  ['Web sign-in', 'sign_in', '534 5.7.14 <https://accounts.google.com/s> Please log in via your web browser.'],
  ['Wants TLS', 'sender', '530 5.7.0 Must issue a STARTTLS command first'],
  ['No such sign-in', 'sign_in', '504 5.5.4 Unrecognized authentication type'],
  ['Credentials', 'sign_in', '535 5.7.8 Error: authentication failed'],
  ['Relay', 'recipient', '554 5.7.1 <grace@navy.test>: Relay access denied'],
  ['Send as', 'sender', '550 5.7.60 SendAsDenied; ada not allowed to send as team'],
  ['Blocked', 'sender', '550 5.1.8 Access denied, bad outbound sender'],
  ['Limit', 'sender', '554 5.2.0 SubmissionQuotaExceededException'],
  ['Connections', 'greeting', '432 4.3.2 Concurrent connections limit exceeded'],
  ['Greylisted', 'recipient', '450 4.2.0 Greylisted, see http://postgrey.test/help'],
  ['Later', 'recipient', '451 4.3.0 Try again later'],
  ['Recipient', 'message', '550 5.1.1 No such user here'],
  ['Too many recipients', 'recipient', '550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients'],
  ['Mailbox full', 'message', '552 5.2.2 mailbox is full'],
  ['Too large', 'sender', '552 5.3.4 Message size exceeds fixed maximum message size'],
  [
    'File kind',
    'message',
    '552 5.7.0 This message was blocked because its content presents a potential security issue.',
  ],
  ['Network', 'recipient', '554 5.7.1 Service unavailable; Client host [203.0.113.7] blocked using Spamhaus'],
  ['Spam', 'message', '550 5.7.1 Message contained unsolicited content and was blocked as spam'],
  ['Policy', 'message', '550 5.7.1 Administrative prohibition'],
  ['Sender', 'sender', '553 5.1.7 Sender address rejected'],
  [
    'Refused',
    'message',
    '554 Transaction failed: Angebot_Müller_und_Söhne_mit_einem_sehr_langen_Namen_ohne_Leerzeichen.pdf',
  ],
  ['Not SMTP', 'greeting', '220 not an error'],
];

const refused = (error: AppError): SendingState =>
  error.retryable ? { kind: 'waiting', error, retryAt: Date.now() + 300_000 } : { kind: 'refused', error, refused: [] };
const states: readonly (readonly [string, SendingState])[] = [
  ...answers.map(
    ([name, phase, answer]) =>
      [name, refused(refusalError(readReply(answer), phase, { ...context, auth: 'password' }))] as const,
  ),
  ['Port blocked', refused({ ...makeError('smtp_unreachable', { reason: 'network', server }), retryable: true })],
  ['No network', refused(makeError('offline', { reason: 'no_network', server }))],
  [
    'Some refused',
    refused(
      makeError('recipients_refused', { reason: 'some', server, refused: 'eve@navy.test', said: 'No', why: 'unknown' }),
    ),
  ],
  [
    'Too large for it',
    refused(makeError('not_sendable', { reason: 'too_large', size: 36_400_000, limit: 35_882_577, server })),
  ],
  ['Graph denies', refused(makeError('graph_refused', { reason: 'denied', said: 'Access is denied.' }))],
  [
    'May have been sent',
    {
      kind: 'uncertain',
      error: makeError('may_have_been_sent', { reason: 'connection_cut', server }),
      lookedAt: Date.now(),
    },
  ],
  ['Held', { kind: 'held', until: Date.now() + 10_000_000 }],
  ['Scheduled', { kind: 'scheduled', at: Date.now() + 40_000_000 }],
  ['Sending', { kind: 'sending' }],
];

async function outbox(page: Page): Promise<void> {
  await page.evaluate(async (list) => {
    const accounts = await window.heron.calls['accounts.list'](undefined);
    const accountId = accounts.ok ? accounts.value[0]?.account.id : undefined;
    const drafts = list.map(([subject, sending], count) => ({
      id: `22222222-2222-4222-8222-${String(count).padStart(12, '0')}`,
      accountId,
      subject,
      to: [{ name: 'Grace Hopper', address: 'grace@navy.test' }],
      changedAt: Date.now(),
      sending,
      place: null,
      copy: { kind: 'none' },
      inFolder: false,
      conflict: false,
    }));
    const harness = Reflect.get(window, 'harness') as { emit(event: string, payload: unknown): void };
    harness.emit('drafts.changed', { drafts });
  }, states);
  await page.getByRole('button', { name: /^(Outbox|Postausgang)/ }).click();
}

const addressees = (count: number, domain: string): string =>
  Array.from({ length: count }, (_each, index) => `person${index}.with.a.long.name@${domain}`).join(', ');

/** Writes a message that asks to be sent, so that the question comes. */
async function warning(page: Page, to: string, subject: string, body: string): Promise<void> {
  // A new message has a window of its own, which nobody opens here; a forwarded one is written in the pane.
  await page.getByRole('listbox').getByRole('option').nth(2).click();
  await page.getByRole('article').waitFor();
  await page.keyboard.press('f');
  const composer = page.locator('[data-composer]');
  await composer.waitFor();
  await page.evaluate(
    (strangers) => {
      const harness = Reflect.get(window, 'harness') as { answer(call: string, reply: unknown): void };
      harness.answer('addresses.unknown', { ok: true, value: strangers });
    },
    to.split(', ').filter((address) => !address.endsWith('@contoso.test')),
  );
  await composer.getByLabel(/^(To|An)$/).fill(to);
  await page.keyboard.press('Enter');
  await composer.getByLabel(/^(Subject|Betreff)$/).fill(subject);
  await composer.getByRole('textbox', { name: /^(Message text|Nachrichtentext)$/ }).fill(body);
  await page.keyboard.press('ControlOrMeta+Enter');
  await page.getByRole('dialog').waitFor();
}

/** The list of drafts; one of them was changed elsewhere too. */
async function drafts(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Drafts here|Entwürfe hier)/ }).click();
  await page.getByText('Offsite in March').waitFor();
}

/** The question which of two versions stays. */
async function versions(page: Page): Promise<void> {
  await drafts(page);
  await page.getByText('Budget').click();
  await page.locator('[data-composer]').waitFor();
  await page.getByRole('button', { name: /^(Choose|Auswählen)/ }).click();
  await page.getByRole('dialog').waitFor();
}

/** A composer whose files are larger than what the server takes. */
async function size(page: Page): Promise<void> {
  await page.getByRole('listbox').getByRole('option').nth(2).click();
  await page.getByRole('article').waitFor();
  await page.keyboard.press('f');
  const composer = page.locator('[data-composer]');
  await composer.waitFor();
  await page.evaluate(() => {
    const harness = Reflect.get(window, 'harness') as { answer(call: string, reply: unknown): void };
    harness.answer('drafts.sizeLimit', { ok: true, value: { octets: 2_500_000, server: 'smtp.office365.com:587' } });
  });
  for (let count = 0; count < 3; count++) {
    await composer.getByRole('button', { name: /^(Attach files|Dateien anhängen)/ }).click();
  }
  await composer.getByText(/2[.,]5/).waitFor();
}

const forgotten = 'The plan is attached. Der Plan ist im Anhang.';
const looks: Record<string, (page: Page) => Promise<void>> = {
  outbox,
  drafts,
  versions,
  size,
  'warning-file': (page) => warning(page, 'grace@contoso.test', 'The plan', forgotten),
  'warning-subject': (page) => warning(page, 'grace@contoso.test', '', 'Hello'),
  'warning-outside': (page) => warning(page, addressees(8, 'bletchley-park-trust.test'), 'Hello', 'Hello'),
  'warning-many': (page) => warning(page, addressees(25, 'contoso.test'), 'Hello', 'Hello'),
  'warning-all': (page) => warning(page, addressees(25, 'bletchley-park-trust.test'), '', forgotten),
};

const withDrafts = { drafts, versions };

mkdirSync(folder, { recursive: true });
const vite = await createServer({ configFile: resolve(import.meta.dirname, 'mailbox.vite.config.ts') });
await vite.listen();
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  for (const language of ['en', 'de'] as const) {
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [1280, 'dark'],
      [900, 'light'],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      for (const [name, look] of Object.entries(looks).filter(([key]) => key.includes(only))) {
        // The outbox is shown as a whole.
        await page.setViewportSize({ width, height: name === 'outbox' ? 6_200 : 800 });
        await page.goto(
          `${vite.resolvedUrls?.local[0] ?? ''}?accounts=some&language=${language}${name in withDrafts ? '&writing=some' : ''}`,
        );
        await page.locator('main').first().waitFor();
        await page.getByRole('listbox').first().waitFor();
        await look(page);
        await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))));
        await page.screenshot({ path: join(folder, `${name}-${language}-${width}-${colorScheme}.png`) });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await vite.close();
}
