import ICAL from 'ical.js';
import type { EventTime, Invitation, ParticipationStatus, Recurrence } from '../../shared/invitation.ts';
import { cleanText } from '../mail/clean-text.ts';

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
 * never expanded. For the MIME worker, which can be ended: a hostile calendar may take the parser any time.
 * @returns null where there is no event with a UID
 */
export function readInvitation(text: string): Invitation | null {
  const parsed: unknown = ICAL.parse(text.replaceAll(/\r?\n|\r/g, '\r\n'));
  const roots = Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed];
  for (const root of roots) {
    const calendar = new ICAL.Component(root);
    const event = calendar.getFirstSubcomponent('vevent');
    const uid = oneLine(propertyValue(event, 'uid'), longestUid);
    if (event === null || uid === '') continue;
    return readEvent(calendar, event, uid);
  }
  return null;
}

function readEvent(calendar: ICAL.Component, event: ICAL.Component, uid: string): Invitation {
  const method = oneLine(propertyValue(calendar, 'method'), 20).toLowerCase();
  const attendees = event.getAllProperties('attendee');
  const start = timeOf(event, 'dtstart');
  return {
    method: methods.find((known) => known === method) ?? 'other',
    uid,
    sequence: Math.max(0, Math.trunc(Number(propertyValue(event, 'sequence')) || 0)),
    recurrenceId: lineOf(event, 'recurrence-id'),
    title: oneLine(propertyValue(event, 'summary'), longestTitle),
    place: oneLine(propertyValue(event, 'location'), longestPlace),
    start,
    end: timeOf(event, 'dtend') ?? (start === null ? null : afterDuration(event)),
    organiser: personOf(event.getFirstProperty('organizer')),
    attendees: attendees.slice(0, mostPeople).flatMap((property) => {
      const person = personOf(property);
      return person === null ? [] : [{ ...person, status: statusOf(property) }];
    }),
    attendeeCount: attendees.length,
    recurrence: recurrenceOf(event),
  };
}

/** What a property says; null where it is missing or cannot be read. */
function propertyValue(component: ICAL.Component | null, name: string): unknown {
  try {
    return component?.getFirstPropertyValue(name) ?? null;
  } catch {
    return null;
  }
}

function oneLine(value: unknown, max: number): string {
  return value === null || value === undefined || typeof value === 'object' ? '' : cleanText(String(value), max);
}

/** The property as it stands in the calendar, on one line, so that an answer can repeat it; null where it is missing. */
function lineOf(component: ICAL.Component, name: string): string | null {
  try {
    const line =
      component
        .getFirstProperty(name)
        ?.toICALString()
        .replaceAll(/\r?\n[ \t]/g, '') ?? null;
    return line !== null && line.length <= longestLine && !/\p{Cc}/u.test(line) ? line : null;
  } catch {
    return null;
  }
}

function timeOf(component: ICAL.Component, name: string): EventTime | null {
  const property = component.getFirstProperty(name);
  const value = propertyValue(component, name);
  if (property === null || !(value instanceof ICAL.Time)) return null;
  const { year, month, day, hour, minute, second } = value;
  if (![year, month, day].every(Number.isFinite) || year < 1 || year > 9999) return null;
  const date = [String(year).padStart(4, '0'), two(month), two(day)].join('-');
  if (value.isDate) return { kind: 'date', date };
  const zone = oneLine(property.getFirstParameter('tzid'), 100) || null;
  const clock = `${date}T${two(hour)}:${two(minute)}`;
  const isFloating = value.zone === ICAL.Timezone.localTimezone;
  // A zone that the calendar does not describe may be one of the system's (IANA).
  const at = isFloating && zone !== null ? inZone(Date.UTC(year, month - 1, day, hour, minute, second), zone) : null;
  const time = at ?? value.toJSDate().getTime();
  return Number.isFinite(time) ? { kind: 'time', at: time, clock, zone: zone ?? (isFloating ? null : 'UTC') } : null;
}

/** The moment at which clocks in a zone show this time, given as if it were UTC; null for a zone that the system does not know. */
function inZone(asUtc: number, zone: string): number | null {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const shownAt = (time: number): number => {
      const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
      const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
      return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    };
    // Twice, since the offset may be another one at the first result.
    const first = asUtc - (shownAt(asUtc) - asUtc);
    return first - (shownAt(first) - asUtc);
  } catch {
    return null;
  }
}

function afterDuration(event: ICAL.Component): EventTime | null {
  const start = propertyValue(event, 'dtstart');
  const duration = propertyValue(event, 'duration');
  const from = timeOf(event, 'dtstart');
  if (!(start instanceof ICAL.Time) || !(duration instanceof ICAL.Duration) || from?.kind !== 'time') return null;
  const seconds = duration.toSeconds();
  return Number.isFinite(seconds) && seconds > 0 ? { ...from, at: from.at + seconds * 1_000, clock: null } : null;
}

function personOf(property: ICAL.Property | null): { name: string; address: string } | null {
  if (property === null) return null;
  const address = oneLine(property.getFirstValue(), 400).replace(/^mailto:/i, '');
  if (!/^[^\s@<>]+@[^\s@<>]+$/.test(address)) return null;
  return { name: oneLine(property.getFirstParameter('cn'), 200), address };
}

function statusOf(property: ICAL.Property): ParticipationStatus {
  const status = oneLine(property.getFirstParameter('partstat'), 40).toLowerCase();
  return statuses.has(status) ? (status as ParticipationStatus) : 'needs-action';
}

/** In words only where it is simple: every so many days, weeks, months or years. */
function recurrenceOf(event: ICAL.Component): Recurrence | null {
  if (event.getFirstProperty('rrule') === null)
    return event.getFirstProperty('rdate') === null ? null : { kind: 'other' };
  const rule = propertyValue(event, 'rrule');
  if (!(rule instanceof ICAL.Recur) || event.getAllProperties('rrule').length > 1) return { kind: 'other' };
  const frequency = (['daily', 'weekly', 'monthly', 'yearly'] as const).find(
    (known) => known === rule.freq?.toLowerCase(),
  );
  const parts: Readonly<Record<string, readonly unknown[]>> = rule.parts;
  const named = Object.keys(parts);
  const byDay = (parts['BYDAY'] ?? []).map(String);
  const isSimple =
    named.length === 0 || (frequency === 'weekly' && named.join() === 'BYDAY' && byDay.every((day) => days.has(day)));
  if (frequency === undefined || !isSimple || event.getFirstProperty('rdate') !== null) return { kind: 'other' };
  const until = rule.until instanceof ICAL.Time ? rule.until.toJSDate().getTime() : null;
  return {
    kind: 'simple',
    frequency,
    interval: Math.max(1, Math.trunc(Number(rule.interval) || 1)),
    days: byDay.slice(0, 7) as Extract<Recurrence, { kind: 'simple' }>['days'],
    count: Number.isSafeInteger(rule.count) && Number(rule.count) > 0 ? Number(rule.count) : null,
    until: until !== null && Number.isFinite(until) ? until : null,
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
