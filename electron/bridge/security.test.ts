import { EventEmitter } from 'node:events';
import type { App, Session, WebContents } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { hardenContents, hardenSession } from './security.ts';

vi.mock('electron', () => ({ session: {} }));

/** Electron's contents, as far as they are hardened. */
class FakeContents extends EventEmitter {
  openHandler: (() => { action: string }) | null = null;
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }
  /** Whether Heron holds an event back. */
  holdsBack(name: string, details: object = {}): boolean {
    let prevented = false;
    this.emit(name, { ...details, preventDefault: () => (prevented = true) });
    return prevented;
  }
}

function hardened(): FakeContents {
  const app = new EventEmitter();
  hardenContents(app as unknown as App);
  const contents = new FakeContents();
  app.emit('web-contents-created', {}, contents as unknown as WebContents);
  return contents;
}

const elsewhere = [
  'https://example.org/',
  'file:///etc/passwd',
  'blob:app://heron/1',
  'app://other/',
  'data:text/html,x',
];

describe('E4 every webContents', () => {
  it('stays at Heron', () => {
    const contents = hardened();
    for (const url of elsewhere) {
      expect(contents.holdsBack('will-navigate', { url })).toBe(true);
      expect(contents.holdsBack('will-frame-navigate', { url, isMainFrame: true })).toBe(true);
      expect(contents.holdsBack('will-frame-navigate', { url, isMainFrame: false })).toBe(true);
    }
    const url = 'app://heron/index.html';
    expect(contents.holdsBack('will-navigate', { url })).toBe(false);
    expect(contents.holdsBack('will-frame-navigate', { url, isMainFrame: true })).toBe(false);
    expect(contents.holdsBack('will-frame-navigate', { url, isMainFrame: false })).toBe(true);
    expect(contents.holdsBack('will-frame-navigate', { url: 'about:srcdoc', isMainFrame: false })).toBe(false);
  });

  it('is led nowhere, opens no window and takes no webview', () => {
    const contents = hardened();
    expect(contents.holdsBack('will-redirect', { url: 'app://heron/index.html' })).toBe(true);
    expect(contents.holdsBack('will-attach-webview')).toBe(true);
    expect(contents.openHandler?.()).toEqual({ action: 'deny' });
  });
});

/** The handlers that Heron gave a session. */
function guards(developmentServer: string | null = null) {
  const events = new EventEmitter();
  const given = new Map<string, (...args: never[]) => unknown>();
  const keep = (name: string) => (handler: (...args: never[]) => unknown) => void given.set(name, handler);
  hardenSession(
    {
      on: events.on.bind(events),
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      webRequest: { onBeforeRequest: keep('before') },
    } as unknown as Session,
    developmentServer,
  );
  const call = (name: string, ...args: unknown[]): unknown =>
    (given.get(name) as ((...args: unknown[]) => unknown) | undefined)?.(...args);
  const cancels = (url: string): boolean => {
    const answer = vi.fn();
    call('before', { url }, answer);
    return answer.mock.calls[0]?.[0].cancel;
  };
  return { call, cancels, events };
}

describe('the window’s session', () => {
  it('E4 gives no permission, whatever is asked for and however', () => {
    const { call } = guards();
    for (const permission of ['geolocation', 'media', 'notifications', 'clipboard-read', 'openExternal']) {
      const answer = vi.fn();
      call('request', null, permission, answer);
      expect(answer.mock.calls).toEqual([[false]]);
      expect(call('check', null, permission)).toBe(false);
    }
    expect(call('device', { deviceType: 'usb' })).toBe(false);
  });

  it('downloads nothing', () => {
    const { events } = guards();
    const event = { preventDefault: vi.fn() };
    events.emit('will-download', event);
    expect(event.preventDefault).toHaveBeenCalledOnce();
  });

  it('H1 lets no request out', () => {
    const { cancels } = guards();
    for (const url of [
      'https://example.org/a.png',
      'http://127.0.0.1:1/',
      'ws://example.org/',
      'ftp://example.org/',
      'file:///etc/passwd',
    ]) {
      expect([url, cancels(url)]).toEqual([url, true]);
    }
    for (const url of [
      'app://heron/index.html',
      'heron-part://remote/1',
      'data:image/png;base64,AA==',
      'about:blank',
    ]) {
      expect([url, cancels(url)]).toEqual([url, false]);
    }
  });

  it('H1 lets a development server be reached, and nothing beside it', () => {
    const { cancels } = guards('http://localhost:5173');
    expect(cancels('http://localhost:5173/main.tsx')).toBe(false);
    expect(cancels('ws://localhost:5173/')).toBe(false);
    expect(cancels('http://localhost:5174/')).toBe(true);
    expect(cancels('ws://example.org/')).toBe(true);
  });
});
