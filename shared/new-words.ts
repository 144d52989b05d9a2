import type { Language } from './texts/format.ts';

/** Words that say nothing by themselves, or stand where the other sentence has a name. */
const empty: Readonly<Record<Language, string>> = {
  en: 'the a an of to is are was has have had been be this that it its at in on for from by with and or your you heron server mail user any more longer just now there here inside something when while',
  de: 'der die das den dem des ein eine einen einem einer ist sind war wurde hat haben im in an auf zu für von mit und oder bei ihr ihre ihrer sie heron server mailserver dieser diese dieses diesem es sich nicht mehr gerade hier da etwas selbst als beim',
};

/**
 * The words of a sentence that the text before it does not have, without those that carry no meaning; for tests that no
 * sentence repeats another. `names`: names of servers and the like, which are no news in either text.
 */
export function newWords(
  sentence: string,
  before: string,
  language: Language,
  names: readonly string[] = [],
): readonly string[] {
  const known = wordsOf(before, language, names);
  return [...wordsOf(sentence, language, names)].filter((word) => !known.has(word));
}

function wordsOf(text: string, language: Language, names: readonly string[]): ReadonlySet<string> {
  const stop = new Set(empty[language].split(' '));
  const plain = names.reduce((rest, name) => rest.replaceAll(name, ' '), text);
  return new Set((plain.toLowerCase().match(/[\p{L}]+/gu) ?? []).filter((word) => !stop.has(word)));
}
