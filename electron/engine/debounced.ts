import type { Clock } from '../platform/clock.ts';

/** Runs `act` once for all calls within `ms`: `ms` after the first of them. */
export function debounced(clock: Clock, ms: number, act: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    clock.after(ms, () => {
      isWaiting = false;
      act();
    });
  };
}
