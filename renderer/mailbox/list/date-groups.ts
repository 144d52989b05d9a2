import { localeOf } from '../../../shared/texts/format.ts';
import { language, texts } from '../../../shared/texts/texts.ts';

/** Older mail stands under one heading: months are told apart for so many years. */
const yearsOfMonths = 30;

/** What is listed under one heading: everything from `time` on that is in no group before it. */
export interface DateGroup {
  readonly kind: 'later' | 'today' | 'yesterday' | 'day' | 'last_week' | 'this_month' | 'month';
  /** When it begins, milliseconds since the epoch, local time. */
  readonly time: number;
}

/**
 * The groups that a list in the order of time is divided into, the latest first; what is older than all of them is the last group.
 * @param now milliseconds since the epoch
 * @param firstDay of the week: 1 Monday to 7 Sunday
 */
export function dateGroups(now: number, firstDay: number): readonly DateGroup[] {
  const today = new Date(now);
  const [year, month, date] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const daysAgo = (days: number): number => new Date(year, month, date - days).getTime();
  /** Days since the week began. */
  const intoWeek = (today.getDay() - firstDay + 7) % 7;
  const groups: DateGroup[] = [
    { kind: 'later', time: daysAgo(-1) },
    { kind: 'today', time: daysAgo(0) },
    { kind: 'yesterday', time: daysAgo(1) },
  ];
  for (let days = 2; days <= intoWeek; days++) groups.push({ kind: 'day', time: daysAgo(days) });
  const lastWeek = daysAgo(intoWeek + 7);
  groups.push({ kind: 'last_week', time: lastWeek });
  for (let back = 0; back < 12 * yearsOfMonths; back++) {
    const time = new Date(year, month - back, 1).getTime();
    if (time < lastWeek) groups.push({ kind: back === 0 ? 'this_month' : 'month', time });
  }
  return groups;
}

let known: { readonly day: string; readonly groups: readonly DateGroup[]; readonly times: readonly number[] } | null =
  null;

/** The groups as they are today. */
function groupsNow() {
  const locale = localeOf(language());
  const day = `${new Date().toDateString()} ${locale}`;
  if (known?.day === day) return known;
  const groups = dateGroups(Date.now(), firstDayOfWeek(locale));
  known = { day, groups, times: groups.map(({ time }) => time) };
  return known;
}

/** When the groups begin that are told apart today. */
export function dateTimes(): readonly number[] {
  return groupsNow().times;
}

function firstDayOfWeek(locale: string): number {
  // Chromium has the one or the other, by its version; a runtime without either begins its weeks on Monday.
  const info: Intl.Locale & { getWeekInfo?(): { firstDay: number }; weekInfo?: { firstDay: number } } = new Intl.Locale(
    locale,
  );
  return (info.getWeekInfo?.() ?? info.weekInfo)?.firstDay ?? 1;
}

interface HeadingFormats {
  readonly weekday: Intl.DateTimeFormat;
  readonly month: Intl.DateTimeFormat;
  readonly monthAndYear: Intl.DateTimeFormat;
}

const formats = new Map<string, HeadingFormats>();

function headingFormats(): HeadingFormats {
  const locale = localeOf(language());
  const made = formats.get(locale) ?? {
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'long' }),
    month: new Intl.DateTimeFormat(locale, { month: 'long' }),
    monthAndYear: new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }),
  };
  formats.set(locale, made);
  return made;
}

/** The heading of a group, by its place among today's; those beyond them are older than all. */
export function headingOf(place: number): string {
  const words = texts().mailbox.list.dates;
  const group = groupsNow().groups[place];
  if (group === undefined) return words.older;
  const { weekday, month, monthAndYear } = headingFormats();
  const date = new Date(group.time);
  switch (group.kind) {
    case 'day':
      return weekday.format(date);
    case 'month':
      return (date.getFullYear() === new Date().getFullYear() ? month : monthAndYear).format(date);
    default:
      return words[group.kind];
  }
}
