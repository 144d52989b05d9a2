import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../platform/clock-fake.ts';
import { recoverPage } from './page-recovery.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene() {
  const done: string[] = [];
  const events = new EventEmitter();
  const clock = fakeClock();
  const hang: { answer: (choice: 'reload' | 'wait') => void; signal: AbortSignal }[] = [];
  const crash: ((choice: 'again' | 'quit') => void)[] = [];
  const gone = async (reason = 'crashed') => {
    events.emit('render-process-gone', {}, { reason });
    await settled();
  };
  recoverPage(
    {
      on: (name: string, listener: (event: unknown, details: { readonly reason: string }) => void) =>
        events.on(name, listener),
      reload: () => done.push('reload'),
      forcefullyCrashRenderer: () => {
        done.push('end');
        events.emit('render-process-gone', {}, { reason: 'killed' });
      },
    },
    {
      clock,
      askAboutHang: (signal) => new Promise((answer) => hang.push({ answer, signal })),
      askAboutCrash: (reason) =>
        new Promise((answer) => {
          done.push(`ask about ${reason}`);
          crash.push(answer);
        }),
      pageLeft: () => done.push('left'),
      quit: () => done.push('quit'),
      log: () => {},
    },
  );
  return { done, clock, hang, crash, gone, emit: (name: string) => events.emit(name) };
}

describe('R3 a window whose page ends', () => {
  it.each(['crashed', 'oom', 'killed', 'abnormal-exit'])('is brought back at once: %s', async (reason) => {
    const { done, gone } = scene();
    await gone(reason);
    expect(done).toEqual(['left', 'reload']);
  });

  it('is brought back later each time when it ends at its start, and then only on request', async () => {
    const { done, gone, clock, crash } = scene();
    await gone();
    await gone();
    expect(done.splice(0)).toEqual(['left', 'reload', 'left']);
    await clock.advance(1_000);
    await gone();
    expect(done.splice(0)).toEqual(['reload', 'left']);
    await clock.advance(5_000);
    await gone('oom');
    expect(done.splice(0)).toEqual(['reload', 'left', 'ask about oom']);
    await clock.advance(100_000);
    expect(done).toEqual([]);
    crash[0]?.('again');
    await settled();
    await gone();
    expect(done).toEqual(['reload', 'left', 'reload']);
  });

  it('ends Heron where the user wants that', async () => {
    const { done, gone, clock, crash } = scene();
    for (const delay of [0, 1_000, 5_000, 0]) {
      await gone();
      await clock.advance(delay);
    }
    crash[0]?.('quit');
    await settled();
    expect(done.filter((each) => each === 'reload')).toHaveLength(3);
    expect(done.at(-1)).toBe('quit');
  });

  it('begins to count anew when it lived for a while', async () => {
    const { done, gone, clock } = scene();
    for (let crash = 0; crash < 10; crash++) {
      await gone();
      await clock.advance(60_000);
    }
    expect(done.filter((each) => each === 'reload')).toHaveLength(10);
  });

  it('is left alone when it was closed', async () => {
    const { done, gone, clock, emit } = scene();
    await gone();
    await gone();
    emit('destroyed');
    await clock.advance(1_000);
    await gone();
    expect(done).toEqual(['left', 'reload', 'left']);
  });
});

describe('R3 a window that does not answer', () => {
  it('is ended and loaded anew when the user wants that; such an end does not count', async () => {
    const { done, hang, emit } = scene();
    for (let turn = 0; turn < 6; turn++) {
      emit('unresponsive');
      hang[turn]?.answer('reload');
      await settled();
    }
    expect(done).toEqual(Array.from({ length: 6 }, () => ['end', 'left', 'reload']).flat());
  });

  it('is asked about once at a time, and again after a while of waiting', async () => {
    const { done, hang, emit, clock } = scene();
    emit('unresponsive');
    emit('unresponsive');
    expect(hang).toHaveLength(1);
    hang[0]?.answer('wait');
    await settled();
    await clock.advance(29_999);
    expect(hang).toHaveLength(1);
    await clock.advance(1);
    expect(hang).toHaveLength(2);
    expect(done).toEqual([]);
  });

  it('is asked about no more when it answers again', async () => {
    const { done, hang, emit, clock } = scene();
    emit('unresponsive');
    emit('responsive');
    expect(hang[0]?.signal.aborted).toBe(true);
    hang[0]?.answer('reload');
    await settled();
    emit('unresponsive');
    hang[1]?.answer('wait');
    await settled();
    emit('responsive');
    await clock.advance(100_000);
    expect([hang.length, done]).toEqual([2, []]);
  });

  it('is asked about no more when it ends by itself', async () => {
    const { done, hang, emit, gone } = scene();
    emit('unresponsive');
    await gone();
    expect(hang[0]?.signal.aborted).toBe(true);
    hang[0]?.answer('reload');
    await settled();
    expect(done).toEqual(['left', 'reload']);
  });
});
