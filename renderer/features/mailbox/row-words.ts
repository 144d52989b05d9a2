import type { Address, MessageRow } from '../../../shared/mail.ts';

const time = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const wholeDate = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' });

/** A row's date: today the time, this year day and month, else the date. @param now milliseconds since the epoch */
export function rowDate(receivedAt: number, now: number): string {
  const date = new Date(receivedAt);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return time.format(date);
  return date.getFullYear() === today.getFullYear() ? dayAndMonth.format(date) : wholeDate.format(date);
}

/** Whom a row names: the other side of the message. */
export function correspondent(row: MessageRow, recipient: boolean): string {
  const { name, address }: Address = recipient ? row.to : row.from;
  return name.trim() || address || (recipient ? 'No recipient' : 'Unknown sender');
}

/** The subject, or the words in its place. */
export function subjectOf(row: MessageRow): string {
  return row.subject.trim() || 'No subject';
}

/** A row's accessible name: "Ada Lovelace, Minutes, 14:05, unread, has attachments". */
export function rowName(row: MessageRow, recipient: boolean, now: number): string {
  const parts = [correspondent(row, recipient), subjectOf(row), rowDate(row.receivedAt, now)];
  if (!row.seen) parts.push('unread');
  if (row.flagged) parts.push('flagged');
  if (row.answered) parts.push('answered');
  if (row.hasAttachments) parts.push('has attachments');
  return parts.join(', ');
}

/** A number as people read it: 12,000. */
export function inWords(count: number): string {
  return count.toLocaleString();
}
