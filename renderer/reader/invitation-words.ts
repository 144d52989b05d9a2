import type { EventTime, Invitation, Recurrence } from '../../shared/invitation.ts';
import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

interface Clock {
  readonly locale?: string;
  /** The user's time zone; the computer's where it is left out. */
  readonly timeZone?: string;
}

/** When the event takes place on the user's clock: "Tuesday, 1 December 2026, 10:00 – 11:30". Null where that is not known. */
export function timeInWords({ start, end }: Pick<Invitation, 'start' | 'end'>, clock: Clock = {}): string | null {
  if (start === null) return null;
  const format = formatOf(start.kind === 'date', clock);
  const from = momentOf(start);
  const to = end === null || end.kind !== start.kind ? null : lastOf(end);
  return to === null || to <= from ? format.format(from) : format.formatRange(from, to);
}

/** The organiser's clock where it shows another time than the user's: "10:00 (Europe/Berlin)"; else null. */
export function timeThere(
  { start }: Pick<Invitation, 'start'>,
  { locale = localeOf(language()), timeZone }: Clock = {},
): string | null {
  if (start?.kind !== 'time' || start.zone === null || start.clock === null || start.zone === 'UTC') return null;
  const own = new Date(start.at);
  const there = new Date(`${start.clock}Z`);
  const words = (time: Date, zone: string | undefined): string =>
    new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      ...(zone === undefined ? {} : { timeZone: zone }),
    }).format(time);
  const said = words(there, 'UTC');
  return said === words(own, timeZone) ? null : texts().invitation.there(said, start.zone);
}

/** How often it takes place: "Every 2 weeks on Tuesday and Thursday, 10 times". */
export function recurrenceInWords(
  recurrence: Recurrence,
  { locale = localeOf(language()), timeZone }: Clock = {},
): string {
  const words = texts().invitation;
  if (recurrence.kind === 'other') return words.irregular;
  const { frequency, interval, days, count, until } = recurrence;
  const every = words.every[frequency](interval);
  const named =
    days.length === 0
      ? every
      : words.onDays(
          every,
          days.map((day) => weekday(day, locale)),
        );
  if (count !== null) return words.times(named, count);
  if (until === null) return named;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', ...(timeZone ? { timeZone } : {}) }).format(until);
  return words.untilDay(named, day);
}

const monday = Date.UTC(2026, 10, 30);
const order = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

function weekday(day: string, locale: string): string {
  const time = monday + order.indexOf(day) * 86_400_000;
  return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(time);
}

function formatOf(isDate: boolean, { locale = localeOf(language()), timeZone }: Clock): Intl.DateTimeFormat {
  const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  if (isDate) return new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' });
  return new Intl.DateTimeFormat(locale, {
    ...day,
    hour: 'numeric',
    minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  });
}

function momentOf(time: EventTime): number {
  return time.kind === 'time' ? time.at : Date.parse(`${time.date}T00:00:00Z`);
}

/** The end of a whole day is the day after it (RFC 5545 section 3.6.1). */
function lastOf(end: EventTime): number {
  return end.kind === 'time' ? end.at : momentOf(end) - 86_400_000;
}
