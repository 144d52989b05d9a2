import { eventNames } from '../../shared/events.ts';
import type { CallInput, CallName, CallOutputs, EventName, EventPayloads, HeronBridge } from '../../shared/ipc.ts';
import { failure, type Reply } from '../../shared/reply.ts';

/** What each call answers: a fixed reply, a reply computed from its input, or never. */
export type FakeAnswers = {
  [K in CallName]?:
    | Reply<CallOutputs[K]>
    | ((input: CallInput<K>) => Reply<CallOutputs[K]> | Promise<Reply<CallOutputs[K]>>)
    | 'never';
};

interface FakeBridge {
  readonly bridge: HeronBridge;
  /** The calls so far, in order. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[];
  /** May be changed while in use. */
  readonly answers: FakeAnswers;
  /** Sends an event as main would. */
  emit<K extends EventName>(event: K, payload: EventPayloads[K]): void;
}

/** `window.heron` without a main process, for tests and for looking at the window. A call without an answer fails as `not_found`. */
export function fakeBridge(answers: FakeAnswers): FakeBridge {
  const calls: { name: CallName; input: unknown }[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const emit = <K extends EventName>(event: K, payload: EventPayloads[K]) => {
    for (const listener of listeners.get(event) ?? []) (listener as (payload: EventPayloads[K]) => void)(payload);
  };
  const callOf =
    <K extends CallName>(name: K) =>
    async (input: CallInput<K>): Promise<Reply<CallOutputs[K]>> => {
      calls.push({ name, input });
      const answer = answers[name];
      if (answer === 'never') return new Promise(() => {});
      if (typeof answer === 'function') return answer(input);
      return answer ?? failure({ code: 'not_found', params: { reason: 'account_not_open' }, retryable: false });
    };
  const subscriptionOf =
    <K extends EventName>(event: K) =>
    (listener: (payload: EventPayloads[K]) => void) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listener));
      return () => void known.delete(listener);
    };
  const bridge = {
    // Answers any name: the list of names comes with the schemas, which the window does not load. A call that was set stays as it was set.
    calls: new Proxy({} as HeronBridge['calls'], {
      get: (set, name) => (Object.hasOwn(set, name) ? Reflect.get(set, name) : callOf(name as CallName)),
    }),
    events: Object.fromEntries(eventNames.map((event) => [event, subscriptionOf(event)])) as HeronBridge['events'],
  };
  return { bridge, calls, answers, emit };
}
