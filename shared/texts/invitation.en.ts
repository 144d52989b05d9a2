import { formatList, formatNumber, plural } from './format.ts';

/** An invitation that came by mail. */
export const invitationEn = {
  label: 'Invitation',
  untitled: 'Event without a title',
  subjects: {
    accepted: (title: string) => `Accepted: ${title}`,
    tentative: (title: string) => `Tentative: ${title}`,
    declined: (title: string) => `Declined: ${title}`,
  },
  /** What the organiser reads. */
  bodies: {
    accepted: (who: string, title: string) => `${who} has accepted the invitation to “${title}”.`,
    tentative: (who: string, title: string) => `${who} has tentatively accepted the invitation to “${title}”.`,
    declined: (who: string, title: string) => `${who} has declined the invitation to “${title}”.`,
  },
  answers: { accepted: 'Accept', tentative: 'Tentative', declined: 'Decline' },
  /** What the user answered. */
  answered: {
    accepted: 'You accepted.',
    tentative: 'You accepted tentatively.',
    declined: 'You declined.',
  },
  /** What somebody else answered. */
  statuses: {
    accepted: (who: string) => `${who} accepted.`,
    tentative: (who: string) => `${who} accepted tentatively.`,
    declined: (who: string) => `${who} declined.`,
    delegated: (who: string) => `${who} sends somebody else.`,
    'needs-action': (who: string) => `${who} has not answered.`,
  },
  cancelled: 'This event was cancelled.',
  unreadable: 'Heron cannot read when this takes place. The calendar file is attached.',
  sending: 'The answer is on its way.',
  when: 'Time',
  where: 'Place',
  organiser: 'Organiser',
  people: 'Invited',
  repeats: 'Repeats',
  /** The organiser's clock, where it differs: "10:00 (Europe/Berlin)". */
  there: (clock: string, zone: string) => `${clock} (${zone})`,
  morePeople: (names: string, more: number) => `${names} and ${formatNumber('en', more)} more`,
  every: {
    daily: (n: number) => plural('en', n, { one: 'Every day', other: `Every ${formatNumber('en', n)} days` }),
    weekly: (n: number) => plural('en', n, { one: 'Every week', other: `Every ${formatNumber('en', n)} weeks` }),
    monthly: (n: number) => plural('en', n, { one: 'Every month', other: `Every ${formatNumber('en', n)} months` }),
    yearly: (n: number) => plural('en', n, { one: 'Every year', other: `Every ${formatNumber('en', n)} years` }),
  },
  onDays: (every: string, days: readonly string[]) => `${every} on ${formatList('en', days)}`,
  untilDay: (every: string, day: string) => `${every}, until ${day}`,
  times: (every: string, count: number) =>
    plural('en', count, { one: `${every}, once`, other: `${every}, ${formatNumber('en', count)} times` }),
  irregular: 'By a rule of its own',
};
