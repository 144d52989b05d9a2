import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

export interface SendTime {
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const eveningHour = 18;
const morningHour = 8;

/** The times that "Send later" offers at `now`, the earliest first; none is in the past, and none twice. */
export function sendTimes(now: number): SendTime[] {
  const words = texts().compose.later;
  const at = (days: number, hour: number): number => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date.getTime();
  };
  const untilMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const evening = at(0, eveningHour);
  const tomorrow = at(1, morningHour);
  const monday = at(untilMonday, morningHour);
  return [
    { label: words.inHour, at: now + 3_600_000 },
    ...(evening > now + 3_600_000 ? [{ label: words.evening(timeOf(evening)), at: evening }] : []),
    { label: words.tomorrow(timeOf(tomorrow)), at: tomorrow },
    ...(monday === tomorrow ? [] : [{ label: words.monday(timeOf(monday)), at: monday }]),
  ];
}

/** "18:00" as the language writes it. */
function timeOf(at: number): string {
  return new Date(at).toLocaleTimeString(localeOf(language()), { hour: 'numeric', minute: '2-digit' });
}

/** "Mon 30 November, 08:00" as the language writes it. */
export function dayAndTime(at: number): string {
  return new Date(at).toLocaleString(localeOf(language()), {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  });
}
