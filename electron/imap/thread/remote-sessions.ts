import { type AppError, AppFailure, type Reply, success } from '../../../shared/reply.ts';
import { findRoutes, proxyChallenged } from '../../platform/proxy/connect-tcp.ts';
import { createRpc, faultText, type PortLike } from '../../platform/rpc.ts';
import { makeError, serverName } from '../imap-errors.ts';
import type { ImapSession, OpenSession, Outcome, SessionEvents } from '../session.ts';
import type {
  Answered,
  AnswerOf,
  ArgumentsOf,
  EngineSays,
  LongAnswer,
  RouteCalls,
  StreamName,
  ThreadCalls,
  ThreadSays,
  VerbName,
} from './contract.ts';

/** Sessions in imapflow's thread, as the engine has them. */
export interface RemoteSessions {
  readonly openSession: OpenSession;
  /** The thread ended: each session ends as with a lost connection, and what may have reached the server is `unknown`. */
  end(): void;
}

type Verbs<V extends VerbName> = { [K in V]: ImapSession[K] };
/** The verbs that answer an outcome, and do not throw once their command may have reached the server. */
type ChangeName = { [K in VerbName]: { kind: 'unknown' } extends AnswerOf<K> ? K : never }[VerbName];

/** The octets among a verb's arguments that can go over without being copied: a message of 25 MB would be held twice. */
function buffersOf(args: readonly unknown[]): readonly ArrayBuffer[] {
  return args.flatMap((each) =>
    each instanceof Uint8Array && each.buffer instanceof ArrayBuffer && each.byteLength === each.buffer.byteLength
      ? [each.buffer]
      : [],
  );
}

/** What is known here of one session. */
class Known {
  readonly received = new SharedArrayBuffer(BigUint64Array.BYTES_PER_ELEMENT);
  readonly listeners: { [K in keyof SessionEvents]: SessionEvents[K][] } = {
    exists: [],
    expunge: [],
    flags: [],
    closed: [],
  };
  isClosed = false;
  /** What the session ended with, once that was told. */
  end: AppError | null = null;
  /** What it ends with when the thread ends. */
  readonly lost: AppError;
  readonly onSignIn: () => void;
  readonly onLine: NonNullable<Parameters<OpenSession>[0]['onLine']>;

  constructor({ endpoint, onSignIn = () => undefined, onLine = () => undefined }: Parameters<OpenSession>[0]) {
    this.lost = makeError('connection_lost', { reason: 'lost', server: serverName(endpoint) });
    this.onSignIn = onSignIn;
    this.onLine = onLine;
  }

  close(error: AppError): void {
    if (this.end !== null) return;
    this.isClosed = true;
    this.end = error;
    for (const listener of this.listeners.closed) listener(error);
  }
}

/**
 * The engine's side of imapflow's thread: sessions that keep to ImapSession's contract and run there, so that reading what a server
 * sends, and storing it, do not wait for each other.
 */
