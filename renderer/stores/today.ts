import { useSyncExternalStore } from 'react';

/** The start of the day, milliseconds since the epoch, local time. */
function startOfDay(): number {
  return new Date().setHours(0, 0, 0, 0);
}

/** Looks each minute: a timer until midnight would sleep with the computer. */
function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, 60_000);
  return () => clearInterval(timer);
}

/** What "today" is: the day's start. Draws its component again when the day ends. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, startOfDay);
}
