import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FetchImagePorts, fetchImage, ImageRefused } from './fetch-image.ts';

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const publicAddress = { address: '93.184.215.14', family: 4 };

let server: Server;
let requests: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
/** An origin that no resolver but ours knows, and that leads to the server. */
let origin: string;
let port: number;
let asked: string[];

beforeEach(async () => {
  requests = [];
  asked = [];
  answer = (_request, response) => void response.writeHead(200, { 'content-type': 'image/gif' }).end(gif);
  server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  origin = `http://images.example:${port}`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function ports(changes: Partial<FetchImagePorts> = {}): FetchImagePorts {
  return {
    resolve: async (host) => {
      asked.push(host);
      return host === 'images.example' ? [{ address: '127.0.0.1', family: 4 }] : [publicAddress];
    },
    usesProxy: async () => false,
    ca: null,
    trustedOrigin: origin,
    ...changes,
  };
}

const never = new AbortController().signal;
const refusalOf = (url: string, changes: Partial<FetchImagePorts> = {}) =>
  fetchImage(url, ports(changes), never).then(
    () => 'loaded',
    (cause: unknown) => (cause instanceof ImageRefused ? cause.refusal : String(cause)),
  );

describe('H4: fetchImage', () => {
  it('asks as nobody, at the address that was checked', async () => {
    const image = await fetchImage(`${origin}/a.gif?id=1#here`, ports(), never);
    expect(image.type).toBe('image/gif');
    expect(Buffer.from(image.bytes)).toEqual(gif);
    expect(asked).toEqual(['images.example']);
    expect(requests[0]?.url).toBe('/a.gif?id=1');
    expect(requests[0]?.headers).toEqual({
      host: `images.example:${port}`,
      accept: 'image/*',
      'accept-encoding': 'identity',
      'user-agent': 'Mozilla/5.0',
      connection: 'close',
    });
  });

  it.each([
    'file:///etc/passwd',
    'ftp://files.example/a.gif',
    'data:image/gif;base64,R0lGODlh',
    'heron-part://part/a/1/2',
    'app://heron/index.html',
    'https://user@cdn.example/',
    'https://user:secret@cdn.example/',
    'https://:secret@cdn.example/',
    'https://',
    '/a.gif',
    `https://cdn.example/${'a'.repeat(9000)}`,
  ])('refuses %.60s', async (url) => {
    expect(await refusalOf(url)).toBe('bad_url');
    expect(asked).toEqual([]);
  });

  it.each([
    'localhost',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.1',
    '[::1]',
    '[::ffff:7f00:1]',
    'printer',
    'x.local',
  ])('refuses the host %s without asking anybody', async (host) => {
    expect(await refusalOf(`http://${host}:${port}/`)).toBe('not_public');
    expect(asked).toEqual([]);
    expect(requests).toEqual([]);
  });

  it.each([
    ['10.0.0.1', 4],
    ['169.254.169.254', 4],
    ['::1', 6],
    ['::ffff:10.0.0.1', 6],
    ['64:ff9b::a00:1', 6],
    ['fe80::1%eth0', 6],
  ])('refuses a name that leads to %s, also beside a public address', async (address, family) => {
    const resolve = async () => [publicAddress, { address, family }];
    expect(await refusalOf('http://rebind.example/', { resolve })).toBe('not_public');
  });

  it('refuses a name without any address', async () => {
    expect(await refusalOf('http://none.example/', { resolve: async () => [] })).toBe('not_found');
  });

  it('does not go round a proxy', async () => {
    expect(await refusalOf(`${origin}/a.gif`, { usesProxy: async () => true })).toBe('proxy');
    expect(requests).toEqual([]);
  });

  it('checks the address again at each redirect', async () => {
    const targets = [
      [`http://127.0.0.1:${port}/`, 'not_public'],
      [`http://localhost:${port}/`, 'not_public'],
      [`http://[::ffff:127.0.0.1]:${port}/`, 'not_public'],
      [`//127.1:${port}/`, 'not_public'],
      ['http://10.0.0.1/', 'not_public'],
      ['http://169.254.169.254/latest/meta-data/', 'not_public'],
      ['file:///etc/passwd', 'bad_url'],
      ['data:image/gif;base64,R0lGODlh', 'bad_url'],
      ['http://user@images.example/', 'bad_url'],
      ['http://', 'bad_url'],
    ] as const;
    for (const [location, refusal] of targets) {
      answer = (_request, response) => void response.writeHead(302, { location }).end();
      expect(await refusalOf(`${origin}/start`), location).toBe(refusal);
    }
    expect(requests).toHaveLength(targets.length);
  });

  it('refuses a name whose address changes between two redirects', async () => {
    answer = (_request, response) => void response.writeHead(302, { location: 'http://rebind.example/' }).end();
    let count = 0;
    const resolve = async (host: string) => {
      if (host === 'images.example') return [{ address: '127.0.0.1', family: 4 }];
      count++;
      return [{ address: '127.0.0.1', family: 4 }];
    };
    expect(await refusalOf(`${origin}/start`, { resolve })).toBe('not_public');
    expect(count).toBe(1);
  });

  it('follows three redirects, keeps no cookie on the way and gives no referrer', async () => {
    answer = (request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 3) response.writeHead(200).end(gif);
      else response.writeHead(302, { location: `/${step + 1}`, 'set-cookie': 'id=1; Path=/' }).end('moved');
    };
    expect(await refusalOf(`${origin}/0`)).toBe('loaded');
    expect(requests.map(({ url }) => url)).toEqual(['/0', '/1', '/2', '/3']);
    for (const { headers } of requests) {
      expect(headers.cookie).toBeUndefined();
      expect(headers.referer).toBeUndefined();
    }
  });

  it('gives a redirect loop up', async () => {
    answer = (_request, response) => void response.writeHead(301, { location: '/again' }).end();
    expect(await refusalOf(`${origin}/again`)).toBe('too_many_redirects');
    expect(requests).toHaveLength(4);
  });

  it.each([
    ['204', 204, ''],
    ['a redirect to nowhere', 302, ''],
    ['304', 304, ''],
    ['401', 401, gif],
    ['404 with a picture', 404, gif],
    ['500', 500, gif],
  ])('refuses %s', async (_name, status, body) => {
    answer = (_request, response) => void response.writeHead(status).end(body);
    expect(await refusalOf(`${origin}/a`)).toBe('status');
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>', 'image/svg+xml'],
    ['SVG that says PNG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>', 'image/png'],
    ['HTML that says GIF', '<!doctype html><html><body>hello</body></html>', 'image/gif'],
    ['a page of a captive portal', '<html><head><title>Sign in</title></head></html>', 'text/html'],
    ['nothing', '', 'image/png'],
    ['compressed', Buffer.from('1f8b0800000000000003', 'hex'), 'image/png'],
  ])('refuses %s', async (_name, body, type) => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': type }).end(body);
    expect(await refusalOf(`${origin}/a`)).toBe('wrong_type');
  });

  it('goes by the content and not by what the server calls it', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(gif);
    expect((await fetchImage(`${origin}/a`, ports(), never)).type).toBe('image/gif');
  });

  it('stops at once at what is not an image, however much would follow', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png' });
      // It never ends.
      response.write(`<html>${'x'.repeat(1000)}`);
    };
    expect(await refusalOf(`${origin}/a`)).toBe('wrong_type');
  });

  it('refuses what says that it is larger than 10 MB', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 10 * 1024 * 1024 + 1 });
      response.write(gif);
    };
    expect(await refusalOf(`${origin}/a`)).toBe('too_large');
  });

  it('stops at what grows beyond 10 MB without saying so', async () => {
    let open = true;
    answer = (_request, response) => {
      response.on('close', () => {
        open = false;
      });
      const block = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        while (open && response.write(block));
      };
      response.on('drain', more);
      response.write(gif);
      more();
    };
    expect(await refusalOf(`${origin}/a`)).toBe('too_large');
    await expect.poll(() => open).toBe(false);
  });

  it.each([
    ['before it answers', (_response: ServerResponse) => undefined],
    ['after its headers', (response: ServerResponse) => response.writeHead(200).flushHeaders()],
    ['in the middle of the image', (response: ServerResponse) => response.writeHead(200).write(gif.subarray(0, 20))],
  ])('gives up a server that stops %s', async (_name, start) => {
    const controller = new AbortController();
    const arrived = new Promise<void>((resolve) => {
      answer = (_request, response) => {
        start(response);
        resolve();
      };
    });
    const loading = fetchImage(`${origin}/a`, ports(), controller.signal);
    const ended = expect(loading).rejects.toThrow();
    await arrived;
    controller.abort();
    await ended;
  });

  it('gives up a resolver that does not answer', async () => {
    const controller = new AbortController();
    const loading = fetchImage(`${origin}/a`, ports({ resolve: () => new Promise(() => {}) }), controller.signal);
    const ended = expect(loading).rejects.toThrow();
    controller.abort();
    await ended;
    expect(requests).toEqual([]);
  });

  it('fails as the network does when the connection breaks', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(gif, () => response.destroy());
    };
    await expect(fetchImage(`${origin}/a`, ports(), never)).rejects.not.toBeInstanceOf(ImageRefused);
  });
});
