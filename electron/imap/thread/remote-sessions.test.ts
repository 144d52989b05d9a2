import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AppError } from '../../../shared/reply.ts';
import { AppFailure } from '../../../shared/reply.ts';
import { setRoutes } from '../../platform/proxy/connect-tcp.ts';
import { FakeImapServer } from '../fake-server.ts';
import type { ImapSession, OpenSession } from '../session.ts';
import { type ChannelThread, overChannel } from './thread-fixture.ts';

const never = new AbortController().signal;
const options: Parameters<OpenSession>[0] = {
  endpoint: { host: 'fake', port: 993, security: 'tls' },
  credentials: { kind: 'password', username: 'ada', password: 'pw' },
  timeoutSeconds: 10,
  extraCa: null,
};
const lost = { code: 'connection_lost', params: { reason: 'lost', server: 'fake:993' } };

let threads: ChannelThread[] = [];
afterEach(() => {
  for (const { faults } of threads) expect(faults).toEqual([]);
  threads = [];
});

/** A server with two messages, a session beside the thread, and one by way of it, both in the inbox. */
async function opened() {
  const server = new FakeImapServer();
  for (const subject of ['First', 'Second']) server.deliver('INBOX', { subject, text: `${subject} text` });
  const thread = overChannel(server.open);
  threads.push(thread);
  const direct = await server.open(options, never);
  const session = await thread.openSession(options, never);
  for (const one of [direct, session]) await one.select('INBOX', never);
  return { server, thread, direct, session };
}

