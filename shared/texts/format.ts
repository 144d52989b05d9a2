/** The languages that Heron's window speaks. */
export type Language = 'en' | 'de';

export const languages: readonly Language[] = ['en', 'de'];

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' };
const pluralRules = new Map<Language, Intl.PluralRules>();
const numberFormats = new Map<Language, Intl.NumberFormat>();
const listFormats = new Map<Language, Intl.ListFormat>();

/** The BCP 47 tag for Intl: the system's own where it is of that language, so that dates and numbers look as everywhere else. */
export function localeOf(language: Language): string {
  return locales[language];
}

/** Takes over the system's locale, for example "en-US" or "de-AT", for the language it is of; another one changes nothing. */
export function preferLocale(locale: string): void {
  const language = languages.find((candidate) => isOfLanguage(locale, candidate));
  if (language === undefined || locales[language] === locale) return;
  locales[language] = locale;
  for (const known of [pluralRules, numberFormats, listFormats]) known.delete(language);
}

/** The language of Heron for a system locale such as "de-AT": English where there is no better one. */
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

/** The form for a count, by the language's plural rules (CLDR). English and German have no more than these two. */
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
