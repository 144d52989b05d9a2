import type { CommandId } from '../../../shared/commands.ts';

/** What a menu's command needs of main. */
interface MenuCommandPorts {
  readonly syncNow: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Begins a new message. */
  readonly write: () => void;
  /** Brings the window to the front; creates it if there is none. */
  readonly open: () => void;
  /** The window's `app.command`. */
  readonly send: (command: CommandId) => void;
}

export interface MenuCommands {
  run(command: CommandId): void;
  /** The window follows `app.command` from now on. */
  windowListens(): void;
  /** The window was closed, or its page is loaded anew. */
  windowGone(): void;
}

const runByMain = ['sync_now', 'pause_sync', 'resume_sync', 'new_message'] as const satisfies readonly CommandId[];

/** Whether a command does not need the main window: it must not open that (U5). */
export function isRunByMain(command: CommandId): command is (typeof runByMain)[number] {
  return runByMain.some((each) => each === command);
}

/**
 * Carries out commands of the native menus: those that need no window in main, all others in the window. If the window
 * is closed it is opened, and gets the last chosen command as soon as it listens (macOS shows menus without a window).
 */
export function menuCommands(ports: MenuCommandPorts): MenuCommands {
  let listens = false;
  let waiting: CommandId | null = null;
  return {
    run: (command) => {
      if (isRunByMain(command)) {
        const { syncNow, pause, resume, write } = ports;
        const run = { sync_now: syncNow, pause_sync: pause, resume_sync: resume, new_message: write }[command];
        run();
        return;
      }
      ports.open();
      if (listens) ports.send(command);
      else waiting = command;
    },
    windowListens: () => {
      listens = true;
      if (waiting !== null) ports.send(waiting);
      waiting = null;
    },
    windowGone: () => {
      listens = false;
      waiting = null;
    },
  };
}
