import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const posix = process.platform !== 'win32';
/** The signals by which a terminal or a supervisor ends a program. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a program to its end with our terminal, and ends it, with all that it started, when we are told to end. A second
 * signal kills. The program has a process group of its own: so Ctrl+C reaches it once, through us, and not twice.
 * @param {string[]} command program and arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code; 128 + n for signal n, as shells count; 127 when it could not be started
 */
export function run(command, env) {
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env, detached: posix });
    let asked = false;
    const forward = (signal) => {
      signalAll(child, asked ? 'SIGKILL' : signal);
      asked = true;
    };
    for (const signal of endings) process.on(signal, forward);
    const finish = (code) => {
      for (const signal of endings) process.off(signal, forward);
      // Processes that a crashed test left running must not outlive the program.
      signalAll(child, 'SIGKILL');
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
