import { useSyncExternalStore } from 'react';

/** Seconds since the epoch, counted while somebody looks. */
let second = Math.floor(Date.now() / 1000);

function subscribe(changed: () => void): () => void {
  const timer = setInterval(() => {
    second = Math.floor(Date.now() / 1000);
    changed();
  }, 250);
  return () => clearInterval(timer);
}

function snapshot(): number {
  return second;
}

/** The time in whole seconds since the epoch; draws its component again each second. */
export function useSecond(): number {
  return useSyncExternalStore(subscribe, snapshot);
}

/** What is left until `at` (milliseconds since the epoch) as "14:05"; "0:00" afterwards. */
export function timeLeft(at: number, nowSecond: number): string {
  const left = Math.max(0, Math.ceil(at / 1000) - nowSecond);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}
