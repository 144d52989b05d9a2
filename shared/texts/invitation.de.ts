import { formatList, formatNumber, plural } from './format.ts';
import type { invitationEn } from './invitation.en.ts';

export const invitationDe: typeof invitationEn = {
  label: 'Einladung',
  untitled: 'Termin ohne Titel',
  subjects: {
    accepted: (title) => `Zugesagt: ${title}`,
    tentative: (title) => `Unter Vorbehalt: ${title}`,
    declined: (title) => `Abgesagt: ${title}`,
  },
  bodies: {
    accepted: (who, title) => `${who} hat die Einladung zu „${title}“ angenommen.`,
    tentative: (who, title) => `${who} hat die Einladung zu „${title}“ unter Vorbehalt angenommen.`,
    declined: (who, title) => `${who} hat die Einladung zu „${title}“ abgelehnt.`,
  },
  answers: { accepted: 'Zusagen', tentative: 'Unter Vorbehalt', declined: 'Ablehnen' },
  answered: {
    accepted: 'Sie haben zugesagt.',
    tentative: 'Sie haben unter Vorbehalt zugesagt.',
    declined: 'Sie haben abgelehnt.',
  },
  statuses: {
    accepted: (who) => `${who} hat zugesagt.`,
    tentative: (who) => `${who} hat unter Vorbehalt zugesagt.`,
    declined: (who) => `${who} hat abgelehnt.`,
    delegated: (who) => `${who} schickt jemand anderen.`,
    'needs-action': (who) => `${who} hat nicht geantwortet.`,
  },
  cancelled: 'Dieser Termin wurde abgesagt.',
  unreadable: 'Heron kann nicht lesen, wann dies stattfindet. Die Kalenderdatei ist angehängt.',
  sending: 'Die Antwort ist unterwegs.',
  when: 'Zeit',
  where: 'Ort',
  organiser: 'Veranstalter',
  people: 'Eingeladen',
  repeats: 'Wiederholung',
  there: (clock, zone) => `${clock} (dort: ${zone})`,
  morePeople: (names, more) => `${names} und ${formatNumber('de', more)} weitere`,
  every: {
    daily: (n) => plural('de', n, { one: 'Jeden Tag', other: `Alle ${formatNumber('de', n)} Tage` }),
    weekly: (n) => plural('de', n, { one: 'Jede Woche', other: `Alle ${formatNumber('de', n)} Wochen` }),
    monthly: (n) => plural('de', n, { one: 'Jeden Monat', other: `Alle ${formatNumber('de', n)} Monate` }),
    yearly: (n) => plural('de', n, { one: 'Jedes Jahr', other: `Alle ${formatNumber('de', n)} Jahre` }),
  },
  onDays: (every, days) => `${every} am ${formatList('de', days)}`,
  untilDay: (every, day) => `${every}, bis ${day}`,
  times: (every, count) =>
    plural('de', count, { one: `${every}, einmal`, other: `${every}, ${formatNumber('de', count)}-mal` }),
  irregular: 'Nach einer eigenen Regel',
};
