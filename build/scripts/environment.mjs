import { existsSync } from 'node:fs';

/**
 * Loads a .env file into this process's environment; variables that are set already stay. The file may be missing.
 * @returns whether the file exists
 */
export function loadDotEnv(file) {
  if (!existsSync(file)) return false;
  process.loadEnvFile(file);
  return true;
}

/** Whether a window can be shown. Only Linux can be without a display. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/**
 * The environment for tests, without the user's own desktop: above all without the session bus, through which Electron
 * would find the user's keyring.
 */
export function isolated(env) {
  const copy = withoutNodeMode(env);
  const own = [
    'DBUS_SESSION_BUS_ADDRESS',
    'DESKTOP_SESSION',
    'GNOME_DESKTOP_SESSION_ID',
    'GNOME_KEYRING_CONTROL',
    'KDE_FULL_SESSION',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'XDG_CURRENT_DESKTOP',
    'XDG_SESSION_TYPE',
  ];
  for (const name of own) delete copy[name];
  // Without it GTK starts an accessibility bus for every Electron.
  return { ...copy, NO_AT_BRIDGE: '1' };
}

/** Terminals of Electron-based editors set ELECTRON_RUN_AS_NODE, with which Electron would open no window. */
export function withoutNodeMode(env) {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env;
  return rest;
}

/**
 * Chromium refuses to run its sandbox as root on Linux. Only these scripts and the tests pass this flag; the app never
 * does.
 */
export function electronFlags(platform = process.platform, uid = process.getuid?.()) {
  return platform === 'linux' && uid === 0 ? ['--no-sandbox'] : [];
}
