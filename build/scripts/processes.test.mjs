import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { run } from './processes.mjs';
import { startXvfb } from './xvfb.mjs';

const node = (script) => [process.execPath, '-e', script];
const posix = process.platform !== 'win32';

describe('run', () => {
  it('answers with the exit code', async () => {
    expect(await run(node('process.exit(0)'), process.env)).toBe(0);
    expect(await run(node('process.exit(7)'), process.env)).toBe(7);
    expect(await run(['no-such-program-of-heron'], process.env)).toBe(127);
    if (posix) expect(await run(node('process.kill(process.pid, "SIGKILL")'), process.env)).toBe(137);
  });

  it('prints what a program said when that has ended, where it is kept so long', async () => {
    const module = new URL('./processes.mjs', import.meta.url).href;
    const spoken = node('console.error("first"); setTimeout(() => console.log("second"), 50)');
    const script = `import { run } from ${JSON.stringify(module)};
      const running = run(${JSON.stringify(spoken)}, process.env, { output: 'kept' });
      console.log('before');
      console.log(await running);`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    runner.stdout.on('data', (text) => {
      said += text;
    });
    await once(runner, 'close');
    expect(said).toBe('before\nfirst\nsecond\n0\n');
  });

  // Windows has no process groups: there the console itself ends them all.
  if (posix) {
    it('ends the program, and what that started, when it is told to end', async () => {
      // The grandchild holds our pipe open: the pipe closes only when all of them are gone.
      const grandchild = 'setInterval(() => {}, 1000)';
      const child = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" }); console.log("up"); ${grandchild}`;
      const module = new URL('./processes.mjs', import.meta.url).href;
      const script = `import { run } from ${JSON.stringify(module)}; await run([process.execPath, '-e', ${JSON.stringify(child)}], process.env);`;
      const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(runner.stdout, 'data');
      runner.kill('SIGTERM');
      const [code] = await once(runner, 'close');
      expect(code).toBe(143);
    });
  }
});

describe('startXvfb', () => {
  it('says that there is no Xvfb', async () => {
    await expect(startXvfb({ program: 'no-such-program-of-heron' })).rejects.toThrow(/did not start: .*ENOENT/);
  });
});
