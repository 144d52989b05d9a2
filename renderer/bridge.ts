import type { CallInput, CallName, CallOutputs, EventName, EventPayloads, HeronBridge } from '../shared/ipc.ts';
import { failure, type Reply } from '../shared/reply.ts';

declare global {
  interface Window {
    /** Made by preload.ts. This file is its only reader. */
    readonly heron: HeronBridge;
  }
}

/**
 * Calls main. Never throws: a call that main did not answer at all is an `internal` error like any other.
 * Calls without an input take `undefined`.
 */
export async function call<K extends CallName>(name: K, input: CallInput<K>): Promise<Reply<CallOutputs[K]>> {
  try {
    const answer: unknown = await window.heron.calls[name](input);
    // Main's own, so it is what the table says; of a call that is answered in JSON it has the same shape.
    return (typeof answer === 'string' ? JSON.parse(answer) : answer) as Reply<CallOutputs[K]>;
  } catch {
    return failure({ code: 'internal', params: { reason: 'no_answer' }, retryable: true });
  }
}

/** Listens to an event of main; returns the unsubscribe. */
export function on<K extends EventName>(event: K, listener: (payload: EventPayloads[K]) => void): () => void {
  return window.heron.events[event](listener);
}
