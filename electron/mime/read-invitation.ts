import { convertIcsCalendar, type IcsDuration, type IcsEvent, type IcsRecurrenceRule } from 'ts-ics';
import type { EventTime, Invitation, ParticipationStatus, Recurrence } from '../../shared/invitation.ts';
import { cleanText } from '../mail/clean-text.ts';
import { type ContentLine, type EventLines, firstEvent, unescaped } from './calendar-lines.ts';

/** Of more people than these only the number is told. */
const mostPeople = 200;
const longestTitle = 300;
const longestPlace = 300;
const longestUid = 1_000;
const longestLine = 1_000;

const methods = ['request', 'cancel', 'reply'] as const;
const statuses: ReadonlySet<string> = new Set(['needs-action', 'accepted', 'declined', 'tentative', 'delegated']);
const days: ReadonlySet<string> = new Set(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);

/**
 * Reads the first event of a calendar (RFC 5545) that came by mail (RFC 6047). What cannot be read of it is left out. Recurrences are described and
 * never expanded. For the MIME worker, which can be ended: a hostile calendar may take the parser any time. Throws for what is no calendar.
 * @returns null where there is no event with a UID
 */
export function readInvitation(text: string): Invitation | null {
  const found = firstEvent(text);
  if (found === null) return null;
  const { event } = found;
  const first = (name: string): ContentLine | null => event.find((line) => line.name === name) ?? null;
  const timing = timingOf(found);
  const method = cleanText(found.method, 20).toLowerCase();
  const attendees = event.filter(({ name }) => name === 'ATTENDEE');
  const start = timeOf(first('DTSTART'), timing.start?.date);
  return {
    method: methods.find((known) => known === method) ?? 'other',
    uid: textOf(first('UID'), longestUid),
    sequence: Math.max(0, Math.trunc(Number(first('SEQUENCE')?.value) || 0)),
    recurrenceId: repeatable(first('RECURRENCE-ID')),
    title: textOf(first('SUMMARY'), longestTitle),
    place: textOf(first('LOCATION'), longestPlace),
    start,
    end: timeOf(first('DTEND'), timing.end?.date) ?? afterDuration(start, timing.duration),
    organiser: personOf(first('ORGANIZER')),
    attendees: attendees.slice(0, mostPeople).flatMap((line) => {
      const person = personOf(line);
      return person === null ? [] : [{ ...person, status: statusOf(line) }];
    }),
    attendeeCount: attendees.length,
    recurrence: recurrenceOf(event, timing.recurrenceRule),
  };
}

type Timing = Partial<Pick<IcsEvent, 'start' | 'end' | 'duration' | 'recurrenceRule'>>;

/**
 * Times by the calendar's own zones or the system's, durations and rules. ts-ics 2.4.6 gets those lines only: it cuts a quoted name at a
 * semicolon, and reads names in upper case only.
 */
function timingOf({ zones, event }: EventLines): Timing {
  const told = ['DTSTART', 'DTEND', 'DURATION', 'RRULE'].flatMap((name) => {
    const line = event.find((each) => each.name === name);
    return line === undefined ? [] : [`${name}${line.line.slice(name.length)}`];
  });
  const lines = ['BEGIN:VCALENDAR', ...zones, 'BEGIN:VEVENT', 'UID:1', ...told, 'END:VEVENT', 'END:VCALENDAR', ''];
  try {
    return convertIcsCalendar(undefined, lines.join('\r\n')).events?.[0] ?? {};
  } catch {
    return {};
  }
}

function textOf(line: ContentLine | null, max: number): string {
  return line === null ? '' : cleanText(unescaped(line.value), max);
}

/** The property as it stands in the calendar, on one line, so that an answer can repeat it; null where it is missing. */
function repeatable(found: ContentLine | null): string | null {
  if (found === null) return null;
  return found.line.length <= longestLine && !/\p{Cc}/u.test(found.line) ? found.line : null;
}

/** @param moment as the time zones have it; not used where the time needs none */
function timeOf(line: ContentLine | null, moment: Date | undefined): EventTime | null {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/i.exec(line?.value.trim() ?? '');
  if (line === null || match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = [match[1], match[2], match[3]].join('-');
  // A day that the calendar does not have becomes another one.
  if (year < 1 || !new Date(asUtc).toISOString().startsWith(date)) return null;
  if (match[4] === undefined) return { kind: 'date', date };
  const clock = `${date}T${match[4]}:${match[5]}`;
  if (match[7] !== '') return { kind: 'time', at: asUtc, clock, zone: 'UTC' };
  const zone = cleanText(line.parameters.get('TZID') ?? '', 100) || null;
  // Without a zone it is that time wherever the user is.
  const at = zone === null ? undefined : moment?.getTime();
  const local = new Date(year, month - 1, day, hour, minute, second).getTime();
  return { kind: 'time', at: at !== undefined && Number.isFinite(at) ? at : local, clock, zone };
}

function afterDuration(start: EventTime | null, duration: IcsDuration | null | undefined): EventTime | null {
  if (start?.kind !== 'time' || !duration || duration.before === true) return null;
  const { weeks = 0, days: daysLong = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
  const long = (((weeks * 7 + daysLong) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return Number.isFinite(long) && long > 0 ? { ...start, at: start.at + long * 1_000, clock: null } : null;
}

function personOf(line: ContentLine | null): { name: string; address: string } | null {
  if (line === null) return null;
  const address = cleanText(line.value, 400).replace(/^mailto:/i, '');
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) return null;
  return { name: cleanText(line.parameters.get('CN') ?? '', 200), address };
}

function statusOf({ parameters }: ContentLine): ParticipationStatus {
  const status = cleanText(parameters.get('PARTSTAT') ?? '', 40).toLowerCase();
  return statuses.has(status) ? (status as ParticipationStatus) : 'needs-action';
}

/** In words only where it is simple: every so many days, weeks, months or years. */
function recurrenceOf(event: readonly ContentLine[], rule: IcsRecurrenceRule | undefined): Recurrence | null {
  const count = (name: string): number => event.filter((line) => line.name === name).length;
  const rules = count('RRULE');
  const isMore = count('RDATE') > 0;
  if (rules === 0) return isMore ? { kind: 'other' } : null;
  if (rules > 1 || isMore || rule === undefined) return { kind: 'other' };
  const { frequency: given, interval, byDay = [], count: times, until, workweekStart: _start, ...further } = rule;
  const frequency = (['daily', 'weekly', 'monthly', 'yearly'] as const).find((known) => known === given?.toLowerCase());
  const isWeekly = frequency === 'weekly' && byDay.every(({ day, occurrence }) => days.has(day) && !occurrence);
  const isSimple = Object.keys(further).length === 0 && (byDay.length === 0 || isWeekly);
  if (frequency === undefined || !isSimple) return { kind: 'other' };
  const end = until?.date.getTime();
  return {
    kind: 'simple',
    frequency,
    interval: Math.max(1, Math.trunc(Number(interval) || 1)),
    days: byDay.slice(0, 7).map(({ day }) => day),
    count: Number.isSafeInteger(times) && Number(times) > 0 ? Number(times) : null,
    until: end !== undefined && Number.isFinite(end) ? end : null,
  };
}
