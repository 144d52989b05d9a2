import { spawn } from 'node:child_process';

/**
 * Starts an X server without a screen on a free display number, and waits until it takes connections. The caller stops it;
 * it also ends with this process.
 * @param {{ size?: string, program?: string }} [options] `size` is width x height x bits
 * @returns {Promise<{ display: string, stop(): Promise<void> }>} `display` as for DISPLAY, e.g. `:1`
 */
export async function startXvfb({ size = '1920x1200x24', program = 'Xvfb' } = {}) {
  // With -displayfd the server itself picks the number, so that several can start at once, and tells it when it is ready.
  const child = spawn(program, ['-displayfd', '3', '-screen', '0', size, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-2_000);
  });
  const stop = async () => {
    process.off('exit', killNow);
    child.kill('SIGTERM');
    await ended;
  };
  try {
    const number = await readNumber(child);
    return { display: `:${number}`, stop };
  } catch (error) {
    if (child.pid !== undefined) await stop();
    // Xvfb prints its whole usage before the reason.
    const reason = errors
      .split('\n')
      .filter((line) => line.startsWith('(EE)') && line.length > 5)
      .join(' ');
    throw new Error(`${program} did not start: ${error.message} ${reason}`.trim());
  }
}

function readNumber(child) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no display after 30 s.')), 30_000);
    const fail = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    let text = '';
    child.once('error', fail);
    child.once('close', (code) => fail(new Error(`it ended with code ${code}.`)));
    child.stdio[3].on('data', (chunk) => {
      text += chunk;
      const number = /^(\d+)\n/.exec(text)?.[1];
      if (number === undefined) return;
      clearTimeout(timer);
      resolve(Number(number));
    });
  });
}
