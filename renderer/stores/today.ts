import { useSyncExternalStore } from 'react';

/** The start of the day, milliseconds since the epoch, local time. */
function startOfDay(): number {
  return new Date().setHours(0, 0, 0, 0);
}

/** Checks every minute, because a timer until midnight would stop while the computer sleeps. */
function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, 60_000);
  return () => clearInterval(timer);
}

/** The start of the present day; draws its component again when the day changes. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, startOfDay);
}
