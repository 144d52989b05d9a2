import { AppFailure, type ErrorParams } from '../../shared/reply.ts';
import { Mutex } from '../platform/mutex.ts';
import { makeError } from './imap-errors.ts';

/** How long a command may take: `quietMs` without a byte from the server, `totalMs` in all. */
export interface CommandLimits {
  readonly quietMs: number;
  readonly totalMs: number;
}

/**
 * Runs `act` with limits. When the signal aborts, the server sends nothing for `quietMs`, or `totalMs` pass, `end` is
 * called with the reason, and the returned promise rejects with it at once, whatever `act` does. Leaves no timer and no
 * listener.
 *
 * @param received octets received so far on this connection
 * @param onStart is given a function that ends it from outside
 */
export async function withDeadline<T>(
  act: () => Promise<T>,
  limits: CommandLimits,
  signal: AbortSignal,
  received: () => number,
  end: (failure: AppFailure) => void,
  timeout: ErrorParams<'server_timeout'>,
  onStart: (stop: (failure: AppFailure) => void) => void = () => undefined,
): Promise<T> {
  if (signal.aborted) throw cancelled();
  let timer: NodeJS.Timeout | undefined;
  let abort: (() => void) | undefined;
  const ended = new Promise<never>((_resolve, reject) => {
    const finish = (failure: AppFailure): void => {
      end(failure);
      reject(failure);
    };
    const started = performance.now();
    let heardAt = started;
    let heard = received();
    const tick = Math.max(20, Math.min(limits.quietMs, limits.totalMs) / 8);
    timer = setInterval(() => {
      const now = performance.now();
      if (received() !== heard) {
        heard = received();
        heardAt = now;
      }
      if (now - heardAt >= limits.quietMs || now - started >= limits.totalMs) {
        finish(new AppFailure(makeError('server_timeout', timeout)));
      }
    }, tick);
    abort = () => finish(cancelled());
    signal.addEventListener('abort', abort, { once: true });
    onStart(finish);
  });
  // Both promises may reject when the connection ends; only the first rejection is used.
  ended.catch(() => undefined);
  try {
    const running = act();
    running.catch(() => undefined);
    return await Promise.race([running, ended]);
  } finally {
    clearInterval(timer);
    if (abort) signal.removeEventListener('abort', abort);
  }
}

/** Runs tasks one after the other in the order of the calls; a task whose signal aborts before its turn is skipped. */
export class CommandQueue {
  readonly #mutex = new Mutex();

  /** How many tasks run or wait. */
  get length(): number {
    return this.#mutex.length;
  }

  async run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    let started = false;
    const start = async (): Promise<T> => {
      started = true;
      return await task();
    };
    return await this.#mutex.run(start, signal).catch((error: unknown) => {
      throw started ? error : cancelled();
    });
  }
}

/** The failure when the caller's signal aborted. */
export function cancelled(): AppFailure {
  return new AppFailure(makeError('cancelled', { reason: 'asked' }));
}
