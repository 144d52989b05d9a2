import { afterEach, beforeEach, vi } from 'vitest';

/**
 * In the window's tests time stands still: a timer runs when a test lets time pass, never because the machine was slow enough. So what the
 * window does after a click or key has to be done without one, and an order that depends on a timer shows itself on every machine.
 */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame'] });
});
afterEach(() => {
  vi.useRealTimers();
});
