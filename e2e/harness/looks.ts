import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { ConnectionReport, SignInId, SignInState } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { openInBrowser } from '../person-browser.ts';
import { homeView, longView, workId, workView } from './scenario.ts';

const folder = process.argv[2] ?? '/tmp/heron-looks';
const only = process.argv[3] ?? '';
const origin = process.env['HARNESS'] ?? 'http://localhost:5199';
const signInId = '55555555-5555-4555-8555-555555555555' as SignInId;

const emit = (page: Page, event: string, payload: unknown) =>
  page.evaluate(([name, data]) => Reflect.get(window, 'harness').emit(name, data), [event, payload] as const);
const answer = (page: Page, name: string, reply: unknown) =>
  page.evaluate(([call, data]) => Reflect.get(window, 'harness').answer(call, data), [name, reply] as const);
const signIn = (page: Page, state: SignInState) => emit(page, 'signIn.changed', { signInId, state });
const press = (page: Page, name: string) => page.getByRole('button', { name }).click();

async function toProvider(page: Page): Promise<void> {
  await page.getByLabel('Email address').fill('mario.rossi@contoso.example');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Where is this mailbox?' }).waitFor();
}

const atBrowser = () =>
  ({
    kind: 'at_browser',
    host: 'login.microsoftonline.com',
    hasCode: true,
    expiresAt: Date.now() + 14 * 60_000,
  }) as const;

async function toBrowser(page: Page): Promise<void> {
  await toProvider(page);
  await page.keyboard.press('Enter');
  await press(page, 'Sign in by browser');
  await page.getByRole('heading', { name: 'Sign in with your browser' }).waitFor();
}

async function toCode(page: Page): Promise<void> {
  await toProvider(page);
  await page.keyboard.press('Enter');
  await press(page, 'Use a code instead');
  await page.getByRole('heading', { name: 'Sign in with a code' }).waitFor();
}

async function toTest(page: Page, report: ConnectionReport | null): Promise<void> {
  await answer(page, 'accounts.testConnection', report ? { ok: true, value: report } : 'never');
  await toProvider(page);
  await page.getByRole('radio', { name: 'Other IMAP server' }).click();
  await press(page, 'Continue');
  await page.getByLabel('Password', { exact: true }).fill('secret');
  await page.keyboard.press('Enter');
}

const names = ['dns', 'tcp', 'tls', 'greeting', 'sign_in', 'mailbox'] as const;
const report = (failing: number, error: ConnectionReport['steps'][number]['error']): ConnectionReport => ({
  ok: failing < 0,
  steps: names.map((step, index) => ({
    step,
    state: failing < 0 || index < failing ? 'passed' : index === failing ? 'failed' : 'pending',
    durationMs: failing < 0 || index <= failing ? 12 + index * 31 : null,
    error: index === failing ? error : null,
  })),
});

const webSignIn: AppError = {
  code: 'web_sign_in_required',
  params: { reason: 'web_alert', server: 'imap.gmail.com:993', said: 'Web login required.' },
  retryable: false,
  guidance: { page: 'https://accounts.google.com/signin/continue?sarp=1' },
};

