import type { Texts } from './en.ts';
import { localeOf } from './format.ts';

export const quotingDe: Texts['quoting'] = {
  attribution: (who, at) =>
    `Am ${new Intl.DateTimeFormat(localeOf('de'), { dateStyle: 'long', timeStyle: 'short' }).format(at)} schrieb ${who}:`,
  attributionUndated: (who) => `${who} schrieb:`,
  unknownSender: 'jemand',
  forwarded: '-------- Weitergeleitete Nachricht --------',
  forwardedDate: (at) => new Intl.DateTimeFormat(localeOf('de'), { dateStyle: 'full', timeStyle: 'short' }).format(at),
  fields: { subject: 'Betreff', date: 'Datum', from: 'Von', to: 'An', cc: 'Kopie' },
  andMore: (count) => `und ${count} weitere`,
};
