import type { WebContents } from 'electron';
import { describe, expect, it } from 'vitest';
import type { AccountId, Destination, Licence, MessageId, OpeningMessage } from '../../../shared/mail.ts';
import { defaultPreferences } from '../../../shared/preferences.ts';
import { failure, success } from '../../../shared/reply.ts';
import { effectivePreferences, livePreferences } from '../../preferences/preferences.ts';
import { Notices } from '../../shell/notifications/notices.ts';
import type { Caller } from '../register.ts';
import { appHandlers } from './app.ts';

const desktop = {
  locale: 'en-GB',
  formatLocale: 'en-GB',
  forcedDirection: '',
  hasTray: false,
  canStartAtLogin: false,
  spelling: { platform: 'linux' as const, available: [], read: [], host: 'x' },
};
const opening: OpeningMessage = {
  accountId: '11111111-1111-4111-8111-111111111111' as AccountId,
  path: 'INBOX',
  messageId: 7 as MessageId,
  since: 1,
};
const caller: Caller = { contents: {} as WebContents, page: { kind: 'main' } };
const licence: Licence = { name: 'react', version: '19.3.1', licence: 'MIT', text: 'MIT License' };

function handlers({ canWrite = true }: { canWrite?: boolean } = {}) {
  const done: string[] = [];
  const does = (what: string) => () => void done.push(what);
  let destination: Destination | null = { kind: 'settings' };
  let saved = defaultPreferences;
  const preferences = livePreferences(
    {
      preferences: () => saved,
      savePreferences: (next) => {
        saved = next;
        return success(null);
      },
    },
    () => desktop,
    () => done.push('applied'),
  );
  const calls = appHandlers({
    info: () => ({
      version: '1',
      electron: '1',
      chrome: '1',
      node: '1',
      platform: 'linux',
      profileFolder: '/p',
      extraCa: null,
      secretStorage: { kind: 'session', reason: 'no_encryption' },
      pausedUntil: 7,
    }),
    notices: new Notices(() => {}),
    preferences,
    licences: async () => success([licence]),
    openUrl: async (url) => void done.push(`open ${url}`),
    copyText: (text) => done.push(`copy ${text}`),
    showProfileFolder: does('show profile'),
    pause: async () => failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: true }),
    resume: async () => success(null),
    takeDestination: () => {
      const taken = destination;
      destination = null;
      return taken;
    },
    openings: {
      current: () => opening,
      opening: (message) => done.push(`opening ${message.messageId}`),
      shown: ({ messageId }) => done.push(`shown ${messageId}`),
    },
    pageSaved: (_caller, saved) => void done.push(saved ? 'saved' : 'not saved'),
    closeWindow: does('close'),
    quit: does('quit'),
    canWrite: () => canWrite,
    write: (mailto) => done.push(`write ${mailto}`),
  });
  return { calls, done, saved: () => saved };
}

describe('app.setPreferences', () => {
  it('merges what was chosen, and app.info says so', async () => {
    const { calls, done, saved } = handlers();
    expect(await calls['app.setPreferences']({ theme: 'dark' }, caller)).toEqual({ ok: true, value: null });
    expect(saved()).toEqual({ ...defaultPreferences, theme: 'dark' });
    expect(done).toEqual(['applied']);
    const info = await calls['app.info'](undefined, caller);
    expect(info).toMatchObject({
      ok: true,
      value: { preferences: effectivePreferences(saved(), desktop), pausedUntil: 7, notices: [] },
    });
  });
});

describe('the other calls of the program', () => {
  it('reach their ports', async () => {
    const { calls, done } = handlers();
    expect(await calls['app.licences'](undefined, caller)).toEqual({ ok: true, value: [licence] });
    expect(await calls['app.pause'](undefined, caller)).toMatchObject({ error: { code: 'internal' } });
    expect(await calls['app.resume'](undefined, caller)).toEqual({ ok: true, value: null });
    for (const name of ['app.showProfileFolder', 'app.closeWindow', 'app.quit'] as const) {
      expect(await calls[name](undefined, caller)).toEqual({ ok: true, value: null });
    }
    await calls['app.pageSaved']({ saved: false }, caller);
    expect(done).toEqual(['show profile', 'close', 'quit', 'not saved']);
  });

  it('answer a destination once', async () => {
    const { calls } = handlers();
    expect(await calls['app.takeDestination'](undefined, caller)).toEqual({ ok: true, value: { kind: 'settings' } });
    expect(await calls['app.takeDestination'](undefined, caller)).toEqual({ ok: true, value: null });
  });

  it('R3 keep which message is being opened', async () => {
    const { calls, done } = handlers();
    await calls['app.openingMessage'](opening, caller);
    await calls['app.messageShown'](opening, caller);
    expect(done).toEqual(['opening 7', 'shown 7']);
    expect(await calls['app.stoppedMessage'](undefined, caller)).toEqual({ ok: true, value: opening });
  });

  it('E5 open web and mail links only', async () => {
    const { calls, done } = handlers();
    expect(await calls['app.openExternal']({ url: 'file:///etc/passwd' }, caller)).toMatchObject({
      error: { code: 'forbidden' },
    });
    await calls['app.openExternal']({ url: 'https://heron.test/' }, caller);
    await calls['app.openExternal']({ url: 'mailto:grace@contoso.test?subject=x&attach=/etc/passwd' }, caller);
    expect(done).toEqual(['open https://heron.test/', 'write mailto:grace@contoso.test?subject=x']);
  });

  it('leave a mail link to the system before there is an account to write as', async () => {
    const { calls, done } = handlers({ canWrite: false });
    await calls['app.openExternal']({ url: 'mailto:?subject=x' }, caller);
    expect(done).toEqual(['open mailto:?subject=x']);
  });
});
