import type { Address, MessageRow } from '../../../shared/mail.ts';
import { tagName } from '../../../shared/tag-names.ts';
import { localeOf } from '../../../shared/texts/format.ts';
import { language, texts } from '../../../shared/texts/texts.ts';

interface DateFormats {
  readonly time: Intl.DateTimeFormat;
  readonly dayAndMonth: Intl.DateTimeFormat;
  readonly wholeDate: Intl.DateTimeFormat;
}

/** The formats are kept: making one takes longer than drawing a row. */
const formats = new Map<string, DateFormats>();

function dateFormats(): DateFormats {
  const locale = localeOf(language());
  const known = formats.get(locale);
  if (known) return known;
  const made = {
    time: new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }),
    dayAndMonth: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
    wholeDate: new Intl.DateTimeFormat(locale, { dateStyle: 'short' }),
  };
  formats.set(locale, made);
  return made;
}

/**
 * A row's date: today the time, then "Yesterday", this year day and month, else the date; empty when it is unknown.
 * @param now milliseconds since the epoch
 * @param underHeading a heading says the day already: of yesterday the time is told as well
 */
export function rowDate(receivedAt: number | null, now: number, underHeading = false): string {
  if (receivedAt === null) return '';
  const { time, dayAndMonth, wholeDate } = dateFormats();
  const { yesterday, today, tomorrow, year, nextYear } = boundsAt(now);
  if (receivedAt >= today && receivedAt < tomorrow) return time.format(receivedAt);
  if (receivedAt >= yesterday && receivedAt < today)
    return underHeading ? time.format(receivedAt) : texts().mailbox.list.dates.yesterday;
  return (receivedAt >= year && receivedAt < nextYear ? dayAndMonth : wholeDate).format(receivedAt);
}

let bounds = { now: Number.NaN, yesterday: 0, today: 0, tomorrow: 0, year: 0, nextYear: 0 };

/** When days and years begin around a time, milliseconds since the epoch, local time; kept, since all rows of a list are drawn for the same. */
function boundsAt(now: number): typeof bounds {
  if (bounds.now === now) return bounds;
  const date = new Date(now);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const at = (days: number): number => new Date(year, month, day + days).getTime();
  const atYear = (years: number): number => new Date(year + years, 0).getTime();
  bounds = { now, yesterday: at(-1), today: at(0), tomorrow: at(1), year: atYear(0), nextYear: atYear(1) };
  return bounds;
}

/** A time of day: "14:05". @param at milliseconds since the epoch */
export function clockTime(at: number): string {
  return dateFormats().time.format(new Date(at));
}

/** The correspondent that a row names: the recipient or the sender. */
export function correspondent(row: MessageRow, recipient: boolean): string {
  if (row.unfetched) return texts().troubles.messageShort;
  const { name, address }: Address = recipient ? row.to : row.from;
  const words = texts().mailbox.row;
  return name.trim() || address || (recipient ? words.noRecipient : words.unknownSender);
}

/** The subject, or the words in its place. */
export function subjectOf(row: MessageRow): string {
  if (row.unfetched) return texts().troubles.message;
  return row.subject.trim() || texts().mailbox.row.noSubject;
}

/**
 * A row's accessible name: "Ada Lovelace, Minutes, 14:05, in Archive, unread, has attachments".
 * @param place the name of its folder, in a list of several
 * @param account the name of its account, in a list over accounts
 * @param people whom it names, where that is more than one
 */
export function rowName(
  row: MessageRow,
  recipient: boolean,
  now: number,
  place = '',
  account = '',
  people = correspondent(row, recipient),
): string {
  const words = texts().mailbox.row;
  const date = rowDate(row.receivedAt, now);
  const count = row.conversation === undefined ? [] : [words.inConversation(row.conversation.count)];
  const parts = [people, ...count, subjectOf(row), ...(date === '' ? [] : [date])];
  if (place !== '') parts.push(texts().search.inFolder(place));
  if (account !== '') parts.push(account);
  if (row.foundOnServer) parts.push(texts().search.foundOnServer);
  if (row.foundInFile) parts.push(texts().search.foundInFile);
  if (row.markedDeleted) parts.push(words.markedDeleted);
  else if (!row.seen) parts.push(words.unread);
  if (row.flagged) parts.push(words.flagged);
  if (row.answered) parts.push(words.answered);
  if (row.forwarded) parts.push(words.forwarded);
  if (row.hasAttachments) parts.push(words.hasAttachments);
  if (row.tags) parts.push(texts().mailbox.tags.tagged(row.tags.map(tagName)));
  return parts.join(', ');
}
