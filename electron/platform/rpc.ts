import { type AppError, AppFailure, failure, type Reply } from '../../shared/reply.ts';

/** What a Worker, a MessagePort and a pair of them in a test have in common. */
export interface PortLike {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

type CallShape<Map> = { [K in keyof Map]: { readonly input: unknown; readonly output: unknown } };

/** One handler for each call that this side serves. It may throw AppFailure; the signal aborts when the caller cancelled or the port closed. */
export type CallHandlers<Calls extends CallShape<Calls>> = {
  readonly [K in keyof Calls]: (input: Calls[K]['input'], signal: AbortSignal) => Promise<Reply<Calls[K]['output']>>;
};

/** Calls `Out` of the other side, serves `In`, sends events `EventsOut`. */
export interface Rpc<Out extends CallShape<Out>, EventsOut> {
  /**
   * Never rejects. An aborted signal answers `cancelled` at once and tells the other side.
   * @param given buffers in the input that go over instead of being copied: this side cannot use them any more
   */
  call<K extends keyof Out & string>(
    name: K,
    input: Out[K]['input'],
    signal?: AbortSignal,
    given?: readonly ArrayBuffer[],
  ): Promise<Reply<Out[K]['output']>>;
  /**
   * As `call`, but the reply is JSON, written by the other side: where it is only passed on, and has many small objects, each boundary takes a
   * multiple of the time for these.
   */
  callForText<K extends keyof Out & string>(name: K, input: Out[K]['input']): Promise<string>;
  emit<K extends keyof EventsOut & string>(name: K, payload: EventsOut[K]): void;
  /**
   * The port closed: pending calls answer this error, calls being served are aborted, and later calls answer the error
   * at once.
   */
  end(error: AppError): void;
}

interface RpcOptions<In extends CallShape<In>, EventsIn> {
  readonly port: PortLike;
  readonly handlers: CallHandlers<In>;
  readonly onEvent: <K extends keyof EventsIn & string>(name: K, payload: EventsIn[K]) => void;
  /** A handler threw something other than AppFailure, or a message was malformed or could not be sent. For the log. */
  readonly onFault: (text: string, cause: unknown) => void;
}

type Message =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      readonly input: unknown;
      /** The reply is wanted as JSON. */
      readonly asText?: true;
    }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply<unknown> | string }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

const cancelled = (): AppError => ({ code: 'cancelled', params: { reason: 'asked' }, retryable: true });
const broken = (): AppError => ({ code: 'internal', params: { reason: 'unforeseen' }, retryable: true });

/**
 * Typed calls both ways over one port. Both ends are this program's own, so payloads are not validated again; but an unknown
 * call, a malformed message, a value that cannot be cloned and a handler that throws all end in a typed reply or in the log.
 */
export function createRpc<
  Out extends CallShape<Out>,
  In extends CallShape<In>,
  EventsOut = Record<never, never>,
  EventsIn = Record<never, never>,
