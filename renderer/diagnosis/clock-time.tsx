import { clockTime } from '../stores/ui-clock.ts';

/** A time of day (milliseconds since the epoch), as the language writes it. */
export function ClockTime({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{clockTime(at)}</time>;
}
