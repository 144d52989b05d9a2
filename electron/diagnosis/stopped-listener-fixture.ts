import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/**
 * A port on this computer at which nothing answers, as behind a firewall that drops packets: a process listens and is then stopped with its
 * queue of connections full, so that the system answers no further SYN. Linux and macOS.
 */
export async function startBlackHole(): Promise<{ readonly port: number; stop(): void }> {
  const script =
    'const s = require("node:net").createServer(); s.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port));';
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(String(chunk));
  child.kill('SIGSTOP');
  const sockets = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
  // The queue is full as soon as the first of them is in it: the others are in it as well, or are the ones that it has no place for.
  await Promise.race(sockets.map((socket) => once(socket, 'connect')));
  return {
    port,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}
