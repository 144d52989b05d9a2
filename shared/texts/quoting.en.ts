import { localeOf } from './format.ts';

/** What stands above a quoted or forwarded message. `who` is a name, or an address where there is none. */
export const quotingEn = {
  /** `at`: milliseconds since the epoch. */
  attribution: (who: string, at: number) =>
    `On ${new Intl.DateTimeFormat(localeOf('en'), { dateStyle: 'long', timeStyle: 'short' }).format(at)}, ${who} wrote:`,
  attributionUndated: (who: string) => `${who} wrote:`,
  unknownSender: 'somebody',
  /** The first line above a forwarded message. */
  forwarded: '-------- Forwarded message --------',
  forwardedDate: (at: number) =>
    new Intl.DateTimeFormat(localeOf('en'), { dateStyle: 'full', timeStyle: 'short' }).format(at),
  /** The names of the header fields that stand above a forwarded message, each before its value. */
  fields: { subject: 'Subject', date: 'Date', from: 'From', to: 'To', cc: 'Cc' },
  /** The end of a list of recipients that is too long to be repeated. */
  andMore: (count: number) => `and ${count} more`,
};
