import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Leaf } from '../../e2e/servers/test-ca.ts';
import type { SmtpWaits } from './smtp-link.ts';

/** The commands of a dialogue; `connect` is the greeting, `body` the first octets of the message, `end` its final dot. */
export type Step =
  | 'connect'
  | 'EHLO'
  | 'HELO'
  | 'STARTTLS'
  | 'AUTH'
  | 'MAIL'
  | 'RCPT'
  | 'DATA'
  | 'body'
  | 'end'
  | 'QUIT';

/** What a server does at a step in place of its usual answer: says this, closes the connection, or whatever it likes. */
type Act = string | 'close' | ((socket: Socket) => void);

const usual: Readonly<Record<Step, string>> = {
  connect: '220 hi\r\n',
  EHLO: '250-hi\r\n250 AUTH PLAIN\r\n',
  HELO: '502 not that\r\n',
  STARTTLS: '220 go\r\n',
  AUTH: '235 ok\r\n',
  MAIL: '250 ok\r\n',
  RCPT: '250 ok\r\n',
  DATA: '354 go\r\n',
  body: '',
  end: '250 queued\r\n',
  QUIT: '221 bye\r\n',
};

export interface ScriptedServer {
  readonly port: number;
  /** What it was told before and after the encryption, line by line, without the message's own lines. */
  readonly inClear: string[];
  readonly said: string[];
  /** Messages that came with their final dot. */
  readonly messages: number;
}

export interface ScriptOptions {
  readonly leaf: Leaf;
  /** STARTTLS in place of implicit TLS. */
  readonly inClear?: boolean;
  /** What it does otherwise, by the step; with "clear:" before it, before the encryption. */
  readonly acts: Readonly<Partial<Record<Step | `clear:${Step}`, Act>>>;
}

/** An SMTP server whose answers are the test's. It ends with the test. */
export async function scriptedServer({ leaf, inClear = false, acts }: ScriptOptions): Promise<ScriptedServer> {
  const state = { inClear: [] as string[], said: [] as string[], messages: 0 };
  const sockets = new Set<Socket>();
  const context = createSecureContext({ key: leaf.key, cert: leaf.cert });

  const encrypted = (socket: Socket): TLSSocket => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext: context });
    secure.on('error', () => undefined);
    return secure;
  };
  const act = (socket: Socket, step: Step, isClear: boolean): void => {
    const does =
      (isClear ? acts[`clear:${step}`] : acts[step]) ??
      (isClear && step === 'EHLO' ? '250-hi\r\n250 STARTTLS\r\n' : usual[step]);
    if (typeof does === 'function') does(socket);
    else if (does === 'close') socket.end();
    else if (does !== '' && !socket.destroyed) socket.write(does);
  };
  const talk = (socket: Socket, isClear: boolean, greets: boolean): void => {
    let rest = '';
    let data: 'no' | 'begins' | 'goes_on' = 'no';
    const read = (chunk: Buffer): void => {
      rest += chunk.toString('latin1');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== 'no') {
          if (data === 'begins') act(socket, 'body', isClear);
          data = line === '.' ? 'no' : 'goes_on';
          if (line !== '.') continue;
          state.messages += 1;
          act(socket, 'end', isClear);
          continue;
        }
        (isClear ? state.inClear : state.said).push(line);
        const step = /^(EHLO|HELO|STARTTLS|AUTH|MAIL|RCPT|DATA|QUIT)/.exec(line)?.[1] as Step | undefined;
        if (step === undefined) continue;
        const answer = acts[step];
        if (step === 'DATA' && (answer === undefined || (typeof answer === 'string' && answer.startsWith('354'))))
          data = 'begins';
        act(socket, step, isClear);
        if (step === 'STARTTLS' && isClear && acts['clear:STARTTLS']?.toString().startsWith('220') !== false) {
          socket.off('data', read);
          talk(encrypted(socket), false, false);
          return;
        }
      }
    };
    socket.on('data', read);
    if (greets) act(socket, 'connect', isClear);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    talk(inClear ? socket : encrypted(socket), inClear, true);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(state, { port });
}

/** Waits that end when the test says so, however slow the computer is. */
export class WaitsByHand implements SmtpWaits {
  readonly stepMs = 60_000;
  readonly finalMs = 600_000;
  /** How many waits have begun. */
  count = 0;
  #task: (() => void) | null = null;
  #expireAt = Number.POSITIVE_INFINITY;

  readonly after = (_ms: number, task: () => void): (() => void) => {
    this.count += 1;
    this.#task = task;
    if (this.count === this.#expireAt) setImmediate(() => this.expire());
    return () => {
      if (this.#task === task) this.#task = null;
    };
  };

  /** The present wait is over. */
  expire(): void {
    this.#task?.();
  }

  /** The wait with this number, counted from one, is over as soon as it has begun. */
  expireAt(count: number): void {
    this.#expireAt = count;
  }
}
