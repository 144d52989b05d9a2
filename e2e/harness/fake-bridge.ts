import { fakeBridge } from '../../renderer/fake-bridge.ts';
import type { SignInId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { appInfo, homeView, longView, workView } from './scenario.ts';

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

const { bridge, answers, calls, emit } = fakeBridge({
  'app.info': success({ ...appInfo, notices: start === 'problems' ? appInfo.notices : [] }),
  'app.dismissNotice': success(null),
  'app.openExternal': success(null),
  'app.copyText': success(null),
  'accounts.list': success(accounts),
  'accounts.defaults': success({ microsoft }),
  'accounts.suggest': success({
    provider: query.get('provider') === 'generic' ? 'generic' : 'microsoft365',
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
