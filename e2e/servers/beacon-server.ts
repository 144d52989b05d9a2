/** A web server that remembers each request: HTML mail that is shown safely never reaches it (H1). */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createEventLog } from './event-log.ts';

/** A running beacon; `requests` are the paths asked for. */
interface Beacon {
  url: string;
  requests: string[];
  /** Resolves at the first request whose path starts with `path`, even if it came before. */
  waitFor(path: string): Promise<void>;
  stop(): Promise<void>;
}

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Starts the server on 127.0.0.1; it answers every request with a 1×1 GIF. */
export async function startBeacon(): Promise<Beacon> {
  const log = createEventLog<{ request: string }>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    log.emit('request', request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/gif', 'access-control-allow-origin': '*' }).end(gif);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    requests,
    async waitFor(path) {
      await log.waitFor('request', (asked) => asked.startsWith(path));
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
