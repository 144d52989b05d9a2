import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import type { AccountId, Destination } from '../../../shared/mail.ts';
import { goesOnWithoutWindow, startsHidden, WindowLife } from './window-life.ts';

class FakeWindow extends EventEmitter {
  destroyed = false;
  visible = false;
  focused = false;
  isDestroyed = () => this.destroyed;
  isVisible = () => this.visible;
  isFocused = () => this.focused;
  close = () => {
    this.destroyed = true;
    this.emit('closed');
  };
}

const settings: Destination = { kind: 'settings' };
const account: Destination = { kind: 'account', accountId: 'a' as AccountId };
const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene(goesOn = true) {
  const made: FakeWindow[] = [];
  const told: string[] = [];
  const ports = { show: vi.fn(), send: vi.fn(), quit: vi.fn() };
  const life = new WindowLife<FakeWindow>({
    create: () => {
      const window = new FakeWindow();
      made.push(window);
      return window;
    },
    ...ports,
    changed: (state) => told.push(state),
    goesOn: async () => goesOn,
  });
  return { life, made, told, ...ports };
}

describe('the window', () => {
  it('is one: opened again, it comes to the front', () => {
    const { life, made, show } = scene();
    expect(life.window).toBeNull();
    life.open();
    life.open();
    expect(made).toHaveLength(1);
    expect(show).toHaveBeenCalledTimes(1);
  });

  it('is destroyed when it is closed, and made anew', async () => {
    const { life, made, told, quit } = scene();
    life.open();
    life.take();
    made[0]?.close();
    expect(life.window).toBeNull();
    await settled();
    expect(quit).not.toHaveBeenCalled();
    life.open();
    expect(made).toHaveLength(2);
    expect(told).toEqual(['made', 'listens', 'gone', 'made']);
  });

  it('ends Heron where nothing would be left to see of it', async () => {
    const { life, made, quit } = scene(false);
    life.open();
    made[0]?.close();
    await settled();
    expect(quit).toHaveBeenCalledTimes(1);
  });

  it('does not end Heron when it was opened again meanwhile', async () => {
    const { life, made, quit } = scene(false);
    life.open();
    made[0]?.close();
    life.open();
    await settled();
    expect(quit).not.toHaveBeenCalled();
  });
});

describe('a destination', () => {
  it('waits for a page that listens, and is taken once', () => {
    const { life, made, show, send } = scene();
    life.go(settings);
    life.go(account);
    expect(made).toHaveLength(1);
    expect(show).toHaveBeenCalledTimes(1);
    expect(send).not.toHaveBeenCalled();
    expect(life.take()).toEqual(account);
    expect(life.take()).toBeNull();
  });

  it('is sent to a page that listens, with the window in front', () => {
    const { life, show, send } = scene();
    life.open();
    life.take();
    life.go(settings);
    expect(send).toHaveBeenCalledWith(settings);
    expect(show).toHaveBeenCalledTimes(1);
  });

  it('waits again while the page is loaded anew', () => {
    const { life, send } = scene();
    life.open();
    life.pageLeft();
    life.take();
    life.pageLeft();
    life.go(settings);
    expect(send).not.toHaveBeenCalled();
    expect(life.take()).toEqual(settings);
  });

  it('is forgotten with the window that was to go there', () => {
    const { life, made } = scene();
    life.go(settings);
    made[0]?.close();
    life.open();
    expect(life.take()).toBeNull();
  });
});

it('has the user’s attention while it is focused, and while it comes up', () => {
  const { life, made } = scene();
  expect(life.isAttended()).toBe(false);
  life.open();
  expect(life.isAttended()).toBe(true);
  life.take();
  const window = made[0] as FakeWindow;
  window.visible = true;
  expect(life.isAttended()).toBe(false);
  window.focused = true;
  expect(life.isAttended()).toBe(true);
  window.visible = false;
  expect(life.isAttended()).toBe(false);
});

describe('without a window Heron goes on', () => {
  const asked = (platform: NodeJS.Platform, closeToTray: boolean, hasTray: boolean) =>
    goesOnWithoutWindow({ platform, closeToTray, hasTray: async () => hasTray });

  it('in the tray, where it is wanted and there is one', async () => {
    expect(await asked('linux', true, true)).toBe(true);
    expect(await asked('linux', true, false)).toBe(false);
    expect(await asked('linux', false, true)).toBe(false);
    expect(await asked('win32', true, true)).toBe(true);
    expect(await asked('win32', false, true)).toBe(false);
  });

  it('in macOS’ dock', async () => {
    expect(await asked('darwin', false, true)).toBe(true);
  });
});

it('starts without a window when the system starts it', () => {
  expect(startsHidden(['/opt/heron', '--hidden', '--profile=/x'])).toBe(true);
  expect(startsHidden(['/opt/heron', '--profile=--hidden'])).toBe(false);
  expect(startsHidden(['/opt/heron', '--hidden', 'mailto:ada@contoso.test'])).toBe(false);
});
