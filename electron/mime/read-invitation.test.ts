import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { readInvitation } from './read-invitation.ts';

const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', 'UID:1@contoso.test', 'SUMMARY:Review', ...lines, 'END:VEVENT'].join('\r\n');
const calendar = (body: string, method = 'REQUEST') =>
  `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:${method}\r\n${body}\r\nEND:VCALENDAR\r\n`;
const read = (...lines: string[]) => readInvitation(calendar(event(...lines)));

describe('readInvitation', () => {
  it('reads who, when, where and how often', () => {
    const found = readInvitation(
      calendar(
        [
          'BEGIN:VTIMEZONE',
          'TZID:W. Europe Standard Time',
          'BEGIN:STANDARD',
          'DTSTART:16010101T030000',
          'TZOFFSETFROM:+0200',
          'TZOFFSETTO:+0100',
          'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10',
          'END:STANDARD',
          'BEGIN:DAYLIGHT',
          'DTSTART:16010101T020000',
          'TZOFFSETFROM:+0100',
          'TZOFFSETTO:+0200',
          'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3',
          'END:DAYLIGHT',
          'END:VTIMEZONE',
          event(
            'DTSTART;TZID=W. Europe Standard Time:20261201T100000',
            'DTEND;TZID=W. Europe Standard Time:20261201T113000',
            'LOCATION:Room 7\\, second floor',
            'SEQUENCE:2',
            'ORGANIZER;CN=Grace Hopper:mailto:grace@navy.test',
            'ATTENDEE;CN=Ada;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:MAILTO:ada@con',
            ' toso.test',
            'ATTENDEE;PARTSTAT=ACCEPTED:mailto:alan@contoso.test',
            'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=10',
          ),
        ].join('\r\n'),
      ),
    );
    expect(found).toEqual({
      method: 'request',
      uid: '1@contoso.test',
      sequence: 2,
      recurrenceId: null,
      title: 'Review',
      place: 'Room 7, second floor',
      start: {
        kind: 'time',
        at: Date.UTC(2026, 11, 1, 9),
        clock: '2026-12-01T10:00',
        zone: 'W. Europe Standard Time',
      },
      end: {
        kind: 'time',
        at: Date.UTC(2026, 11, 1, 10, 30),
        clock: '2026-12-01T11:30',
        zone: 'W. Europe Standard Time',
      },
      organiser: { name: 'Grace Hopper', address: 'grace@navy.test' },
      attendees: [
        { name: 'Ada', address: 'ada@contoso.test', status: 'needs-action' },
        { name: '', address: 'alan@contoso.test', status: 'accepted' },
      ],
      attendeeCount: 2,
      recurrence: { kind: 'simple', frequency: 'weekly', interval: 2, days: ['TU', 'TH'], count: 10, until: null },
    });
  });

  it.each([
    ['DTSTART:20261201T100000Z', Date.UTC(2026, 11, 1, 10)],
    ['DTSTART;TZID=America/New_York:20260701T100000', Date.UTC(2026, 6, 1, 14)],
    ['DTSTART;TZID=Europe/Berlin:20261201T100000', Date.UTC(2026, 11, 1, 9)],
  ])('knows the moment of %s', (line, at) => {
    expect(read(line)?.start).toMatchObject({ kind: 'time', at });
  });

  it('reads whole days, durations, cancellations and answers', () => {
    expect(read('DTSTART;VALUE=DATE:20261224')?.start).toEqual({ kind: 'date', date: '2026-12-24' });
    expect(read('DTSTART:20261201T100000Z', 'DURATION:PT45M')?.end).toMatchObject({
      at: Date.UTC(2026, 11, 1, 10, 45),
    });
    expect(readInvitation(calendar(event(), 'CANCEL'))?.method).toBe('cancel');
    expect(readInvitation(calendar(event(), 'X-UNKNOWN'))?.method).toBe('other');
    expect(read('RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000')?.recurrenceId).toBe(
      'RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000',
    );
  });

  it('reads names as they are written: quoted with any sign, encoded, in any case, and not those of an alarm', () => {
    const found = read(
      'BEGIN:VALARM',
      'LOCATION:Alarm',
      'END:VALARM',
      'organizer;cn="Hopper; Grace: Navy":mailto:grace@navy.test',
      "ATTENDEE;CN=Ada ^'Countess^' Lovelace:mailto:ada@contoso.test",
      'location:Here',
      'dtstart:20261201T100000Z',
    );
    expect(found).toMatchObject({
      place: 'Here',
      organiser: { name: 'Hopper; Grace: Navy', address: 'grace@navy.test' },
      attendees: [{ name: 'Ada "Countess" Lovelace' }],
      start: { at: Date.UTC(2026, 11, 1, 10) },
    });
  });

  it('has the moments of a zone that the calendar describes as ical.js has them, in each month', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Eastern Standard Time',
      'BEGIN:STANDARD',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:-0400',
      'TZOFFSETTO:-0500',
      'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
    ];
    for (let month = 1; month <= 12; month += 1) {
      for (const day of ['01', '09', '28']) {
        const line = `DTSTART;TZID=Eastern Standard Time:2026${String(month).padStart(2, '0')}${day}T103000`;
        const text = calendar([...zone, event(line)].join('\r\n'));
        const judge = new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent');
        const time = judge?.getFirstPropertyValue('dtstart');
        if (!(time instanceof ICAL.Time)) throw new Error('The judge reads no time.');
        expect(readInvitation(text)?.start).toMatchObject({ at: time.toJSDate().getTime() });
      }
    }
  });

  it.each([
    'RRULE:FREQ=MONTHLY;BYDAY=2TU',
    'RRULE:FREQ=SECONDLY',
    'RRULE:FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO;BYSETPOS=-1',
    'RRULE:nonsense',
    'RDATE:20261201T100000Z',
  ])('leaves %s to another program', (line) => {
    expect(read('DTSTART:20261201T100000Z', line)?.recurrence).toEqual({ kind: 'other' });
  });

  it('is plain where the calendar is broken or hostile', () => {
    expect(read()).toMatchObject({ title: 'Review', start: null, end: null, organiser: null });
    expect(read('DTSTART:yesterday', 'DTEND:99999999T999999', 'ORGANIZER:javascript:alert(1)')).toMatchObject({
      organiser: null,
    });
    expect(read('DTSTART:20261201T100000Z', 'DURATION:-PT5M')?.end).toBeNull();
    expect(readInvitation(calendar('BEGIN:VTODO\r\nUID:1\r\nEND:VTODO'))).toBeNull();
    expect(() => readInvitation('no calendar')).toThrow();
    const many = Array.from({ length: 10_000 }, (_, index) => `ATTENDEE:mailto:a${index}@contoso.test`);
    const crowded = read('DTSTART:20261201T100000Z', ...many);
    expect([crowded?.attendees.length, crowded?.attendeeCount]).toEqual([200, 10_000]);
    expect(read(`SUMMARY:${'a'.repeat(100_000)}`, 'LOCATION:a\\nb\\u202e')?.place).not.toMatch(/\n/);
  });
});