async function thrown(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof AppFailure) return error.error;
  throw new Error(`No AppFailure was thrown, but ${error}.`);
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe('a session in another thread', () => {
  it('gives a message that is appended away, so that it is not held twice; a part of a larger buffer is copied', async () => {
    const { server, session } = await opened();
    const source = 'Subject: Third\r\n\r\nThird text';
    const own = new Uint8Array(new TextEncoder().encode(source));
    const part = new Uint8Array(new TextEncoder().encode(`--${source}`).buffer, 2);
    for (const message of [own, part]) {
      expect(await session.append('INBOX', message, ['\\Seen'], null, never)).toMatchObject({ kind: 'done' });
    }
    expect([own.byteLength, part.byteLength]).toEqual([0, source.length]);
    const subjects = server.folder('INBOX').messages.map(({ envelope }) => envelope.subject);
    expect(subjects).toEqual(['First', 'Second', 'Third', 'Third']);
  });

  it('answers what the session itself answers', async () => {
    const { direct, session } = await opened();
    expect(session.capabilities).toEqual(direct.capabilities);
    const questions: ((one: ImapSession) => Promise<unknown>)[] = [
      (one) => one.listFolders(never),
      (one) => one.status('INBOX', never),
      (one) => one.select('INBOX', never),
      (one) => one.uidsBySequence(2, 2, never),
      (one) => one.uidsAt([1, 2, 9], never),
      (one) => one.findByFlag('\\Seen', false, never),
      (one) => one.fetchEnvelopes({ from: 1, to: 9 }, never),
      (one) => one.fetchAvailable([1, 2], never),
      (one) => one.fetchEnvelopesBySequence({ from: 1, to: 2 }, never),
      (one) => one.fetchFlags({ from: 1, to: 9 }, { changedSince: null }, never),
      async (one) => Buffer.from((await one.fetchPart(1, '1', 100, never)).bytes).toString(),
      async (one) => Buffer.from((await one.fetchSource(2, 100, never)).bytes).toString(),
      (one) => all(one.streamPart(2, '1', never)),
      (one) => all(one.streamSource(1, never)),
      (one) => one.findByMessageId('<1000.1@fake.test>', never),
      (one) => one.noop(never),
    ];
    for (const question of questions) expect(await question(session)).toEqual(await question(direct));
  });

  it('answers many envelopes in parts, so that the engine does other work in between', async () => {
    const { server, thread, direct, session } = await opened();
    for (let message = 0; message < 840; message += 1) server.deliver('INBOX', { subject: `Minutes ${message}` });
    const all = (one: ImapSession) => one.fetchEnvelopesBySequence({ from: 1, to: 842 }, never);
    const found = await all(session);
    expect(found.envelopes).toHaveLength(842);
    expect(found).toEqual(await all(direct));
    expect(await session.fetchAvailable({ from: 1, to: 9_999 }, never)).toEqual(found);
    // 250 at a time, also where that is all of them.
    expect((await session.fetchEnvelopesBySequence({ from: 1, to: 250 }, never)).envelopes).toHaveLength(250);
    expect(thread.asked.filter((name) => name === 'rest')).toHaveLength(6);
  });

  it('ends as with a lost connection where the thread ends in the middle of a long answer', async () => {
    const { server, thread, session } = await opened();
    for (let message = 0; message < 340; message += 1) server.deliver('INBOX');
    const asking = thrown(session.fetchAvailable({ from: 1, to: 9_999 }, never));
    await thread.until('rest');
    thread.die();
    expect(await asking).toMatchObject(lost);
  });

  it('changes what it is asked to change', async () => {
    const { server, session } = await opened();
    expect(await session.setSeen([1], true, never)).toEqual({ kind: 'done' });
    expect(server.message('INBOX', 1).flags.seen).toBe(true);
    const moved = await session.move([2], 'Deleted Items', never);
    expect(moved).toMatchObject({ kind: 'done', uids: new Map([[2, 1]]) });
    expect(server.uids('INBOX')).toEqual([1]);
  });

  it('throws what the session throws', async () => {
    const { session } = await opened();
    expect(await thrown(session.select('Nowhere', never))).toMatchObject({ code: 'folder_missing' });
    expect(session.closed).toBe(false);
  });

  it('is closed already when the verb throws that the connection ended, and says so once', async () => {
    const { server, session } = await opened();
    const ends: AppError[] = [];
    session.on('closed', (error) => ends.push(error));
    server.fail('status', { kind: 'drop_before' });
    expect(await thrown(session.status('INBOX', never))).toMatchObject(lost);
    expect(session.closed).toBe(true);
    expect(await thrown(session.noop(never))).toMatchObject(lost);
    expect(ends).toHaveLength(1);
    await session.close();
  });

  it('tells what the server said unasked', async () => {
    const { server, session } = await opened();
    const told: unknown[] = [];
    const three = new Promise<void>((resolve) => {
      const note = (what: unknown): void => {
        if (told.push(what) === 3) resolve();
      };
      session.on('exists', (path, count) => note(['exists', path, count]));
      session.on('flags', (path) => note(['flags', path]));
      session.on('expunge', (path) => note(['expunge', path]));
    });
    server.deliver('INBOX');
    server.setFlags('INBOX', 1, { seen: true });
    server.remove('INBOX', 2);
    await session.noop(never);
    await three;
    expect(told).toEqual([
      ['exists', 'INBOX', 3],
      ['flags', 'INBOX'],
      ['expunge', 'INBOX'],
    ]);
  });

  it('counts what it received', async () => {
    const { session } = await opened();
    const before = session.received;
    await session.noop(never);
    expect(session.received).toBeGreaterThan(before);
  });

  it('tells when the sign-in begins, and the lines of the protocol only to who wants them', async () => {
    const wanted: boolean[] = [];
    const thread = overChannel(async (asked, signal) => {
      wanted.push(asked.onLine !== undefined);
      asked.onLine?.('server', '* OK ready');
      return await new FakeImapServer().open(asked, signal);
    });
    threads.push(thread);
    const heard: string[] = [];
    await thread.openSession({ ...options, onSignIn: () => heard.push('sign-in') }, never);
    await thread.openSession({ ...options, onLine: (from, line) => heard.push(`${from} ${line}`) }, never);
    expect(wanted).toEqual([false, true]);
    expect(heard).toEqual(['sign-in', 'server * OK ready']);
  });
});

