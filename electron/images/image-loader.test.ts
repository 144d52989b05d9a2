import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { ImageLoader } from './image-loader.ts';

const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const place = { accountId: '0b7c5f0e-8f3a-4a53-9c39-0d2c8a4f6f11' as AccountId, messageId: 1 as MessageId };
const other = { ...place, messageId: 2 as MessageId };

let paths: string[];
let held: ServerResponse[];
let isHolding: boolean;
let origin: string;
let stop: () => void;
let loader: ImageLoader;
let clock: ReturnType<typeof fakeClock>;
let allowed: Set<MessageId>;
let log: string[];
let usesProxy: boolean;

beforeEach(async () => {
  paths = [];
  held = [];
  isHolding = false;
  usesProxy = false;
  log = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    if (isHolding) held.push(response);
    else response.end(gif);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://images.example:${(server.address() as AddressInfo).port}`;
  allowed = new Set([place.messageId, other.messageId]);
  clock = fakeClock();
  loader = new ImageLoader({
    isAllowed: async ({ messageId }) => allowed.has(messageId),
    usesProxy: async () => usesProxy,
    trustedOrigin: origin,
    extraCa: null,
    clock,
    log: (_level, _scope, text) => void log.push(text),
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  stop = () => {
    loader.dispose();
    server.close();
    server.closeAllConnections();
  };
});
afterEach(() => stop());

describe('H4: ImageLoader', () => {
  it('asks for permission each time, also for what it has', async () => {
    expect((await loader.load(place, `${origin}/a`))?.type).toBe('image/gif');
    allowed.clear();
    expect(await loader.load(place, `${origin}/a`)).toBeNull();
    expect(await loader.load(other, `${origin}/b`)).toBeNull();
    expect(paths).toEqual(['/a']);
  });

  it('asks the web once for an image that is shown twice, at the same time or later', async () => {
    const twice = await Promise.all([loader.load(place, `${origin}/a`), loader.load(place, `${origin}/a`)]);
    expect(twice[0]).toBe(twice[1]);
    expect(await loader.load(other, `${origin}/a`)).toBe(twice[0]);
    expect(paths).toEqual(['/a']);
  });

  it('loads six at once', async () => {
    isHolding = true;
    const all = Array.from({ length: 20 }, (_, index) => loader.load(place, `${origin}/${index}`));
    await expect.poll(() => held.length).toBe(6);
    const next = loader.load(other, `${origin}/other`);
    held[0]?.end(gif);
    await expect.poll(() => paths.at(-1)).toBe('/other');
    isHolding = false;
    for (const response of held) response.end(gif);
    expect((await Promise.all([...all, next])).every((image) => image?.type === 'image/gif')).toBe(true);
    expect(paths).toHaveLength(21);
  });

  it('gives an image up after 15 s, and asks for it again another time', async () => {
    isHolding = true;
    const loading = loader.load(place, `${origin}/slow`);
    await expect.poll(() => held.length).toBe(1);
    await clock.advance(15_000);
    expect(await loading).toBeNull();
    expect(log).toEqual(['A remote image was not loaded: deadline.']);
    isHolding = false;
    expect(await loader.load(place, `${origin}/slow`)).not.toBeNull();
  });

  it('says why once, without the address', async () => {
    usesProxy = true;
    expect(await loader.load(place, `${origin}/secret`)).toBeNull();
    expect(await loader.load(place, `${origin}/secret2`)).toBeNull();
    expect(await loader.load(place, 'http://localhost/secret')).toBeNull();
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('proxy');
    expect(log[0]).not.toContain('secret');
    expect(paths).toEqual([]);
  });

  it('loads nothing more once it is disposed of', async () => {
    isHolding = true;
    const loading = Array.from({ length: 8 }, (_, index) => loader.load(place, `${origin}/${index}`));
    await expect.poll(() => held.length).toBe(6);
    loader.dispose();
    expect(await Promise.all(loading)).toEqual(Array.from({ length: 8 }, () => null));
    expect(await loader.load(place, `${origin}/late`)).toBeNull();
    expect(paths).toHaveLength(6);
  });
});
