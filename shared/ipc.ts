import type { z } from 'zod';
import type { Calls } from './calls.ts';
import type { Events } from './events.ts';
import type { Reply } from './reply.ts';
import type { TypeOnly } from './type-only.ts';

// The types derived from the tables in calls.ts and events.ts; the window and the preload use nothing else of these
// tables.

export type CallName = keyof Calls;
export type CallInput<K extends CallName> = z.infer<Calls[K]['input']>;
export type CallOutputs = {
  readonly [K in CallName]: Calls[K]['output'] extends TypeOnly<infer Output> ? Output : never;
};

export type EventName = keyof Events;
export type EventPayloads = {
  readonly [K in EventName]: Events[K]['payload'] extends TypeOnly<infer Payload> ? Payload : never;
};

/** What main answers: a reply, or the same as JSON, where the call is declared so (`inText`). */
type Answer<K extends CallName> = Reply<CallOutputs[K]> | (Calls[K] extends { readonly inText: true } ? string : never);

/** `window.heron`: the only access that the page has to main. */
export interface HeronBridge {
  readonly calls: {
    readonly [K in CallName]: (input: CallInput<K>) => Promise<Answer<K>>;
  };
  /** Each function subscribes a listener and returns the function that unsubscribes it. */
  readonly events: {
    readonly [K in EventName]: (listener: (payload: EventPayloads[K]) => void) => () => void;
  };
}
