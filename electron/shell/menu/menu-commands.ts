import type { CommandId } from '../../../shared/commands.ts';

/** What a menu's command needs of main. */
interface MenuCommandPorts {
  readonly syncNow: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Brings the window to the front, made anew where it is closed. */
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

const runByMain = ['sync_now', 'pause_sync', 'resume_sync'] as const satisfies readonly CommandId[];

/** Whether a command needs no window: it must not open one (U5). */
export function isRunByMain(command: CommandId): command is (typeof runByMain)[number] {
  return runByMain.some((each) => each === command);
}

/**
 * Carries out what is chosen in a native menu: in main what needs no window, and all else in the window. A window that is closed is
 * opened first, and hears the last command that was chosen as soon as it listens (macOS shows menus without a window).
 */
export function menuCommands(ports: MenuCommandPorts): MenuCommands {
  let listens = false;
  let waiting: CommandId | null = null;
  return {
    run: (command) => {
      if (isRunByMain(command)) {
        const run = { sync_now: ports.syncNow, pause_sync: ports.pause, resume_sync: ports.resume }[command];
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
