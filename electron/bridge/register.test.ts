import type { IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { callNames, isEngineCall } from '../../shared/calls.ts';
import { errorMessage } from '../../shared/error-texts.ts';
import type { CallName } from '../../shared/ipc.ts';
import { AppFailure, failure, type Reply, success } from '../../shared/reply.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import type { WindowPage } from '../../shared/window-page.ts';
import type { DraftId } from '../../shared/writing.ts';
import { type Handlers, registerCalls, sendEvent } from './register.ts';

afterEach(() => setLanguage('en'));

type Listener = (event: IpcMainInvokeEvent, input: unknown) => unknown;

type Sender = Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>;
type Bridge = ReturnType<typeof bridge>;

const accountId = '6d1f0c1e-0000-4000-8000-000000000001';
const page = 'app://heron/index.html';

const frameAt = (url: string) => ({ url }) as WebFrameMain;
const contentsOf = (mainFrame: WebFrameMain) => ({ mainFrame }) as WebContents;

/** Heron's window shows `url`; what the handlers and the engine are asked is kept in `asked`. */
function bridge({
  url = page,
  handlers = {} as Partial<Handlers>,
  hasWindow = true,
  shows = { kind: 'main' } as WindowPage,
} = {}) {
  const window = contentsOf(frameAt(url));
  const listeners = new Map<string, Listener>();
  const asked: { name: string; input: unknown }[] = [];
  const faults: { call: CallName; cause: unknown }[] = [];
  const answering = (name: string) => async (input: unknown) => {
    asked.push({ name, input });
    return success(null);
  };
  const mainCalls = callNames.filter((name) => !isEngineCall(name));
  const remove = registerCalls({
    ipcMain: {
      handle: (channel, listener) => void listeners.set(channel, listener as Listener),
      removeHandler: (channel) => void listeners.delete(channel),
    },
    handlers: { ...Object.fromEntries(mainCalls.map((name) => [name, answering(name)])), ...handlers } as Handlers,
    askEngine: async (name, input) => {
      asked.push({ name: `engine ${name}`, input });
      return failure({ code: 'offline', params: { reason: 'computer' }, retryable: true });
    },
    pageOf: (contents) => (hasWindow && contents === window ? shows : null),
    reportFault: (call, cause) => faults.push({ call, cause }),
  });
  const send = async (
    name: CallName,
    input: unknown,
    from: Sender = { sender: window, senderFrame: window.mainFrame },
  ) => listeners.get(`heron:call:${name}`)?.(from as IpcMainInvokeEvent, input);
  return { window, listeners, asked, faults, send, remove };
}

describe('I1 the door from the window into main', () => {
  it('has one handler for each declared call, until they are removed', () => {
    const { listeners, remove } = bridge();
    expect([...listeners.keys()]).toEqual(callNames.map((name) => `heron:call:${name}`));
    remove();
    expect(listeners.size).toBe(0);
  });

  it('lets the window’s own page in', async () => {
    const { send, asked } = bridge();
    expect(await send('accounts.list', undefined)).toEqual({ ok: true, value: null });
    expect(asked).toEqual([{ name: 'accounts.list', input: undefined }]);
  });

  const strangers: Readonly<Record<string, () => { readonly by: Bridge; readonly from?: Sender }>> = {
    'another webContents with a page of Heron’s': () => {
      const sender = contentsOf(frameAt(page));
      return { by: bridge(), from: { sender, senderFrame: sender.mainFrame } };
    },
    'another webContents in the name of the window’s frame': () => {
      const by = bridge();
      return { by, from: { sender: contentsOf(frameAt(page)), senderFrame: by.window.mainFrame } };
    },
    'a frame inside the page': () => {
      const by = bridge();
      return { by, from: { sender: by.window, senderFrame: frameAt(page) } };
    },
    'a frame that is gone': () => {
      const by = bridge();
      return { by, from: { sender: by.window, senderFrame: null } };
    },
    'the window after it went to the web': () => ({ by: bridge({ url: 'https://heron/index.html' }) }),
    'the window after it went to another host of app:': () => ({ by: bridge({ url: 'app://heron.example/' }) }),
    'a window that Heron no longer has': () => ({ by: bridge({ hasWindow: false }) }),
  };
  it.each(Object.entries(strangers))('answers `forbidden` to %s, whatever it asks', async (_who, made) => {
    const { by, from } = made();
    for (const name of callNames) {
      expect(await by.send(name, undefined, from)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
    expect(by.asked).toEqual([]);
  });

  describe('of a window for one draft', () => {
    const draftId = '22222222-2222-4222-8222-222222222222' as DraftId;
    const other = '33333333-3333-4333-8333-333333333333';
    const shows: WindowPage = { kind: 'compose', draftId };
    const url = `app://heron/?compose=${draftId}`;
    const forbidden = { ok: false, error: { code: 'forbidden' } };

    it('lets through what writing needs, about this draft', async () => {
      const { send, asked } = bridge({ url, shows });
      await send('drafts.get', { draftId });
      await send('drafts.chooseFiles', { draftId });
      await send('accounts.list', undefined);
      expect(asked.map(({ name }) => name)).toEqual(['engine drafts.get', 'drafts.chooseFiles', 'accounts.list']);
    });

    it('lets nothing through about another draft', async () => {
      const { send, asked } = bridge({ url, shows });
      expect(await send('drafts.get', { draftId: other })).toMatchObject(forbidden);
      expect(await send('drafts.discard', { draftId: other })).toMatchObject(forbidden);
      expect(await send('drafts.chooseFiles', { draftId: other })).toMatchObject(forbidden);
      expect(asked).toEqual([]);
    });

    it('lets through no call about mail, accounts, or Heron as a whole', async () => {
      const { send, asked } = bridge({ url, shows });
      for (const name of callNames.filter((each) => /^(mail|signIn)\./.test(each))) {
        expect(await send(name, undefined)).toMatchObject(forbidden);
      }
      expect(await send('accounts.remove', { accountId })).toMatchObject(forbidden);
      expect(await send('app.quit', undefined)).toMatchObject(forbidden);
      expect(asked).toEqual([]);
    });

    it.each(['app://heron/', 'app://heron/index.html', `app://heron/?compose=${other}`, `${url}&compose=${other}`])(
      'lets nothing through once it shows %s',
      async (elsewhere) => {
        const { send, asked } = bridge({ url: elsewhere, shows });
        expect(await send('drafts.get', { draftId })).toMatchObject(forbidden);
        expect(asked).toEqual([]);
      },
    );

    it('lets the main window through at its own page only', async () => {
      const { send, asked } = bridge({ url });
      expect(await send('accounts.list', undefined)).toMatchObject(forbidden);
      expect(asked).toEqual([]);
    });
  });

  it('refuses what does not match the schema before anyone is asked, and names the place', async () => {
    const { send, asked } = bridge();
    const replies = [
      await send('mail.folders', { accountId: '../../etc' }),
      await send('accounts.remove', undefined),
      await send('app.quit', { now: true }),
    ];
    for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(replies[0]).toMatchObject({ error: { params: { reason: 'malformed', field: 'accountId' } } });
    expect(asked).toEqual([]);
  });

  it('tells a rule that the input is against by its name, which is worded where it is shown', async () => {
    const { send } = bridge();
    const reply = (await send('accounts.suggest', { address: 'nobody', thorough: false })) as Reply<unknown>;
    expect(reply).toEqual({
      ok: false,
      error: {
        code: 'invalid_input',
        params: { reason: 'rule', field: 'address', rule: 'address' },
        retryable: false,
      },
    });
    if (reply.ok) return;
    expect(errorMessage(reply.error)).toBe('address: This is not a mail address.');
    setLanguage('de');
    expect(errorMessage(reply.error)).toBe('address: Das ist keine E-Mail-Adresse.');
  });

  it('asks with what the schema made of the input', async () => {
    const { send, asked } = bridge();
    await send('mail.createFolder', { accountId, parentId: null, name: ' Bills ', more: 1 });
    await send('accounts.suggest', { address: ' somebody@contoso.example ', thorough: true });
    expect(asked).toEqual([
      { name: 'engine mail.createFolder', input: { accountId, parentId: null, name: 'Bills' } },
      { name: 'accounts.suggest', input: { address: 'somebody@contoso.example', thorough: true } },
    ]);
  });

  it('passes the engine’s calls on, and its answer back', async () => {
    const { send, asked, faults } = bridge();
    expect(await send('mail.folders', { accountId })).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(asked).toEqual([{ name: 'engine mail.folders', input: { accountId } }]);
    expect(faults).toEqual([]);
  });

  it('answers what a handler fails with', async () => {
    const { send, faults } = bridge({
      handlers: {
        'accounts.remove': async () => {
          throw new AppFailure({ code: 'storage_failed', params: { reason: 'database' }, retryable: true });
        },
      },
    });
    expect(await send('accounts.remove', { accountId })).toMatchObject({
      ok: false,
      error: { code: 'storage_failed' },
    });
    expect(faults).toEqual([]);
  });

  it('answers `internal` where a handler throws anything else, reports it, and tells the window nothing of it', async () => {
    const cause = new Error('canary');
    const { send, faults } = bridge({
      handlers: {
        'accounts.list': async () => {
          throw cause;
        },
      },
    });
    const reply = await send('accounts.list', undefined);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('canary');
    expect(faults).toEqual([{ call: 'accounts.list', cause }]);
  });
});

describe('an event to the window', () => {
  const windowThatIs = (destroyed: boolean, crashed = false) => {
    const sent: unknown[][] = [];
    const window = {
      isDestroyed: () => destroyed,
      isCrashed: () => crashed,
      send: (...args: unknown[]) => sent.push(args),
    };
    const contents = window as unknown as WebContents;
    return { window: { contents, page: { kind: 'main' as const } }, sent };
  };

  it('is sent under its name', () => {
    const { window, sent } = windowThatIs(false);
    sendEvent(window, 'app.pausedChanged', { pausedUntil: 7 });
    expect(sent).toEqual([['heron:event:app.pausedChanged', { pausedUntil: 7 }]]);
  });

  it('is kept from a window that does not need it', () => {
    const { window, sent } = windowThatIs(false);
    const draftId = '22222222-2222-4222-8222-222222222222' as DraftId;
    const composer = { ...window, page: { kind: 'compose' as const, draftId } };
    expect(sendEvent(composer, 'app.goTo', { destination: { kind: 'settings' } })).toBe(false);
    expect(sendEvent(composer, 'drafts.changed', { drafts: [] })).toBe(true);
    expect(sent).toEqual([['heron:event:drafts.changed', { drafts: [] }]]);
  });

  it('is dropped where there is no window, or no longer', () => {
    const { window, sent } = windowThatIs(true);
    sendEvent(window, 'app.pausedChanged', { pausedUntil: 7 });
    sendEvent(null, 'app.pausedChanged', { pausedUntil: 7 });
    const ended = windowThatIs(false, true);
    sendEvent(ended.window, 'app.pausedChanged', { pausedUntil: 7 });
    expect(ended.sent).toEqual([]);
    expect(sent).toEqual([]);
  });
});
