import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';

const posix = process.platform !== 'win32';
/** The signals by which a terminal or a supervisor ends a program. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end with our terminal, and ends it, with all that it started, when we are told to end. A second
 * signal kills. The program has a process group of its own: so Ctrl+C reaches it once, through us, and not twice.
 * @param {string[]} command program and arguments
 * @param {NodeJS.ProcessEnv} env
 * @param {{ output?: 'shown' | 'kept' }} [options] `kept`: what it prints is printed when it has ended, all at once, so that programs can run beside each other
 * @returns {Promise<number>} its exit code; 128 + n for signal n, as shells count; 127 when it could not be started
 */
export function run(command, env, { output = 'shown' } = {}) {
  const [program, ...args] = command;
  const kept = output === 'kept' ? keptOutput() : null;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: kept?.stdio ?? 'inherit', env, detached: posix });
    const killNow = () => signalAll(child, 'SIGKILL');
    process.once('exit', killNow);
    let asked = false;
    const forward = (signal) => {
      signalAll(child, asked ? 'SIGKILL' : signal);
      asked = true;
    };
    for (const signal of endings) process.on(signal, forward);
    const finish = (code) => {
      for (const signal of endings) process.off(signal, forward);
      // Processes that a crashed test left running must not outlive the program.
      killNow();
      process.off('exit', killNow);
      kept?.print();
      if (asked) process.exit(code === 0 ? 130 : code);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${program}: ${error.message}`);
      finish(127);
    });
    child.once('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** A file for what a program prints: unlike a pipe it may be left open by what the program started. */
function keptOutput() {
  const folder = mkdtempSync(path.join(tmpdir(), 'heron-output-'));
  const file = path.join(folder, 'output');
  const descriptor = openSync(file, 'a');
  return {
    stdio: ['ignore', descriptor, descriptor],
    print: () => {
      closeSync(descriptor);
      process.stdout.write(readFileSync(file));
      rmSync(folder, { recursive: true });
    },
  };
}

function signalAll(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (posix) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    // ESRCH: it is gone already. EPERM (macOS): only a zombie is left.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}
