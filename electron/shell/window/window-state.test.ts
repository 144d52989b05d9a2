import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeClock } from '../../platform/clock-fake.ts';
import { type Bounds, minWindow, type WindowState } from './window-placement.ts';
import { type FollowedWindow, openWindowState } from './window-state.ts';

const display: Bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const left: WindowState = {
  bounds: { x: 100, y: 120, width: 1000, height: 700 },
  maximised: false,
  fullScreen: false,
  zoomFactor: 1.25,
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heron-window-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A window whose state a test sets, and whose events it plays. */
function fakeWindow(state: WindowState = left) {
  const listeners = new Map<string, () => void>();
  const now = { ...state, visible: true, gone: false };
  const alive = <T>(value: T): T => {
    if (now.gone) throw new Error('Object has been destroyed');
    return value;
  };
  const window: FollowedWindow = {
    getNormalBounds: () => alive(now.bounds),
    isMaximized: () => alive(now.maximised),
    isFullScreen: () => alive(now.fullScreen),
    isVisible: () => alive(now.visible),
    webContents: { getZoomFactor: () => alive(now.zoomFactor) },
    on: (event: string, listener: () => void) => listeners.set(event, listener),
  };
  return { window, now, emit: (event: string) => listeners.get(event)?.() };
}

function open() {
  const clock = fakeClock();
  const faults: unknown[] = [];
  const keeper = openWindowState({
    profileFolder: folder,
    file: 'window-state.json',
    least: minWindow,
    clock,
    report: (cause) => faults.push(cause),
  });
  return { clock, keeper, faults };
}

const saved = () => JSON.parse(readFileSync(join(folder, 'window-state.json'), 'utf8'));

describe('openWindowState', () => {
  it('knows nothing in a new profile, and writes nothing by that', () => {
    expect(open().keeper.restore([display])).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('brings the window back as it was closed', () => {
    const { keeper } = open();
    const { window, now, emit } = fakeWindow();
    keeper.follow(window);
    now.maximised = true;
    emit('close');
    expect(keeper.restore([display])).toEqual({ ...left, maximised: true });
    expect(open().keeper.restore([display])).toEqual({ ...left, maximised: true });
    expect(readdirSync(folder)).toEqual(['window-state.json']);
  });

  it('writes once a drag has settled, not while it goes on', async () => {
    const { keeper, clock } = open();
    const { window, now, emit } = fakeWindow();
    keeper.follow(window);
    for (let x = 0; x < 20; x++) {
      now.bounds = { ...left.bounds, x };
      emit('move');
      await clock.advance(100);
    }
    expect(readdirSync(folder)).toEqual([]);
    await clock.advance(500);
    expect(saved().bounds.x).toBe(19);
    expect(clock.pending()).toEqual([]);
  });

  it('remembers a zoom when the user goes elsewhere', async () => {
    const { keeper, clock } = open();
    const { window, now, emit } = fakeWindow();
    keeper.follow(window);
    now.zoomFactor = 2;
    emit('blur');
    await clock.advance(500);
    expect(saved().zoomFactor).toBe(2);
  });

  it('does not ask a window that is gone', async () => {
    const { keeper, clock, faults } = open();
    const { window, now, emit } = fakeWindow();
    keeper.follow(window);
    emit('close');
    emit('blur');
    now.gone = true;
    emit('closed');
    await clock.advance(1000);
    expect([clock.pending(), faults]).toEqual([[], []]);
  });

  it('keeps what it knows when the window was never shown', () => {
    writeFileSync(join(folder, 'window-state.json'), JSON.stringify({ ...left, maximised: true }));
    const { keeper } = open();
    const { window, now, emit } = fakeWindow();
    now.visible = false;
    keeper.follow(window);
    emit('close');
    expect(saved()).toEqual({ ...left, maximised: true });
  });

  it('moves a window back onto a display that there is', () => {
    const far = { ...left, bounds: { ...left.bounds, x: 5000 } };
    writeFileSync(join(folder, 'window-state.json'), JSON.stringify(far));
    expect(open().keeper.restore([display])?.bounds).toEqual({ ...left.bounds, x: 920 });
  });

  it('ignores a damaged file, and writes over it', () => {
    writeFileSync(join(folder, 'window-state.json'), '{"bounds":{"x":');
    const { keeper } = open();
    expect(keeper.restore([display])).toBeNull();
    const { window, emit } = fakeWindow();
    keeper.follow(window);
    emit('close');
    expect(saved()).toEqual(left);
  });

  it('reports what cannot be written, and lets the window close', () => {
    rmSync(folder, { recursive: true });
    const { keeper, faults } = open();
    const { window, emit } = fakeWindow();
    keeper.follow(window);
    expect(() => emit('close')).not.toThrow();
    expect(faults).toMatchObject([{ code: 'ENOENT' }]);
    folder = mkdtempSync(join(tmpdir(), 'heron-window-'));
  });
});
