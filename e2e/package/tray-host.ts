import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { serveOnBus } from '../servers/session-bus.ts';

const run = promisify(execFile);
const watcher = 'org.kde.StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menu = 'com.canonical.dbusmenu';

/** A desktop's tray (freedesktop.org's StatusNotifierItem) that offers only what a user can see and click. */
export interface TrayHost {
  /** Resolves when a program has shown its icon; resolves at once while the icon is there. */
  icon(): Promise<TrayIcon>;
  stop(): Promise<void>;
}

interface TrayIcon {
  /** Clicks the icon. */
  click(): Promise<void>;
  /** The text that is shown while the pointer rests on the icon. */
  tooltip(): Promise<string>;
  /** The menu's labels, in order, without separators. */
  labels(): Promise<string[]>;
  /** Chooses the menu's entry whose label matches. */
  choose(label: RegExp): Promise<void>;
}

/**
 * Starts the tray on a session bus that has none.
 * @param environment contains the bus's address
 */
export async function startTrayHost(environment: Readonly<Record<string, string>>): Promise<TrayHost> {
  let register = (_owner: string): void => undefined;
  const registered = new Promise<string>((resolve) => {
    register = resolve;
  });
  const service = await serveOnBus(environment['DBUS_SESSION_BUS_ADDRESS'] ?? '', watcher, (call) => {
    switch (call.method) {
      case 'org.freedesktop.DBus.Properties.Get':
        return call.strings[1] === 'IsStatusNotifierHostRegistered' ? { variant: true } : null;
      case `${watcher}.RegisterStatusNotifierItem`:
        register(call.sender);
        return undefined;
      case `${watcher}.RegisterStatusNotifierHost`:
        return undefined;
      default:
        return null;
    }
  });
  return {
    icon: async () => iconOf(environment, await registered),
    stop: () => service.stop(),
  };
}

async function iconOf(environment: Readonly<Record<string, string>>, owner: string): Promise<TrayIcon> {
  const call = async (path: string, method: string, ...argv: string[]): Promise<string> => {
    const to = ['call', '--session', '--dest', owner, '--object-path', path, '--method', method];
    const { stdout } = await run('gdbus', [...to, ...argv], { env: { ...process.env, ...environment } });
    return stdout;
  };
  // Chromium does not describe its methods' types (Introspect), so each argument is sent with its type.
  const item = '/StatusNotifierItem';
  const menuPath = /'(\/[^']*)'/.exec(
    await call(item, 'org.freedesktop.DBus.Properties.Get', itemInterface, 'Menu'),
  )?.[1];
  if (menuPath === undefined) throw new Error('The tray icon has no menu.');
  const entries = async () => menuEntries(await call(menuPath, `${menu}.GetLayout`, '0', 'int32 -1', '@as []'));
  return {
    tooltip: () => call(item, 'org.freedesktop.DBus.Properties.Get', itemInterface, 'ToolTip'),
    click: async () => void (await call(item, `${itemInterface}.Activate`, '0', '0')),
    labels: async () => (await entries()).map(({ label }) => label),
    choose: async (label) => {
      const entry = (await entries()).find((each) => label.test(each.label));
      if (entry === undefined) throw new Error(`The tray's menu has no ${label}.`);
      await call(menuPath, `${menu}.Event`, entry.id, "'clicked'", "<''>", 'uint32 0').catch((cause: unknown) => {
        // A program that was told to quit may end before it answers.
        if (!String(cause).includes('org.freedesktop.DBus.Error.NoReply')) throw cause;
      });
    },
  };
}

/** GetLayout's answer as GVariant text: entries are `(<id>, {'label': <'…'>, …}, […])`. */
function menuEntries(layout: string): { id: string; label: string }[] {
  return [...layout.matchAll(/\((\d+), \{([^{}]*)\}/g)].flatMap(([, id = '', properties = '']) => {
    const label = /'label': <(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")>/.exec(properties);
    const text = label?.[1] ?? label?.[2] ?? '';
    return text === '' ? [] : [{ id, label: text.replaceAll('_', '') }];
  });
}
