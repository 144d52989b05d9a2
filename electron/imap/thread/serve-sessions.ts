import { AppFailure, failure, success } from '../../../shared/reply.ts';
import type { RemoteEnvelope } from '../../mail/remote-mail.ts';
import type { Routes } from '../../platform/proxy/connect-tcp.ts';
import { createRpc, faultText, type PortLike } from '../../platform/rpc.ts';
import type { ImapSession, OpenSession } from '../session.ts';
import type { Answered, EngineSays, LongAnswer, RouteCalls, ThreadCalls, ThreadSays, VerbName } from './contract.ts';

/**
 * How many envelopes are sent at a time. The engine asks for the next ones between two transactions, of which a window of 1,000 has four where nobody asks
 * for rows: with smaller parts it would wait for them.
 */
const envelopesAtOnce = 250;

/** How often the engine learns how much a session has received while something runs, in milliseconds. */
const countEveryMs = 200;

interface Served {
  readonly session: ImapSession;
  readonly received: BigUint64Array;
}

/**
 * The side of imapflow's thread: opens sessions and runs their verbs for the engine. Returns the ways to servers as the engine knows
 * them.
 */
export function serveSessions(port: PortLike, openSession: OpenSession): Routes {
  const sessions = new Map<number, Served>();
  const runs = new Map<number, AbortController>();
  const rests = new Map<number, RemoteEnvelope[]>();
  const streams = new Map<number, { readonly iterator: AsyncIterator<Uint8Array>; readonly session: ImapSession }>();
  let running = 0;
  let counting: NodeJS.Timeout | null = null;

  const rpc = createRpc<RouteCalls, ThreadCalls, ThreadSays, EngineSays>({
    port,
    handlers: {
      open: (input) =>
        during(input, async (signal) => {
          const { session: number, options, wantsLines } = input;
          const session = await openSession(
            {
              ...options,
              onSignIn: () => rpc.emit('signIn', { session: number }),
              ...(wantsLines && { onLine: (from, line) => tellLine(number, from, line) }),
            },
            signal,
          );
          sessions.set(number, { session, received: new BigUint64Array(input.received) });
          listen(number, session);
          return success({ capabilities: session.capabilities });
        }),
      run: (input) =>
        during(input, async (signal) => {
          const { session } = served(input.session);
          const verb = (): Promise<unknown> => Reflect.apply(session[input.verb], session, [...input.args, signal]);
          // Nothing is expected while a session idles, and a timer would keep the computer awake.
          const whole = await answered(session, input.verb === 'idle' ? verb : () => counted(verb));
          return success(isLong(input.verb, whole) ? firstPart(input.run, whole) : whole);
        }),
      rest: async ({ run }) => {
        const left = rests.get(run) ?? [];
        const envelopes = left.splice(0, envelopesAtOnce);
        if (left.length === 0) rests.delete(run);
        return success({ envelopes, hasRest: left.length > 0 });
      },
      stream: async (input) => {
        const { session } = served(input.session);
        const signal = begun(input);
        const chunks: AsyncIterable<Uint8Array> = Reflect.apply(session[input.verb], session, [...input.args, signal]);
        streams.set(input.run, { iterator: chunks[Symbol.asyncIterator](), session });
        return success(undefined);
      },
      chunk: async ({ run }) => {
        const stream = streams.get(run);
        if (stream === undefined) throw new Error(`There is no stream ${run}.`);
        const next = await answered(stream.session, () => counted(() => stream.iterator.next()));
        const { reply, isClosed } = next;
        if (!reply.ok || reply.value.done === true) forget(run);
        if (!reply.ok) return success({ reply, isClosed });
        return success({ reply: success(reply.value.done === true ? null : reply.value.value), isClosed });
      },
      close: async ({ session: number }) => {
        await sessions.get(number)?.session.close();
        return success(undefined);
      },
    },
    onEvent: (name, payload) => {
      if ('session' in payload) return void sessions.delete(payload.session);
      const stream = streams.get(payload.run);
      if (name === 'abort') return runs.get(payload.run)?.abort();
      forget(payload.run);
      void stream?.iterator.return?.().catch(() => undefined);
    },
    onFault: (text, cause) => rpc.emit('fault', { fault: `${text} ${faultText(cause)}` }),
  });

  /** With what was received up to it: the protocol log tells answers by their octets. */
  function tellLine(session: number, from: 'client' | 'server', line: string): void {
    count();
    rpc.emit('line', { session, from, line });
  }

  /** An answer without the envelopes that are still to be asked for. */
  function firstPart(run: number, whole: Answered<LongAnswer>): Answered<LongAnswer> {
    const { reply } = whole;
    if (!reply.ok || reply.value.envelopes.length <= envelopesAtOnce) return whole;
    const { envelopes, ...others } = reply.value;
    rests.set(run, envelopes.slice(envelopesAtOnce));
    return {
      ...whole,
      reply: success({ ...others, envelopes: envelopes.slice(0, envelopesAtOnce) }),
      hasRest: true,
    };
  }

  function listen(number: number, session: ImapSession): void {
    for (const event of ['expunge', 'flags'] as const) {
      session.on(event, (path) => rpc.emit('told', { session: number, event, path, count: 0 }));
    }
    session.on('exists', (path, count) => rpc.emit('told', { session: number, event: 'exists', path, count }));
    session.on('closed', (error) => rpc.emit('closed', { session: number, error }));
  }

  function served(number: number): Served {
    const found = sessions.get(number);
    if (found === undefined) throw new Error(`There is no session ${number}.`);
    return found;
  }

  function begun({ run, isAborted }: { readonly run: number; readonly isAborted: boolean }): AbortSignal {
    const controller = new AbortController();
    if (isAborted) controller.abort();
    runs.set(run, controller);
    return controller.signal;
  }

  function forget(run: number): void {
    runs.delete(run);
    streams.delete(run);
  }

  async function during<T>(
    input: { readonly run: number; readonly isAborted: boolean },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(begun(input));
    } finally {
      forget(input.run);
    }
  }

  /** Keeps the engine's numbers of octets up to date while something runs. */
  async function counted<T>(work: () => Promise<T>): Promise<T> {
    running += 1;
    counting ??= setInterval(count, countEveryMs);
    try {
      return await work();
    } finally {
      running -= 1;
      if (running === 0 && counting !== null) {
        clearInterval(counting);
        counting = null;
      }
      count();
    }
  }

  function count(): void {
    for (const { session, received } of sessions.values()) Atomics.store(received, 0, BigInt(session.received));
  }

  return {
    async find(place, signal) {
      const reply = await rpc.call('find', place, signal);
      if (!reply.ok) throw new AppFailure(reply.error);
      return reply.value;
    },
    async challenged(proxy, refused) {
      await rpc.call('challenged', { proxy, refused });
    },
  };
}

function isLong(verb: VerbName, _answer: Answered<unknown>): _answer is Answered<LongAnswer> {
  return verb === 'fetchAvailable' || verb === 'fetchEnvelopesBySequence';
}

/** What `verb` answers, or the failure that it throws; anything else that it throws is a fault in this program. */
async function answered<T>(session: ImapSession, verb: () => Promise<T>): Promise<Answered<T>> {
  try {
    const value = await verb();
    return { reply: success(value), isClosed: session.closed };
  } catch (cause) {
    if (!(cause instanceof AppFailure)) throw cause;
    return { reply: failure(cause.error), isClosed: session.closed };
  }
}