const looks: Record<string, { query: string; go: (page: Page) => Promise<void> }> = {
  welcome: { query: '', go: async () => {} },
  'welcome-error': { query: '', go: (page) => press(page, 'Continue') },
  provider: { query: '', go: toProvider },
  'microsoft-guide': {
    query: '',
    go: async (page) => {
      await toProvider(page);
      await press(page, 'Continue');
    },
  },
  'microsoft-advanced': {
    query: '?client=abc',
    go: async (page) => {
      await toProvider(page);
      await press(page, 'Continue');
      await press(page, 'Advanced');
    },
  },
  code: {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, {
        kind: 'waiting',
        userCode: 'FQWX7RTB9',
        verificationUri: 'https://login.microsoft.com/device',
        expiresAt: Date.now() + 14 * 60_000,
        networkTrouble: false,
      });
    },
  },
  'code-trouble': {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, {
        kind: 'waiting',
        userCode: 'FQWX-7RTB',
        verificationUri: 'https://login.microsoft.com/device',
        expiresAt: Date.now() + 40_000,
        networkTrouble: true,
      });
    },
  },
  'at-browser': {
    query: '?client=abc',
    go: async (page) => {
      await toBrowser(page);
      await signIn(page, { ...atBrowser(), browser: 'open' });
    },
  },
  'at-browser-failed': {
    query: '?client=abc',
    go: async (page) => {
      await toBrowser(page);
      await signIn(page, { ...atBrowser(), browser: 'failed' });
    },
  },
  'page-says-no': {
    query: '?client=abc',
    go: async (page) => {
      await toBrowser(page);
      await signIn(page, { ...atBrowser(), browser: 'open' });
      await press(page, 'The page says no');
    },
  },
  openid: {
    query: '?provider=generic',
    go: async (page) => {
      await toProvider(page);
      await press(page, 'Continue');
      await press(page, 'Sign in with OAuth2 instead');
    },
  },
  'code-requesting': { query: '?client=abc', go: toCode },
  'code-expired': {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, {
        kind: 'expired',
        error: { code: 'sign_in_expired', params: { reason: 'code_expired' }, retryable: true },
      });
    },
  },
  'code-blocked': {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, {
        kind: 'blocked',
        error: {
          code: 'consent_required',
          params: { reason: 'not_approved' },
          retryable: false,
          guidance: {
            letter: {
              kind: 'consent',
              permissions: [
                'https://outlook.office.com/IMAP.AccessAsUser.All',
                'https://outlook.office.com/SMTP.Send',
                'offline_access',
              ],
              clientId: '6e2f7c1a-0c5b-4f5e-9f1d-3a7b8c9d0e1f',
              tenant: 'contoso.onmicrosoft.com',
            },
            adminUrl:
              'https://login.microsoftonline.com/contoso.onmicrosoft.com/adminconsent?client_id=6e2f7c1a-0c5b-4f5e-9f1d-3a7b8c9d0e1f',
            reference: 'AADSTS65001',
            correlationId: '7f8c2f7e-2c5a-4b8e-8ac1-2d1f0f7f1200',
          },
        },
      });
    },
  },
  confirming: {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, {
        kind: 'confirming',
        expected: 'info@contoso.example',
        actual: 'mario.rossi@contoso.example',
      });
    },
  },
  finishing: {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, { kind: 'finishing' });
    },
  },
  'first-sync': {
    query: '?client=abc',
    go: async (page) => {
      await toCode(page);
      await signIn(page, { kind: 'succeeded', accountId: workId });
      await emit(page, 'accounts.changed', {
        accounts: [
          workView({
            lastSyncAt: null,
            connection: { kind: 'syncing' },
            progress: { folderId: 1 as never, stored: 2350, total: 18412 },
          }),
        ],
      });
    },
  },
  imap: {
    query: '?provider=generic',
    go: async (page) => {
      await toProvider(page);
      await press(page, 'Continue');
      await press(page, 'Outgoing mail');
    },
  },
  'test-running': {
    query: '',
    go: async (page) => {
      await toTest(page, null);
      const testId = await page.evaluate(() => Reflect.get(window, 'harness').calls.at(-1).input.testId);
      const { steps } = report(2, null);
      const running = steps.map((step) =>
        step.state === 'failed' ? { ...step, state: 'running', durationMs: null } : step,
      );
      await emit(page, 'accounts.testProgress', { testId, report: { ok: false, steps: running } });
    },
  },
  'test-passed': { query: '', go: (page) => toTest(page, report(-1, null)) },
  'test-blocked': {
    query: '',
    go: (page) =>
      toTest(
        page,
        report(4, {
          code: 'basic_auth_blocked',
          params: { reason: 'no_passwords', server: 'mail.contoso.example:993' },
          retryable: false,
          guidance: {
            letter: { kind: 'basic_auth_blocked' },
          },
        }),
      ),
  },
  'test-browser': { query: '', go: (page) => toTest(page, report(4, webSignIn)) },
  'settings-browser': {
    query: '?accounts=some',
    go: async (page) => {
      await settings(page, 'Work');
      const connection = { kind: 'failed', error: webSignIn, retryAt: null } as const;
      await emit(page, 'accounts.changed', { accounts: [workView({ connection }), homeView()] });
    },
  },
  'test-dns': {
    query: '',
    go: (page) =>
      toTest(
        page,
        report(0, {
          code: 'dns_failed',
          params: { reason: 'no_such_name', host: 'mail.contoso.example' },
          retryable: false,
        }),
      ),
  },
  'settings-oauth': { query: '?accounts=some', go: (page) => settings(page, 'Work') },
  'settings-password': { query: '?accounts=some', go: (page) => settings(page, 'mario@rossi.example') },
  'settings-long': { query: '?accounts=problems', go: (page) => settings(page, longView.account.address) },
  'settings-needs-sign-in': {
    query: '?accounts=some',
    go: async (page) => {
      await settings(page, 'Work');
      await emit(page, 'accounts.changed', {
        accounts: [
          workView({
            connection: {
              kind: 'needs_sign_in',
              error: { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false },
            },
          }),
          homeView(),
        ],
      });
    },
  },
  'settings-app': { query: '?accounts=problems', go: (page) => settings(page, 'About') },
  'settings-accounts': { query: '?accounts=problems', go: (page) => settings(page, 'Accounts') },
  'settings-appearance': { query: '?accounts=some', go: (page) => settings(page, 'Appearance') },
  'settings-notifications': { query: '?accounts=some', go: (page) => settings(page, 'Notifications') },
  'settings-privacy': { query: '?accounts=some', go: (page) => settings(page, 'Privacy') },
  'settings-storage': {
    query: '?accounts=problems',
    go: async (page) => {
      await settings(page, 'Storage');
      await press(page, 'Free space now');
    },
  },
  'settings-storage-german': { query: '?accounts=some&language=de', go: (page) => settings(page, 'Speicherplatz') },
  'settings-background': { query: '?accounts=some', go: (page) => settings(page, 'Background') },
  'settings-shortcuts': { query: '?accounts=some', go: (page) => settings(page, 'Shortcuts') },
  'dialog-switch-microsoft': {
    query: '?accounts=some',
    go: async (page) => {
      await settings(page, 'mario@rossi.example');
      await press(page, 'Switch to OAuth2 sign-in…');
      await page.getByRole('radio', { name: 'Microsoft 365' }).click();
    },
  },
  'dialog-switch-code': {
    query: '?accounts=some&client=abc',
    go: async (page) => {
      await settings(page, 'mario@rossi.example');
      await press(page, 'Switch to OAuth2 sign-in…');
      await page.getByRole('radio', { name: 'Microsoft 365' }).click();
      await press(page, 'Use a code instead');
      await signIn(page, {
        kind: 'waiting',
        userCode: 'FQWX7RTB9',
        verificationUri: 'https://login.microsoft.com/device',
        expiresAt: Date.now() + 14 * 60_000,
        networkTrouble: false,
      });
    },
  },
  'dialog-password-failed': {
    query: '?accounts=some',
    go: async (page) => {
      await answer(page, 'accounts.switchToPassword', {
        ok: false,
        error: {
          code: 'basic_auth_blocked',
          params: { reason: 'no_passwords', server: 'mail.contoso.example:993' },
          retryable: false,
        },
      });
      await settings(page, 'Work');
      await press(page, 'Switch to a password…');
      await page.getByLabel('Password', { exact: true }).fill('secret');
      await page.keyboard.press('Enter');
    },
  },
  'dialog-remove': {
    query: '?accounts=some',
    go: async (page) => {
      await settings(page, 'Work');
      await press(page, 'Remove account…');
    },
  },
};

