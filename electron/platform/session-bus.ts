import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Runs a program to its end. @returns what it printed; null when it is missing, fails, or takes too long */
export type ProgramRunner = (program: string, argv: readonly string[]) => Promise<string | null>;

const deadlineMs = 2_000;
const maximumOutputBytes = 65_536;

/** Runs a real program; it is killed after two seconds. */
export const runProgram: ProgramRunner = (program, argv) =>
  new Promise((resolve) => {
    const options = { timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: maximumOutputBytes } as const;
    execFile(program, [...argv], options, (fault, output) => resolve(fault === null ? output : null));
  });

interface BusMethod {
  readonly destination: string;
  readonly path: string;
  /** Interface and method, with dots. */
  readonly method: string;
  readonly argv: readonly string[];
}

/** Calls a method on the user's session bus. @returns the answer as GVariant text; null when nobody answers */
export type SessionBus = (method: BusMethod) => Promise<string | null>;

/**
 * The session bus by way of GLib's `gdbus`, which desktops have, so that Heron needs no D-Bus library for two questions a day. Where no
 * bus is running nothing is asked: `gdbus` would start one.
 */
export function sessionBus(environment: Readonly<Record<string, string | undefined>>, run = runProgram): SessionBus {
  return async ({ destination, path, method, argv }) => {
    if (!hasBus(environment)) return null;
    const call = ['call', '--session', '--dest', destination, '--object-path', path, '--method', method];
    return run('gdbus', [...call, ...argv]);
  };
}

function hasBus(environment: Readonly<Record<string, string | undefined>>): boolean {
  if ((environment['DBUS_SESSION_BUS_ADDRESS'] ?? '') !== '') return true;
  const folder = environment['XDG_RUNTIME_DIR'] ?? '';
  return folder !== '' && existsSync(join(folder, 'bus'));
}
