import type { AppError, Reply } from '../../../shared/reply.ts';
import type { RemoteEnvelope } from '../../mail/remote-mail.ts';
import type { OpenRoute, Place, ProxyRoute } from '../../platform/proxy/route.ts';
import type { ImapSession, OpenSession, SessionEvents } from '../session.ts';

/** What the engine's thread and imapflow's say to each other. Sessions and runs have numbers that the engine's thread gives. */

/** The verbs of a session that end with one answer, under a signal. */
export type VerbName = Exclude<
  {
    [K in keyof ImapSession]: ImapSession[K] extends (...args: never) => Promise<unknown> ? K : never;
  }[keyof ImapSession],
  'close'
>;

/** The verbs that answer in chunks. */
export type StreamName = 'streamPart' | 'streamSource';

/** The arguments of a verb without its signal, which is the last one. */
export type ArgumentsOf<V extends VerbName | StreamName> =
  Parameters<ImapSession[V]> extends [...infer A, AbortSignal] ? A : never;

/** What a verb answers. */
export type AnswerOf<V extends VerbName> = Awaited<ReturnType<ImapSession[V]>>;

type OpenOptions = Parameters<OpenSession>[0];

interface Run {
  readonly session: number;
  readonly run: number;
  /** The caller's signal had aborted before. */
  readonly isAborted: boolean;
}

/** What a verb answered or threw, and whether the session had ended by then. */
export interface Answered<T> {
  readonly reply: Reply<T>;
  readonly isClosed: boolean;
  /** It is a LongAnswer, and further envelopes are to be asked for with `rest`. */
  readonly hasRest?: boolean;
}

/** What is answered in parts, since it may be long. */
export type LongAnswer = AnswerOf<'fetchAvailable' | 'fetchEnvelopesBySequence'>;

/** engine → imapflow's thread. */
export interface ThreadCalls {
  open: {
    input: Run & {
      readonly options: Omit<OpenOptions, 'onSignIn' | 'onLine'>;
      readonly wantsLines: boolean;
      /** One 64-bit number, kept at the octets that the session has received. */
      readonly received: SharedArrayBuffer;
    };
    output: { readonly capabilities: ReadonlySet<string> };
  };
  run: {
    input: Run & { readonly verb: VerbName; readonly args: readonly unknown[] };
    output: Answered<unknown>;
  };
  /** The next envelopes of a run's answer. What comes over in one piece is read in one step, and 1,000 envelopes take the engine 10 to 17 ms. */
  rest: {
    input: { readonly run: number };
    output: { readonly envelopes: readonly RemoteEnvelope[]; readonly hasRest: boolean };
  };
  /** Begins a stream, which has the number of this run. */
  stream: {
    input: Run & { readonly verb: StreamName; readonly args: readonly unknown[] };
    output: undefined;
  };
  /** The next chunk; null at the end. */
  chunk: { input: { readonly run: number }; output: Answered<Uint8Array | null> };
  /** LOGOUT. */
  close: { input: { readonly session: number }; output: undefined };
}

/** imapflow's thread → engine: by which way a server is reached. */
export interface RouteCalls {
  find: { input: Place; output: readonly OpenRoute[] };
  challenged: { input: { readonly proxy: ProxyRoute; readonly refused: boolean }; output: undefined };
}

/** engine → imapflow's thread. `abort`: the caller's signal of a run. `leave`: nobody reads this stream any more. `gone`: the session's end is known. */
export interface EngineSays {
  readonly abort: { readonly run: number };
  readonly leave: { readonly run: number };
  readonly gone: { readonly session: number };
}

/** imapflow's thread → engine. */
export interface ThreadSays {
  readonly signIn: { readonly session: number };
  readonly line: { readonly session: number; readonly from: 'client' | 'server'; readonly line: string };
  readonly told: {
    readonly session: number;
    readonly event: Exclude<keyof SessionEvents, 'closed'>;
    readonly path: string;
    /** For `exists`: how many messages there are. */
    readonly count: number;
  };
  readonly closed: { readonly session: number; readonly error: AppError };
  /** What only a fault in this program causes; for the log. */
  readonly fault: { readonly fault: string };
}
