import { fakeBridge } from '../../renderer/testing/fake-bridge.ts';
import type { SignInId } from '../../shared/mail.ts';
import { previewLineCounts, readingPanes } from '../../shared/preferences.ts';
import { success } from '../../shared/reply.ts';
import { appInfo, homeView, licences, longView, workView } from './scenario.ts';

const query = new URLSearchParams(location.search);
const start = query.get('accounts') ?? 'none';
const accounts = [workView(), homeView(), longView].slice(0, { none: 0, some: 2 }[start] ?? 3);
const microsoft = {
  clientId: query.get('client') ?? '',
  tenant: 'common',
  loginHost: 'https://login.microsoftonline.com',
  imap: { host: 'outlook.office365.com', port: 993, security: 'tls' },
  smtp: { host: 'smtp.office365.com', port: 587, security: 'starttls' },
} as const;

const german = query.get('language') === 'de';
const preferences = {
  ...appInfo.preferences,
  language: german ? 'de' : 'system',
  spokenLanguage: german ? 'de' : 'en',
  direction: query.get('direction') === 'rtl' ? 'rtl' : 'ltr',
  density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
  textSize: query.get('text') === 'largest' ? 'largest' : 'medium',
  previewLines: previewLineCounts.find((lines) => String(lines) === query.get('preview')) ?? 1,
  senderTiles: query.get('tiles') !== 'off',
  readingPane: readingPanes.find((place) => place === query.get('pane')) ?? 'right',
} as const;

const { bridge, answers, calls, emit } = fakeBridge({
  'app.info': success({ ...appInfo, preferences, notices: start === 'problems' ? appInfo.notices : [] }),
  'app.takeDestination': success(null),
  'app.setPreferences': success(null),
  'app.pause': success(null),
  'app.resume': success(null),
  'app.showProfileFolder': success(null),
  'app.licences': success(licences),
  'accounts.setLook': success(null),
  'accounts.setWriting': success(null),
  'accounts.reorder': success(null),
  'mail.imageSenders': success(['news@contoso.example', 'büro@universitätsbibliothek-donaueschingen.example']),
  'mail.removeImageSender': success(null),
  'storage.sizes': success(
    accounts.map(({ account }, place) => ({
      accountId: account.id,
      octets: [1_734_000_000, 96_400_000, 4_200_000][place] ?? 0,
      texts: [41_208, 1_950, 1][place] ?? 0,
      textOctets: [812_000_000, 31_500_000, 24_000][place] ?? 0,
    })),
  ),
  'storage.free': success({ freed: 412_000_000, reusable: 0 }),
  'app.dismissNotice': success(null),
  'app.openExternal': success(null),
  'app.copyText': success(null),
  'accounts.list': success(accounts),
  'accounts.defaults': success({ microsoft }),
  'accounts.suggest': success({
    provider: query.get('provider') === 'generic' ? 'generic' : 'microsoft365',
    name: null,
    isCertain: false,
    foundBy: 'guess',
    username: null,
    foreignHosts: [],
    tenant: null,
    loginHost: null,
    identity: null,
    method: 'password',
    helpUrl: null,
    imap: microsoft.imap,
    smtp: microsoft.smtp,
    hint: null,
  }),
  'signIn.start': success({ signInId: '55555555-5555-4555-8555-555555555555' as SignInId }),
  'signIn.state': success({ kind: 'requesting' }),
  'signIn.copyAndOpen': success(null),
  'signIn.cancel': success(null),
  'mail.folders': success([]),
  'mail.parkedOperations': success([]),
  'mail.syncNow': success(null),
});

Object.assign(window, {
  heron: bridge,
  harness: { calls, emit, answer: (name: string, reply: unknown) => Object.assign(answers, { [name]: reply }) },
});