async function settings(page: Page, link: string): Promise<void> {
  await page.waitForFunction(() => 'harness' in window);
  await page.evaluate(async () => {
    const path = '/stores/ui.ts';
    const ui = await import(/* @vite-ignore */ path);
    ui.showSettings('appearance');
  });
  await page.getByRole('button', { name: link, exact: true }).click();
}

mkdirSync(folder, { recursive: true });
const browser = await openInBrowser(`${origin}/`);
const { page } = browser;
page.setDefaultTimeout(20_000);
page.on('pageerror', (error) => console.error('page:', error.message));
page.on('console', (message) => (message.type() === 'error' ? console.error('console:', message.text()) : undefined));
for (const [size, colorScheme] of [
  [{ width: 1280, height: 800 }, 'light'],
  [{ width: 900, height: 600 }, 'dark'],
] as const) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  for (const [name, look] of Object.entries(looks)) {
    if (!name.includes(only)) continue;
    try {
      await page.goto(`${origin}/${look.query}`);
      await page.waitForFunction(() => 'harness' in window);
      await look.go(page);
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(folder, `${name}-${size.width}-${colorScheme}.png`) });
    } catch (error) {
      console.error(name, error instanceof Error ? error.message.split('\n')[0] : error);
    }
  }
}
await browser.close();
