/**
 * A TLS web server of images that records each request and sets cookies. A client that loads from it must never send
 * them back (H4).
 */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { deflateSync } from 'node:zlib';
import type { Leaf } from './test-ca.ts';

interface ImageRequest {
  path: string;
  headers: Record<string, string | string[] | undefined>;
}

/** A running image server; `origin` names it by host name, `port` reaches it by address as well. */
export interface ImageServer {
  origin: string;
  port: number;
  requests: ImageRequest[];
  stop(): Promise<void>;
}

/** The answers to special paths; any other path gets an image. */
const answers: Record<string, (port: number) => { status: number; headers: Record<string, string>; body: string }> = {
  '/to-loopback': (port) => redirect(`https://127.0.0.1:${port}/private.png`),
  '/to-private': () => redirect('http://10.0.0.1/private.png'),
  '/to-metadata': () => redirect('http://169.254.169.254/latest/meta-data/'),
  '/to-here': () => redirect('/moved.png'),
  '/loop': () => redirect('/loop'),
  '/drawing.svg': () => ({
    status: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  }),
  '/page.png': () => ({ status: 200, headers: { 'content-type': 'image/png' }, body: '<!doctype html><p>page</p>' }),
};

/** Starts it on localhost. */
export async function startImageServer(leaf: Leaf): Promise<ImageServer> {
  const requests: ImageRequest[] = [];
  const picture = png(24, 16);
  let port = 0;
  const server = createServer({ cert: leaf.cert, key: leaf.key }, (request, response) => {
    const path = request.url ?? '';
    requests.push({ path, headers: request.headers });
    const answer = answers[path]?.(port);
    response.writeHead(answer?.status ?? 200, {
      'content-type': 'image/png',
      'set-cookie': 'reader=1; Path=/; Secure; SameSite=None',
      'cache-control': 'no-store',
      ...answer?.headers,
    });
    response.end(answer?.body ?? picture);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `https://localhost:${port}`,
    port,
    requests,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function redirect(location: string) {
  return { status: 302, headers: { location }, body: '' };
}

/** A grey picture (PNG, 8-bit greyscale). */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc((width + 1) * height, 0x90).map((byte, at) => (at % (width + 1) ? byte : 0)));
  const parts: [string, Buffer][] = [
    ['IHDR', header],
    ['IDAT', pixels],
    ['IEND', Buffer.alloc(0)],
  ];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts.map(([type, data]) => chunk(type, data))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(content, 4);
  framed.writeUInt32BE(crc32(content), content.length + 4);
  return framed;
}

/** As PNG has it (ISO 3309); node:zlib's own came with Node 22. */
function crc32(content: Buffer): number {
  let value = 0xffffffff;
  for (const byte of content) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}
