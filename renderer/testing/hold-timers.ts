import { afterEach, beforeEach, vi } from 'vitest';

/**
 * In the window's tests time stands still: a timer runs only when a test advances the time, never because the machine
 * was slow. So what the window does after a click or key must not need a timer, and an order that depends on one fails
 * on every machine.
 */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame'] });
});
afterEach(() => {
  vi.useRealTimers();
});
