import { useEffect, useState, useSyncExternalStore } from 'react';
import { localeOf } from '../../shared/texts/format.ts';
import { language } from '../../shared/texts/texts.ts';

/** Seconds since the epoch; kept up to date only while a component is subscribed. */
let second = Math.floor(Date.now() / 1000);

function subscribe(changed: () => void): () => void {
  const tick = () => {
    second = Math.floor(Date.now() / 1000);
    changed();
  };
  // Updated at once: without a subscriber the value is out of date, and a code would seem to last longer than it does.
  tick();
  const timer = setInterval(tick, 250);
  return () => clearInterval(timer);
}

function snapshot(): number {
  return second;
}

/** The time in whole seconds since the epoch; draws its component again each second. */
export function useSecond(): number {
  return useSyncExternalStore(subscribe, snapshot);
}

/** The time left until `at` (milliseconds since the epoch) as "14:05"; "0:00" once it has passed. */
export function timeLeft(at: number, nowSecond: number): string {
  // Rounded down, so that fifteen minutes never begin as 15:01.
  const left = Math.max(0, Math.floor(at / 1000) - nowSecond);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** A time of day as the language writes it: "14:05" or "2:05 PM". */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(localeOf(language()), { hour: 'numeric', minute: '2-digit' });
}

/** A moment: today's by its time, any other with its date. */
export function dayTime(at: number): string {
  const date = new Date(at);
  if (date.toDateString() === new Date().toDateString()) return clockTime(at);
  return date.toLocaleString(localeOf(language()), { dateStyle: 'short', timeStyle: 'short' });
}

/** Whether the component has been mounted for `ms` milliseconds. */
export function useThere(ms: number): boolean {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return there;
}
