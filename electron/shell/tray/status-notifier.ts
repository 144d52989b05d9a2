import type { SessionBus } from '../../platform/session-bus.ts';

const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether something on this desktop shows tray icons (freedesktop.org's StatusNotifierItem: KDE, Xfce, Cinnamon, GNOME with its
 * extension). False where nobody answers: a window that cannot be brought back is worse than one that quits.
 */
export async function hasStatusNotifierHost(bus: SessionBus): Promise<boolean> {
  const answer = await bus({
    destination: watcher,
    path: '/StatusNotifierWatcher',
    method: 'org.freedesktop.DBus.Properties.Get',
    argv: [watcher, 'IsStatusNotifierHostRegistered'],
  });
  return answer !== null && /^\(<(?:boolean )?true>,\)$/.test(answer.trim());
}

interface TrayQuestion {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly bus: SessionBus;
}

/** Whether the desktop shows tray icons. `HERON_TRAY=1` or `0` overrides a wrong answer, and serves tests. */
export async function findTray({ platform, environment, bus }: TrayQuestion): Promise<boolean> {
  const told = environment['HERON_TRAY'];
  if (told === '1' || told === '0') return told === '1';
  if (platform === 'darwin' || platform === 'win32') return true;
  return hasStatusNotifierHost(bus);
}
