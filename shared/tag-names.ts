import { fold } from './search/folding.ts';
import type { Language } from './texts/format.ts';
import { texts, textsIn } from './texts/texts.ts';

/** The tags that Thunderbird has from the start. What they are called is in no keyword, so each program says it in its own words. */
const namedTags = {
  $label1: 'important',
  $label2: 'work',
  $label3: 'personal',
  $label4: 'todo',
  $label5: 'later',
} as const;

export type NamedTag = keyof typeof namedTags;
/** Thunderbird's tags, in its order. */
export const thunderbirdTags = Object.keys(namedTags) as readonly NamedTag[];

/** Which of Thunderbird's tags a keyword is, in any case; null: none of them. */
export function namedTag(tag: string): NamedTag | null {
  return thunderbirdTags.find((each) => each === tag.toLowerCase()) ?? null;
}

/** A tag's name for people: in their language where it is one of Thunderbird's, else as somebody wrote it. */
export function tagName(tag: string): string {
  const named = namedTag(tag);
  if (named !== null) return texts().mailbox.tags[namedTags[named]];
  // Evolution writes its own tags so.
  return tag.replace(/^\$label(?=.*[^\d])/i, '');
}

/** Those of Thunderbird's tags that are called so, or whose names begin so, in any of the languages that Heron speaks. */
export function tagsCalled(name: string, how: 'exactly' | 'from_the_beginning'): readonly NamedTag[] {
  const wanted = fold(name);
  const languages: readonly Language[] = ['en', 'de'];
  return thunderbirdTags.filter((tag) =>
    languages.some((language) => {
      const own = fold(textsIn(language).mailbox.tags[namedTags[tag]]);
      return how === 'exactly' ? own === wanted : own.startsWith(wanted);
    }),
  );
}
