/** The languages that Heron's window speaks. */
export type Language = 'en' | 'de';

export const languages: readonly Language[] = ['en', 'de'];

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };
const pluralRules = new Map<Language, Intl.PluralRules>();
const numberFormats = new Map<Language, Intl.NumberFormat>();
const listFormats = new Map<Language, Intl.ListFormat>();

/**
 * The BCP 47 tag for Intl: the system's own locale if it is of that language, so that dates and numbers look as in
 * other programs.
 */
export function localeOf(language: Language): string {
  return locales[language];
}

/**
 * Uses the system's locale, for example "en-US" or "de-AT", for its language; a locale of a language that Heron lacks
 * changes nothing.
 */
export function preferLocale(locale: string): void {
  const language = languages.find((candidate) => isOfLanguage(locale, candidate));
  if (language === undefined || locales[language] === locale) return;
  locales[language] = locale;
  for (const known of [pluralRules, numberFormats, listFormats]) known.delete(language);
}

/** Heron's language for a system locale such as "de-AT"; English if Heron lacks that language. */
export function languageFor(locale: string): Language {
  return languages.find((language) => isOfLanguage(locale, language)) ?? 'en';
}

function isOfLanguage(locale: string, language: Language): boolean {
  return locale.toLowerCase().split('-')[0] === language;
}

/** A whole number with the language's separators: "12,345" or "12.345". */
export function formatNumber(language: Language, value: number): string {
  return remembered(numberFormats, language, () => new Intl.NumberFormat(localeOf(language))).format(value);
}

/**
 * A message's size beside what a server takes, in the decimal megabytes of providers. Rounded to tenths: what is too large up, and the limit down, so
 * that the one never reads like the other.
 */
export function megabytes(language: Language, octets: number, round: 'up' | 'down'): string {
  const tenths = octets / 100_000;
  return `${formatNumber(language, (round === 'up' ? Math.ceil(tenths) : Math.floor(tenths)) / 10)} MB`;
}

/** The smallest size that `storageSize` tells from nothing. */
export const storageStep = 50_000;

/** What data takes on the disk, in decimal megabytes or gigabytes as systems show it: "0.4 MB", "312 MB", "1.2 GB". */
export function storageSize(language: Language, octets: number): string {
  const [size, unit] = octets < 999_500_000 ? [octets / 1_000_000, 'MB'] : [octets / 1_000_000_000, 'GB'];
  const shown = size < 10 ? Math.round(size * 10) / 10 : Math.round(size);
  // A single text is not nothing.
  const least = octets > 0 ? 0.1 : 0;
  return `${formatNumber(language, Math.max(least, shown))} ${unit}`;
}

/**
 * The singular or plural form for a count, by the language's plural rules (CLDR). English and German have only these
 * two.
 */
export function plural(
  language: Language,
  count: number,
  forms: { readonly one: string; readonly other: string },
): string {
  const rules = remembered(pluralRules, language, () => new Intl.PluralRules(localeOf(language)));
  return rules.select(count) === 'one' ? forms.one : forms.other;
}

/** "Ada, Grace and Alan" */
export function formatList(language: Language, items: readonly string[]): string {
  const format = () => new Intl.ListFormat(localeOf(language), { type: 'conjunction' });
  return remembered(listFormats, language, format).format(items);
}

function remembered<T>(known: Map<Language, T>, language: Language, make: () => T): T {
  const found = known.get(language) ?? make();
  known.set(language, found);
  return found;
}