>(options: RpcOptions<In, EventsIn>): Rpc<Out, EventsOut> {
  const { port, onFault } = options;
  const handlers = new Map<string, (input: never, signal: AbortSignal) => Promise<Reply<unknown>>>(
    Object.entries(options.handlers),
  );
  const waiting = new Map<number, (reply: Reply<unknown> | string) => void>();
  const serving = new Map<number, AbortController>();
  let lastId = 0;
  let ended: AppError | null = null;

  port.on('message', (message) => {
    if (ended !== null) return;
    if (!isMessage(message)) return onFault('A malformed message was ignored.', message);
    switch (message.kind) {
      case 'call':
        void serve(message);
        return;
      case 'cancel':
        serving.get(message.id)?.abort();
        return;
      case 'reply':
        waiting.get(message.id)?.(message.reply);
        return;
      case 'event':
        try {
          options.onEvent(message.name as keyof EventsIn & string, message.payload as never);
        } catch (cause) {
          onFault(`The event ${message.name} was not handled.`, cause);
        }
    }
  });

  async function serve({ id, name, input, asText }: Extract<Message, { kind: 'call' }>): Promise<void> {
    const controller = new AbortController();
    serving.set(id, controller);
    const reply = await answer(name, input, controller.signal);
    serving.delete(id);
    if (ended !== null || post({ kind: 'reply', id, reply: asText === true ? inText(name, reply) : reply })) return;
    post({ kind: 'reply', id, reply: failure(broken()) });
  }

  async function answer(name: string, input: unknown, signal: AbortSignal): Promise<Reply<unknown>> {
    const handler = handlers.get(name);
    if (handler === undefined) {
      return failure({
        code: 'invalid_input',
        params: { reason: 'unknown_call', name: name.slice(0, 64) },
        retryable: false,
      });
    }
    try {
      return await handler(input as never, signal);
    } catch (cause) {
      if (cause instanceof AppFailure) return failure(cause.error);
      onFault(`The call ${name} failed.`, cause);
      return failure(broken());
    }
  }

  function inText(name: string, reply: Reply<unknown>): string {
    try {
      return JSON.stringify(reply);
    } catch (cause) {
      onFault(`The reply to ${name} could not be written.`, cause);
      return JSON.stringify(failure(broken()));
    }
  }

  /** Answers whether it could be sent. */
  function post(message: Message, given: readonly ArrayBuffer[] = []): boolean {
    try {
      port.postMessage(message, given);
      return true;
    } catch (cause) {
      onFault('A message could not be sent.', cause);
      return false;
    }
  }

  /** Asks the other side. Never rejects. */
  function ask(
    question: Pick<Extract<Message, { kind: 'call' }>, 'name' | 'input' | 'asText'>,
    signal?: AbortSignal,
    given?: readonly ArrayBuffer[],
  ): Promise<Reply<unknown> | string> {
    if (ended !== null) return Promise.resolve(failure(ended));
    if (signal?.aborted) return Promise.resolve(failure(cancelled()));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve) => {
      const onAbort = (): void => {
        post({ kind: 'cancel', id });
        settle(failure(cancelled()));
      };
      const settle = (reply: Reply<unknown> | string): void => {
        waiting.delete(id);
        signal?.removeEventListener('abort', onAbort);
        resolve(reply);
      };
      waiting.set(id, settle);
      signal?.addEventListener('abort', onAbort, { once: true });
      if (!post({ kind: 'call', id, ...question }, given)) settle(failure(broken()));
    });
  }

  return {
    call: (name, input, signal, given) =>
      // The other side's handler of this name has this output type, and answers text only where it is asked for that.
      ask({ name, input }, signal, given) as Promise<Reply<never>>,
    async callForText(name, input) {
      const reply = await ask({ name, input, asText: true });
      return typeof reply === 'string' ? reply : JSON.stringify(reply);
    },
    emit(name, payload) {
      if (ended === null) post({ kind: 'event', name, payload });
    },
    end(error) {
      if (ended !== null) return;
      ended = error;
      for (const controller of serving.values()) controller.abort();
      for (const settle of [...waiting.values()]) settle(failure(error));
    },
  };
}

function isMessage(value: unknown): value is Message {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  switch (value.kind) {
    case 'call':
      return hasId(value) && 'name' in value && typeof value.name === 'string';
    case 'cancel':
      return hasId(value);
    case 'reply':
      return hasId(value) && 'reply' in value && isReply(value.reply);
    case 'event':
      return 'name' in value && typeof value.name === 'string';
    default:
      return false;
  }
}

function hasId(value: object): boolean {
  return 'id' in value && typeof value.id === 'number';
}

function isReply(value: unknown): boolean {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && 'ok' in value && (value.ok === true || 'error' in value);
}

/** What the log says of a fault: with its stack, because it is one in this program. */
export function faultText(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