export function remoteSessions(port: PortLike, log: (text: string) => void): RemoteSessions {
  const sessions = new Map<number, Known>();
  let lastSession = 0;
  let lastRun = 0;
  let isEnded = false;

  const rpc = createRpc<ThreadCalls, RouteCalls, EngineSays, ThreadSays>({
    port,
    handlers: {
      find: async (place, signal) => success(await findRoutes(place, signal)),
      challenged: async ({ proxy, refused }) => {
        await proxyChallenged(proxy, refused);
        return success(undefined);
      },
    },
    onEvent: (name, payload) => {
      if ('fault' in payload) return log(payload.fault);
      const known = sessions.get(payload.session);
      if (known === undefined) return;
      if ('error' in payload) {
        sessions.delete(payload.session);
        rpc.emit('gone', { session: payload.session });
        known.close(payload.error);
      } else if ('event' in payload) {
        const { event, path, count } = payload;
        for (const listener of known.listeners[event]) listener(path, count);
      } else if ('line' in payload) known.onLine(payload.from, payload.line);
      else if (name === 'signIn') known.onSignIn();
    },
    onFault: (text, cause) => log(`${text} ${faultText(cause)}`),
  });

  /** Begins a run, whose signal's abort is told by its number until `release`. */
  function begin(signal: AbortSignal): {
    readonly of: { readonly run: number; readonly isAborted: boolean };
    release(): void;
  } {
    lastRun += 1;
    const run = lastRun;
    const onAbort = (): void => rpc.emit('abort', { run });
    signal.addEventListener('abort', onAbort, { once: true });
    return {
      of: { run, isAborted: signal.aborted },
      release: () => signal.removeEventListener('abort', onAbort),
    };
  }

  /** Runs `call` as one run. It always waits for the answer. */
  async function underSignal<T>(
    signal: AbortSignal,
    call: (run: ReturnType<typeof begin>['of']) => Promise<T>,
  ): Promise<T> {
    const { of, release } = begin(signal);
    try {
      return await call(of);
    } finally {
      release();
    }
  }

  /** Why a call of the thread brought nothing. */
  function failed(known: Known, error: AppError): AppFailure {
    return new AppFailure(isEnded ? known.lost : error);
  }

  /** The answer of a verb, or what it threw. */
  function taken<T>(known: Known, reply: Reply<Answered<T>>): T {
    if (!reply.ok) throw failed(known, reply.error);
    if (reply.value.isClosed) known.isClosed = true;
    if (!reply.value.reply.ok) throw new AppFailure(reply.value.reply.error);
    return reply.value.reply.value;
  }

  async function run(
    session: number,
    known: Known,
    verb: VerbName,
    args: readonly unknown[],
    signal: AbortSignal,
  ): Promise<unknown> {
    if (known.end !== null) throw new AppFailure(known.end);
    return await underSignal(signal, async (of) => {
      const reply = await rpc.call('run', { session, ...of, verb, args }, undefined, buffersOf(args));
      const answer = taken(known, reply);
      return reply.ok && reply.value.hasRest ? await withRest(known, of.run, answer as LongAnswer) : answer;
    });
  }

  /** Asks for the rest of a long answer, part by part: this thread does other work in between. */
  async function withRest(known: Known, run: number, { envelopes, ...others }: LongAnswer): Promise<LongAnswer> {
    const all = [...envelopes];
    for (let hasRest = true; hasRest; ) {
      const reply = await rpc.call('rest', { run });
      if (!reply.ok) throw failed(known, reply.error);
      all.push(...reply.value.envelopes);
      hasRest = reply.value.hasRest;
    }
    return { ...others, envelopes: all };
  }

  function sessionOf(number: number, known: Known, capabilities: ReadonlySet<string>): ImapSession {
    /** One verb: the arguments go over, the signal stays. */
    const verb =
      <V extends VerbName>(name: V) =>
      async (...all: [...ArgumentsOf<V>, AbortSignal]): Promise<AnswerOf<V>> => {
        const signal = all[all.length - 1] as AbortSignal;
        // The verb of this name has this answer.
        return (await run(number, known, name, all.slice(0, -1), signal)) as AnswerOf<V>;
      };
    /** A verb whose answer is `unknown` when the thread ended before it answered. */
    const change =
      <V extends ChangeName>(name: V) =>
      async (
        ...all: [...ArgumentsOf<V>, AbortSignal]
      ): Promise<AnswerOf<V> | Extract<Outcome, { kind: 'unknown' }>> => {
        const wasOpen = known.end === null;
        try {
          return await verb(name)(...all);
        } catch (error) {
          if (wasOpen && isEnded) return { kind: 'unknown' };
          throw error;
        }
      };
    const stream = async function* (
      name: StreamName,
      args: readonly unknown[],
      signal: AbortSignal,
    ): AsyncGenerator<Uint8Array, void> {
      if (known.end !== null) throw new AppFailure(known.end);
      let isOver = false;
      const { of, release } = begin(signal);
      try {
        const begun = await rpc.call('stream', { session: number, ...of, verb: name, args });
        if (!begun.ok) throw failed(known, begun.error);
        for (;;) {
          const chunk = taken(known, await rpc.call('chunk', { run: of.run }));
          isOver = chunk === null;
          if (chunk === null) return;
          yield chunk;
        }
      } finally {
        release();
        if (!isOver) rpc.emit('leave', { run: of.run });
      }
    };
    const changes: Verbs<ChangeName> = {
      setSeen: change('setSeen'),
      setFlagged: change('setFlagged'),
      mark: change('mark'),
      setTag: change('setTag'),
      setLabel: change('setLabel'),
      append: change('append'),
      move: change('move'),
      copy: change('copy'),
      expunge: change('expunge'),
      markDeleted: change('markDeleted'),
      createFolder: change('createFolder'),
      renameFolder: change('renameFolder'),
      deleteFolder: change('deleteFolder'),
    };
    const questions: Verbs<Exclude<VerbName, ChangeName>> = {
      listFolders: verb('listFolders'),
      status: verb('status'),
      statuses: verb('statuses'),
      select: verb('select'),
      uidsBySequence: verb('uidsBySequence'),
      uidsAt: verb('uidsAt'),
      fetchUids: verb('fetchUids'),
      fetchEnvelopes: verb('fetchEnvelopes'),
      fetchAvailable: verb('fetchAvailable'),
      fetchEnvelopesBySequence: verb('fetchEnvelopesBySequence'),
      fetchFlags: verb('fetchFlags'),
      fetchChanges: verb('fetchChanges'),
      fetchLinks: verb('fetchLinks'),
      fetchFacts: verb('fetchFacts'),
      fetchLabels: verb('fetchLabels'),
      fetchPart: verb('fetchPart'),
      fetchSource: verb('fetchSource'),
      findByMessageId: verb('findByMessageId'),
      search: verb('search'),
      findByFlag: verb('findByFlag'),
      idle: verb('idle'),
      noop: verb('noop'),
      takeNotices: verb('takeNotices'),
    };
    return {
      ...changes,
      ...questions,
      capabilities,
      get closed() {
        return known.isClosed;
      },
      get received() {
        return Number(Atomics.load(new BigUint64Array(known.received), 0));
      },
      on(event, listener) {
        known.listeners[event].push(listener);
      },
      streamPart: (uid, partId, signal) => stream('streamPart', [uid, partId], signal),
      streamSource: (uid, signal) => stream('streamSource', [uid], signal),
      async close() {
        if (known.end === null) await rpc.call('close', { session: number });
      },
    };
  }

  return {
    async openSession(options, signal) {
      lastSession += 1;
      const session = lastSession;
      const known = new Known(options);
      sessions.set(session, known);
      const { onSignIn: _onSignIn, onLine, ...plain } = options;
      const reply = await underSignal(signal, (run) =>
        rpc.call('open', {
          session,
          ...run,
          options: plain,
          wantsLines: onLine !== undefined,
          received: known.received,
        }),
      );
      if (reply.ok) return sessionOf(session, known, reply.value.capabilities);
      sessions.delete(session);
      throw failed(known, reply.error);
    },
    end() {
      isEnded = true;
      rpc.end(makeError('internal', { reason: 'unforeseen' }));
      const all = [...sessions.values()];
      sessions.clear();
      for (const known of all) known.close(known.lost);
    },
  };
}
