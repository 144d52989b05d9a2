import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { Invitation } from '../../shared/invitation.ts';
import { calendarReply } from './calendar-reply.ts';

const invitation: Invitation = {
  method: 'request',
  uid: '1;2,3@contoso.test',
  sequence: 4,
  recurrenceId: 'RECURRENCE-ID;TZID=Europe/Berlin:20261201T100000',
  title: 'Über die Lampe, und wer sie zahlt; ein sehr langer Titel, der mehr als fünfundsiebzig Oktette hat',
  place: '',
  start: null,
  end: null,
  organiser: { name: 'Grace', address: 'grace@navy.test' },
  attendees: [],
  attendeeCount: 0,
  recurrence: null,
};

describe('calendarReply (RFC 5546 section 3.2.3)', () => {
  it('is read by another program as what it says, in lines of at most 75 octets', () => {
    const text = calendarReply(invitation, 'tentative', { name: 'Ada "L"', address: 'ada@contoso.test' }, 0);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const calendar = new ICAL.Component(ICAL.parse(text));
    const event = calendar.getFirstSubcomponent('vevent');
    expect(calendar.getFirstPropertyValue('method')).toBe('REPLY');
    expect(event?.getFirstPropertyValue('uid')).toBe(invitation.uid);
    expect(event?.getFirstPropertyValue('summary')).toBe(invitation.title);
    expect(event?.getFirstPropertyValue('sequence')).toBe(4);
    expect(event?.getFirstPropertyValue('organizer')).toBe('mailto:grace@navy.test');
    expect(event?.getFirstPropertyValue('attendee')).toBe('mailto:ada@contoso.test');
    expect(event?.getFirstProperty('attendee')?.getFirstParameter('partstat')).toBe('TENTATIVE');
    expect(event?.getFirstProperty('recurrence-id')?.getFirstParameter('tzid')).toBe('Europe/Berlin');
    expect(event?.getAllProperties('attendee')).toHaveLength(1);
  });

  it('lets nothing of an invitation begin a line of its own', () => {
    const evil = { ...invitation, uid: 'a\r\nATTENDEE:mailto:x@y.test', title: 'b\nEND:VEVENT', recurrenceId: null };
    const text = calendarReply(evil, 'accepted', { name: 'A\r\nB', address: 'a@b.test\r\nX:1' }, 0);
    expect(text.split('\r\n').filter((line) => /^(?:ATTENDEE:|END:VEVENT|B$|X:1)/.test(line))).toEqual(['END:VEVENT']);
  });
});
