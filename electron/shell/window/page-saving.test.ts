import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../platform/clock-fake.ts';
import { closeWhenSaved, PageSaving, type SavedOutcome } from './page-saving.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function scene(hears = true) {
  const clock = fakeClock();
  const asked: string[] = [];
  const saving = new PageSaving<string>({
    clock,
    ask: (contents) => {
      asked.push(contents);
      return hears;
    },
  });
  return { clock, asked, saving };
}

describe('C1 a page that is about to close', () => {
  it('is asked once, and its answer counts', async () => {
    const { asked, saving } = scene();
    const outcomes = Promise.all([saving.save('a'), saving.save('a'), saving.save('b')]);
    saving.answered('b', 'failed');
    saving.answered('a', 'saved');
    expect(await outcomes).toEqual(['saved', 'saved', 'failed']);
    expect(asked).toEqual(['a', 'b']);
  });

  it('is asked again the next time', async () => {
    const { asked, saving } = scene();
    for (const outcome of ['failed', 'saved'] as const) {
      const saved = saving.save('a');
      saving.answered('a', outcome);
      expect(await saved).toBe(outcome);
    }
    expect(asked).toEqual(['a', 'a']);
  });

  it('is not waited for where it is not there, ends, or does not answer', async () => {
    expect(await scene(false).saving.save('a')).toBe('saved');
    const { clock, saving } = scene();
    const ended = saving.save('a');
    saving.left('a');
    expect(await ended).toBe('saved');
    const silent = saving.save('b');
    await clock.advance(3_000);
    expect(await silent).toBe('saved');
  });
});

class FakeWindow extends EventEmitter {
  closed = 0;
  isDestroyed = () => this.closed > 0;
  close = () => {
    let held = false;
    this.emit('close', { preventDefault: () => (held = true) });
    if (!held) this.closed += 1;
  };
}

describe('C1 a window that is closed', () => {
  const closing = (quitting = false) => {
    const window = new FakeWindow();
    const answers: ((outcome: SavedOutcome) => void)[] = [];
    closeWhenSaved(
      window,
      () => new Promise((done) => answers.push(done)),
      () => quitting,
    );
    return { window, answers };
  };

  it('waits for its page, whatever is clicked meanwhile', async () => {
    const { window, answers } = closing();
    window.close();
    window.close();
    expect([window.closed, answers.length]).toEqual([0, 1]);
    answers[0]?.('saved');
    await settled();
    expect(window.closed).toBe(1);
  });

  it('stays open where its page could not save, and asks again when it is closed again', async () => {
    const { window, answers } = closing();
    window.close();
    answers[0]?.('failed');
    await settled();
    expect(window.closed).toBe(0);
    window.close();
    answers[1]?.('saved');
    await settled();
    expect(window.closed).toBe(1);
  });

  it('does not wait while Heron quits: its page has saved before', () => {
    const { window, answers } = closing(true);
    window.close();
    expect([window.closed, answers.length]).toEqual([1, 0]);
  });
});
