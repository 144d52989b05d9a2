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
    return await window.heron.calls[name](input);
  } catch {
    return failure({ code: 'internal', params: { reason: 'no_answer' }, retryable: true });
  }
}

/** Listens to an event of main; returns the unsubscribe. */
export function on<K extends EventName>(event: K, listener: (payload: EventPayloads[K]) => void): () => void {
  return window.heron.events[event](listener);
}
