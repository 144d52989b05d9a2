/** For the header: "Tue 17 Nov, 8:05", in the system's language, order and clock; with the year if it is not that of `now`. */
export function shortDate(time: number, now: number, options: { locale?: string; timeZone?: string } = {}): string {
  const { locale, timeZone } = options;
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

/** For its tooltip: everything, with the time zone. */
export function fullDate(time: number, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long' }).format(time);
}

const units = ['bytes', 'KB', 'MB', 'GB'] as const;

/** A file's size in words: "812 bytes", "1.4 MB" (powers of 1,024). */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? 'bytes'}`;
}
