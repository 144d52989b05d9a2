import { get, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../shared/texts/texts.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import type { RedirectHost } from './identity-provider.ts';
import { type LoopbackListener, listenForAnswer } from './loopback-listener.ts';

const state = 'the-state-of-this-sign-in';
const listeners: LoopbackListener[] = [];
afterEach(() => {
  for (const listener of listeners.splice(0)) listener.close();
  setLanguage('en');
});

async function open(host: RedirectHost = '127.0.0.1') {
  const clock = fakeClock();
  const listener = await listenForAnswer({ host, state, clock });
  listeners.push(listener);
  const taken: URLSearchParams[] = [];
  void listener.answer.then((answer) => taken.push(answer));
  const port = Number(new URL(listener.redirectUri).port);
  return { clock, listener, taken, port };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A request to 127.0.0.1, whatever its Host says. */
function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, host = '127.0.0.1' }: { method?: string; headers?: object; host?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host, port, path, method, agent: false, headers: { host: `127.0.0.1:${port}`, ...headers } };
    const outgoing = request(options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}

const good = `/?code=abc&state=${state}`;
const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('the listener for the browser’s answer', () => {
  it('takes the answer once, leads to a clean last page, and is gone after that', async () => {
    const { listener, port } = await open();
    const taken = await ask(port, good);
    expect(taken).toMatchObject({ status: 303, headers: { location: '/signed-in', 'cache-control': 'no-store' } });
    expect((await listener.answer).get('code')).toBe('abc');
    const last = await ask(port, '/signed-in');
    expect(last.status).toBe(200);
    expect(last.body).toContain('You have signed in');
    expect(last.body).not.toContain('abc');
    expect(last.body).not.toContain('<script');
    expect(last.headers).toMatchObject({ 'referrer-policy': 'no-referrer' });
    expect(last.headers['content-security-policy']).toContain("default-src 'none'");
    await expect.poll(() => isOpen(port)).toBe(false);
  });

  it('says in the user’s language that nobody is signed in, when the provider sent an error', async () => {
    setLanguage('de');
    const { listener, port } = await open();
    await ask(port, `/?error=access_denied&error_description=%3Cscript%3E&state=${state}`);
    expect((await listener.answer).get('error')).toBe('access_denied');
    const last = await ask(port, '/signed-in');
    expect(last.body).toContain('Sie sind nicht angemeldet');
    expect(last.body).not.toContain('<script');
  });

  it('is closed by its time when the browser never fetches the last page', async () => {
    const { clock, port } = await open();
    await ask(port, good);
    expect(await isOpen(port)).toBe(true);
    await clock.advance(60_000);
    await expect.poll(() => isOpen(port)).toBe(false);
  });

  it.each([
    ['another state', '/?code=abc&state=other', {}, 400],
    ['a state of the same length', `/?code=abc&state=${'x'.repeat(state.length)}`, {}, 400],
    ['no state', '/?code=abc', {}, 400],
    ['two states', `${good}&state=${state}`, {}, 400],
    ['two codes', `${good}&code=def`, {}, 400],
    ['a code and an error', `${good}&error=access_denied`, {}, 400],
    ['neither code nor error', `/?state=${state}`, {}, 400],
    ['nothing', '/', {}, 400],
    ['the favicon', '/favicon.ico', {}, 404],
    ['another path', `/callback?code=abc&state=${state}`, {}, 404],
    ['the last page before its time', '/signed-in', {}, 404],
    ['HEAD', good, { method: 'HEAD' }, 405],
    ['POST', good, { method: 'POST' }, 405],
    ['a preflight', good, { method: 'OPTIONS', headers: { origin: 'https://evil.test' } }, 405],
    ['a rebound name', good, { headers: { host: 'evil.test' } }, 421],
    ['a rebound name with the port', good, { headers: { host: 'evil.test:80' } }, 421],
    ['localhost where 127.0.0.1 is registered', good, { headers: { host: 'localhost' } }, 421],
    ['a script of another page', good, { headers: { origin: 'https://evil.test' } }, 403],
    ['a fetch without CORS', good, { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' } }, 403],
    ['a fetch that names no destination', good, { headers: { 'sec-fetch-mode': 'cors' } }, 403],
    ['a picture', good, { headers: { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' } }, 403],
    ['a frame', good, { headers: { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' } }, 403],
  ])('refuses %s and goes on waiting', async (_name, path, how, status) => {
    const { listener, taken, port } = await open();
    const refused = await ask(port, path, how);
    expect(refused.status).toBe(status);
    expect(Object.keys(refused.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(taken).toEqual([]);
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', origin: 'null' };
    expect((await ask(port, good, { headers })).status).toBe(303);
    expect((await listener.answer).get('code')).toBe('abc');
  });

  it('does not take a second answer, neither the same page again nor another code', async () => {
    const { taken, port } = await open();
    await ask(port, good);
    expect((await ask(port, good)).status).toBe(410);
    expect((await ask(port, `/?code=injected&state=${state}`)).status).toBe(410);
    expect(taken.map((answer) => answer.get('code'))).toEqual(['abc']);
  });

  it('refuses what is larger than any answer', async () => {
    const { port, listener } = await open();
    expect((await ask(port, `/?code=${'x'.repeat(200_000)}&state=${state}`)).status).toBe(431);
    await ask(port, good);
    expect((await listener.answer).get('code')).toBe('abc');
  });

  it('does not let clients that send nothing or little hold it up', async () => {
    const { port, listener } = await open();
    const slow = Array.from({ length: 20 }, () => connect({ host: '127.0.0.1', port }));
    for (const socket of slow) {
      socket.on('error', () => undefined);
      socket.write('GET / HTTP/1.1\r\nX-Slow: ');
    }
    expect((await ask(port, good)).status).toBe(303);
    expect((await listener.answer).get('code')).toBe('abc');
    const ended = slow.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    listener.close();
    await Promise.all(ended);
  });

  it('listens on 127.0.0.1 alone, on another port each time', async () => {
    const [one, two] = [await open('localhost'), await open('localhost')];
    expect(one.port).not.toBe(two.port);
    expect(one.listener.redirectUri).toBe(`http://localhost:${one.port}`);
    await expect(ask(one.port, good, { host: '::1' })).rejects.toThrow();
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each?.family === 'IPv4' && !each.internal)
      .map((each) => each?.address ?? '');
    for (const host of others) await expect(ask(one.port, good, { host })).rejects.toThrow();
    expect((await ask(one.port, good, { headers: { host: `localhost:${one.port}` } })).status).toBe(303);
  });

  it('avoids a port where another program listens for the same name by IPv6', async () => {
    const asked: number[] = [];
    const isTaken = async (port: number) => asked.push(port) === 1;
    const listener = await listenForAnswer({ host: 'localhost', state, clock: fakeClock(), isTaken });
    listeners.push(listener);
    const [taken = 0, chosen] = asked;
    expect(listener.redirectUri).toBe(`http://localhost:${chosen}`);
    expect(chosen).not.toBe(taken);
    expect(await isOpen(taken)).toBe(false);
  });

  it('is closed at once when the sign-in is given up', async () => {
    const { listener, port } = await open();
    const idle = connect({ host: '127.0.0.1', port });
    idle.on('error', () => undefined);
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    listener.close();
    await ended;
    await expect(
      new Promise((resolve, reject) => get({ port, path: '/' }, resolve).once('error', reject)),
    ).rejects.toThrow();
  });
});