it('a line comes with what was received up to it', async () => {
  let say = (_line: string): void => undefined;
  let open: ImapSession | null = null;
  const thread = overChannel(async (asked, signal) => {
    const session = await new FakeImapServer().open(asked, signal);
    say = (line) => {
      Object.assign(session, { received: session.received + 500 });
      asked.onLine?.('server', line);
    };
    return session;
  });
  threads.push(thread);
  const heard = new Promise<number>((resolve) => {
    void thread.openSession({ ...options, onLine: () => resolve(open?.received ?? 0) }, never).then((session) => {
      open = session;
      say('A1 OK FETCH completed');
    });
  });
  expect(await heard).toBe(500);
});

it('the way to a server is asked for in the engine’s thread, and a proxy that wants a password is told there', async () => {
  const { thread } = await opened();
  const proxy = { via: 'http', host: 'proxy.test', port: 3128 } as const;
  const told: unknown[] = [];
  const former = setRoutes({
    find: async (place) => (place.host === 'mail.test' ? [{ ...proxy, credentials: null }] : [{ via: 'direct' }]),
    challenged: async (...all) => void told.push(all),
  });
  onTestFinished(() => void setRoutes(former));
  expect(await thread.routes.find({ host: 'mail.test', port: 993 }, never)).toEqual([{ ...proxy, credentials: null }]);
  await thread.routes.challenged(proxy, true);
  expect(told).toEqual([[proxy, true]]);
});

describe('a signal', () => {
  it('that aborted before throws, and the session lives on', async () => {
    const { session } = await opened();
    expect(await thrown(session.status('INBOX', AbortSignal.abort()))).toMatchObject({ code: 'cancelled' });
    await session.noop(never);
  });

  it('that aborts while a change runs has it answer what the session answers, and never that nothing was sent', async () => {
    const { server, session } = await opened();
    const stop = new AbortController();
    server.fail('setSeen', { kind: 'hang' });
    const { reached, release } = server.hold('setSeen');
    const answer = session.setSeen([1], true, stop.signal);
    await reached;
    release();
    stop.abort();
    expect(await answer).toEqual({ kind: 'unknown' });
  });

  it('that aborts a sign-in ends it', async () => {
    const thread = overChannel(
      (_options, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(new AppFailure({ code: 'cancelled', params: { reason: 'asked' }, retryable: true })),
          );
        }),
    );
    threads.push(thread);
    const stop = new AbortController();
    const opening = thread.openSession(options, stop.signal);
    stop.abort();
    expect(await thrown(opening)).toMatchObject({ code: 'cancelled' });
  });
});

describe('a thread that ends', () => {
  it('leaves a change unknown, and ends all else as a lost connection does', async () => {
    const { server, thread, session } = await opened();
    const other = await thread.openSession(options, never);
    const ends: AppError[] = [];
    for (const one of [session, other]) one.on('closed', (error) => ends.push(error));
    const held = server.hold('setSeen');
    const change = session.setSeen([1], true, never);
    await held.reached;
    const question = server.hold('status');
    const asked = thrown(other.status('INBOX', never));
    await question.reached;
    thread.die();
    expect(await change).toEqual({ kind: 'unknown' });
    expect(await asked).toMatchObject(lost);
    expect(ends).toMatchObject([lost, lost]);
    expect([session.closed, other.closed]).toEqual([true, true]);
    held.release();
    question.release();
  });

  it('has whatever is asked later answered that nothing was sent', async () => {
    const { thread, session } = await opened();
    thread.die();
    expect(await thrown(session.setSeen([1], true, never))).toMatchObject(lost);
    expect(await thrown(all(session.streamSource(1, never)))).toMatchObject(lost);
    expect(await thrown(thread.openSession(options, never))).toMatchObject(lost);
    await session.close();
  });
});

describe('a stream', () => {
  it('that is left early is ended in the other thread', async () => {
    let ended = (): void => undefined;
    const end = new Promise<void>((resolve) => {
      ended = resolve;
    });
    const thread = overChannel(async (asked, signal) => {
      const session = await new FakeImapServer().open(asked, signal);
      session.streamSource = async function* () {
        try {
          for (;;) yield new Uint8Array([1]);
        } finally {
          ended();
        }
      };
      return session;
    });
    threads.push(thread);
    const session = await thread.openSession(options, never);
    for await (const chunk of session.streamSource(1, never)) {
      expect([...chunk]).toEqual([1]);
      break;
    }
    await end;
  });
});
