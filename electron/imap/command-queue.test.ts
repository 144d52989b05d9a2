import { describe, expect, it, vi } from 'vitest';
import { CommandQueue, withDeadline } from './command-queue.ts';

const never = new AbortController().signal;
const limits = { quietMs: 1_000, totalMs: 5_000 };
const forever = () => new Promise<never>(() => undefined);

describe('commands one at a time', () => {
  it('keeps the order of the calls, also after a failure', async () => {
    const queue = new CommandQueue();
    const order: number[] = [];
    const first = queue.run(async () => {
      await Promise.resolve();
      order.push(1);
      throw new Error('first');
    }, never);
    const second = queue.run(async () => order.push(2), never);
    await expect(first).rejects.toThrow('first');
    await second;
    expect(order).toEqual([1, 2]);
  });

  it('drops a waiting task at once when its signal aborts, without running it', async () => {
    const queue = new CommandQueue();
    let release = (): void => undefined;
    const held = queue.run(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
      never,
    );
    await Promise.resolve();
    const controller = new AbortController();
    const task = vi.fn(async () => undefined);
    const waiting = queue.run(task, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ error: { code: 'cancelled' } });
    release();
    await held;
    await queue.run(async () => undefined, never);
    expect(task).not.toHaveBeenCalled();
  });
});

const tooSlow = { reason: 'no_answer', server: 'mail.contoso.example:993' } as const;

describe('deadlines', () => {
  it('ends a command that hears nothing, and leaves no timer', async () => {
    vi.useFakeTimers();
    try {
      const end = vi.fn();
      const running = withDeadline(forever, limits, never, () => 0, end, tooSlow);
      const outcome = expect(running).rejects.toMatchObject({
        error: { code: 'server_timeout', params: tooSlow },
      });
      await vi.advanceTimersByTimeAsync(1_200);
      await outcome;
      expect(end).toHaveBeenCalledTimes(1);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('N3 waits on while bytes come in, but not longer than in all', async () => {
    vi.useFakeTimers();
    try {
      let received = 0;
      const trickle = setInterval(() => {
        received += 1;
      }, 500);
      let over = false;
      const running = withDeadline(
        forever,
        limits,
        never,
        () => received,
        () => undefined,
        tooSlow,
      ).finally(() => {
        over = true;
      });
      const outcome = expect(running).rejects.toMatchObject({ error: { code: 'server_timeout' } });
      await vi.advanceTimersByTimeAsync(4_500);
      expect(over).toBe(false);
      await vi.advanceTimersByTimeAsync(1_000);
      await outcome;
      clearInterval(trickle);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not start under an aborted signal, and ends a running command with it', async () => {
    const act = vi.fn(forever);
    await expect(
      withDeadline(
        act,
        limits,
        AbortSignal.abort(),
        () => 0,
        () => undefined,
        tooSlow,
      ),
    ).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect(act).not.toHaveBeenCalled();
    const controller = new AbortController();
    const end = vi.fn();
    const running = withDeadline(act, limits, controller.signal, () => 0, end, tooSlow);
    controller.abort();
    await expect(running).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect(end).toHaveBeenCalledTimes(1);
  });
});
