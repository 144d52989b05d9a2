import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from './atomic-write.ts';

/** Whether and how Heron starts when the user signs in to the computer. */
export interface Autostart {
  /** Whether Heron can arrange it here. */
  readonly isPossible: boolean;
  /** Whether Heron is started, hidden, from the next sign-in on. Rejects with Node's error. */
  set(wanted: boolean): Promise<void>;
  /**
   * Corrects the entry at the start, if Heron has moved since. Never restores an entry that the user removed elsewhere.
   */
  refresh(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface StartCommand {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** The profile that was asked for; null for the default one. */
  readonly profile: string | null;
}

/** Starts Heron without a window. */
export const hiddenSwitch = '--hidden';

/** The command that starts this Heron hidden. @param appPath what Electron was given to run; null in a package */
export function startCommand(facts: {
  readonly environment: Environment;
  readonly execPath: string;
  readonly appPath: string | null;
  readonly profile: string | null;
}): StartCommand {
  // An AppImage's mount point changes with each start, so the image's own path is used.
  const program = facts.environment['APPIMAGE'] || facts.execPath;
  const argv = [program, ...(facts.appPath === null ? [] : [facts.appPath]), hiddenSwitch];
  return { argv: facts.profile === null ? argv : [...argv, `--profile=${facts.profile}`], profile: facts.profile };
}

interface LoginItemApp {
  setLoginItemSettings(settings: { openAtLogin: boolean; path?: string; args?: string[] }): void;
}

/** The system's own list (macOS' login items, Windows' startup apps), where it is the packaged program that starts. */
export function loginItems(app: LoginItemApp, isPackaged: boolean, command: StartCommand): Autostart {
  const [path = '', ...args] = command.argv;
  return {
    isPossible: isPackaged,
    // Windows joins the arguments with blanks: one that has some is quoted here.
    set: async (wanted) =>
      app.setLoginItemSettings({
        openAtLogin: wanted,
        path,
        args: args.map((part) => (/\s/.test(part) ? `"${part}"` : part)),
      }),
    refresh: async () => undefined,
  };
}

interface XdgFacts {
  readonly environment: Environment;
  readonly homeFolder: string;
  readonly command: StartCommand;
  readonly comment: () => string;
}

/**
 * A file in the autostart folder (freedesktop.org's Desktop Application Autostart Specification). Not from within Flatpak or Snap, whose
 * folders are their own.
 */
export function xdgAutostart({ environment, homeFolder, command, comment }: XdgFacts): Autostart {
  const configured = environment['XDG_CONFIG_HOME'] ?? '';
  // "All paths must be absolute. If an implementation encounters a relative path […] it should ignore it."
  const configFolder = configured.startsWith('/') ? configured : join(homeFolder, '.config');
  const path = join(configFolder, 'autostart', 'heron.desktop');
  const present = () =>
    readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null;
      throw cause;
    });
  return {
    isPossible: !environment['FLATPAK_ID'] && !environment['SNAP'],
    set: async (wanted) => {
      if (wanted) return writeDurably(path, desktopEntry(command, comment()));
      const entry = await present();
      // An entry of another profile is left alone.
      if (entry !== null && profileOf(entry) === command.profile) await rm(path, { force: true });
    },
    refresh: async () => {
      const entry = await present();
      if (entry === null || profileOf(entry) !== command.profile || isSwitchedOff(entry)) return;
      const wanted = desktopEntry(command, comment());
      if (entry !== wanted) await writeDurably(path, wanted);
    },
  };
}

/** The autostart entry, as the Desktop Entry Specification 1.5 has it. */
export function desktopEntry(command: StartCommand, comment: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Heron',
    `Comment=${escaped(comment)}`,
    `Exec=${escaped(command.argv.map(quoted).join(' '))}`,
    'Terminal=false',
    'StartupNotify=false',
    'X-GNOME-Autostart-enabled=true',
    ...(command.profile === null ? [] : [`X-Heron-Profile=${escaped(command.profile)}`]),
    '',
  ].join('\n');
}

/** An argument of Exec: quoted where it has a reserved character; a per cent sign is doubled, being a field code's. */
function quoted(argument: string): string {
  const literal = argument.replaceAll('%', '%%');
  return /^[A-Za-z0-9_./=@:,+%-]+$/.test(literal) ? literal : `"${literal.replace(/["`$\\]/g, '\\$&')}"`;
}

/** A value of type string: "\\s, \\n, \\t, \\r, and \\\\ are supported". It comes on top of the quoting. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

function profileOf(entry: string): string | null {
  const value = /^X-Heron-Profile=(.*)$/m.exec(entry)?.[1];
  if (value === undefined) return null;
  const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return value.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter);
}

/** Whether the user switched the entry off in the desktop's settings. */
function isSwitchedOff(entry: string): boolean {
  return /^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/m.test(entry);
}

interface AutostartApp extends LoginItemApp {
  readonly isPackaged: boolean;
  getAppPath(): string;
  getPath(name: 'home'): string;
}

/** The autostart of this platform. @param facts.profile the folder that was asked for; null for the default one */
export function findAutostart(facts: {
  readonly app: AutostartApp;
  readonly profile: string | null;
  readonly environment: Environment;
  readonly comment: () => string;
}): Autostart {
  const { app, environment, comment, profile } = facts;
  const { execPath } = process;
  const command = startCommand({ environment, execPath, appPath: app.isPackaged ? null : app.getAppPath(), profile });
  if (process.platform !== 'linux') return loginItems(app, app.isPackaged, command);
  return xdgAutostart({ environment, homeFolder: app.getPath('home'), command, comment });
}
