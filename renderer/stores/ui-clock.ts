import { useEffect, useState, useSyncExternalStore } from 'react';
import { localeOf } from '../../shared/texts/format.ts';
import { language } from '../../shared/texts/texts.ts';

/** Seconds since the epoch, counted while somebody looks. */
let second = Math.floor(Date.now() / 1000);

function subscribe(changed: () => void): () => void {
  const tick = () => {
    second = Math.floor(Date.now() / 1000);
    changed();
  };
  // At once: nobody may have looked for minutes, and a code would begin with more time than it has.
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

/** What is left until `at` (milliseconds since the epoch) as "14:05"; "0:00" afterwards. */
export function timeLeft(at: number, nowSecond: number): string {
  // Rounded down, so that fifteen minutes never begin as 15:01.
  const left = Math.max(0, Math.floor(at / 1000) - nowSecond);
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

/** A time of day as the language writes it: "14:05" or "2:05 PM". */
export function clockTime(at: number): string {
  return new Date(at).toLocaleTimeString(localeOf(language()), { hour: 'numeric', minute: '2-digit' });
}

/** Whether the component has been there for so long; milliseconds. */
export function useThere(ms: number): boolean {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setThere(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return there;
}
