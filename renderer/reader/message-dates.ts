import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

/** For the header: "Tue 17 Nov, 8:05", in Heron's language and the system's order and clock; with the year if it is not that of `now`. */
export function shortDate(time: number, now: number, options: { locale?: string; timeZone?: string } = {}): string {
  const { locale = localeOf(language()), timeZone } = options;
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: 'numeric',
    minute: '2-digit',
    ...(timeZone ? { timeZone } : {}),
  }).format(time);
}

/** The full date and time with the time zone, for the tooltip of the header's date. */
export function fullDate(time: number): string {
  return new Intl.DateTimeFormat(localeOf(language()), { dateStyle: 'full', timeStyle: 'long' }).format(time);
}

/** A file's size in words: "812 bytes", "1.5 MB" (powers of 1,000, as providers count). */
export function sizeInWords(bytes: number): string {
  const { bytes: plain, kilobytes, megabytes, gigabytes } = texts().reader.size;
  const units = [plain, kilobytes, megabytes, gigabytes];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return (units[unit] ?? plain)(new Intl.NumberFormat(localeOf(language()), format).format(value));
}
