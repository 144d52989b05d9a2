import type { Invitation, InvitationAnswer } from '../../shared/invitation.ts';
import type { Address } from '../../shared/mail.ts';

/** RFC 5545 section 3.1: octets of a line, without its end. */
const longestLine = 75;

/**
 * The answer to an invitation, as a calendar with METHOD:REPLY (RFC 5546 section 3.2.3).
 * @param self who answers
 * @param now milliseconds since the epoch
 */
export function calendarReply(invitation: Invitation, answer: InvitationAnswer, self: Address, now: number): string {
  const { organiser, uid, sequence, recurrenceId, title } = invitation;
  const lines = [
    'BEGIN:VCALENDAR',
    'PRODID:-//Heron//Heron mail//EN',
    'VERSION:2.0',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${text(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${stamp(now)}`,
    ...(recurrenceId === null ? [] : [recurrenceId]),
    ...(organiser === null ? [] : [`ORGANIZER:mailto:${address(organiser)}`]),
    `ATTENDEE;PARTSTAT=${answer.toUpperCase()}${commonName(self)}:mailto:${address(self)}`,
    ...(title === '' ? [] : [`SUMMARY:${text(title)}`]),
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** RFC 5545 section 3.3.11. */
function text(value: string): string {
  return value.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\\;,]/g, '\\$&');
}

function address({ address: value }: Address): string {
  return value.replaceAll(/[\p{Cc}\s"<>]/gu, '');
}

function commonName({ name }: Address): string {
  const value = name.replaceAll(/[\p{Cc}"]+/gu, ' ').trim();
  return value === '' ? '' : `;CN="${value}"`;
}

/** "20261201T090000Z" */
function stamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Folded at 75 octets, never within a character. */
function folded(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const character of line) {
    const more = Buffer.byteLength(character);
    if (octets + more > longestLine) {
      lines.push(current);
      current = ' ';
      octets = 1;
    }
    current += character;
    octets += more;
  }
  return [...lines, current].join('\r\n');
}
