import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import type { Language } from './format.ts';

export type { Texts };

const catalogues: Readonly<Record<Language, Texts>> = { en, de };

/** One per thread: main, the engine and the window each have one language at a time. */
let current: Language = 'en';

/**
 * The texts in the current language. Call it when the texts are needed, never at the top of a module: the language may
 * change.
 */
export function texts(): Texts {
  return catalogues[current];
}

/** The texts of one language, whichever is set. */
export function textsIn(language: Language): Texts {
  return catalogues[language];
}

/** The language that is set. */
export function language(): Language {
  return current;
}

/** Sets the language of this thread. */
export function setLanguage(next: Language): void {
  current = next;
}
