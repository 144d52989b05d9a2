// How tests ask an engine, and wait for it.
import { setImmediate as immediate } from 'node:timers/promises';
import { AppFailure, failure, type Reply } from '../../shared/reply.ts';
import type { EngineCalls } from './contract.ts';
import type { Engine } from './engine.ts';

/**
 * Asks whatever engine `engine()` returns at the time of a call. `call` answers as rpc.ts does; `value` throws what the
 * call fails with.
 */
export function engineAsker(engine: () => Engine) {
  const call = async <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
    signal = new AbortController().signal,
  ): Promise<Reply<EngineCalls[K]['output']>> => {
    try {
      return await engine().calls[name](input, signal);
    } catch (error) {
      if (error instanceof AppFailure) return failure(error.error);
      throw error;
    }
  };
  const value = async <K extends keyof EngineCalls>(
    name: K,
    input: EngineCalls[K]['input'],
  ): Promise<EngineCalls[K]['output']> => {
    const reply = await call(name, input);
    if (!reply.ok) throw new AppFailure(reply.error);
    return reply.value;
  };
  return { call, value };
}

/** Waits until `what` is true, without moving the clock. Throws when it does not become true. */
export async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 3_000; turn += 1) {
    if (await what()) return;
    await immediate();
  }
  throw new Error('It did not happen.');
}
