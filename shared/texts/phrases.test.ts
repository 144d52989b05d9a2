import { describe, expect, it } from 'vitest';
import { languages } from './format.ts';
import { textsIn } from './texts.ts';

/** Every text that is a plain string, by its path. */
function strings(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => strings(value, path === '' ? key : `${path}.${key}`));
}

/** What a text's sentence is built around: `{name}` and `` `code` `` of components/phrase.tsx. */
function marks(text: string): string[] {
  return (text.match(/\{\w+\}|`[^`]+`/g) ?? []).toSorted();
}

const english = new Map(strings(textsIn('en')));

describe.each(languages.filter((language) => language !== 'en'))('the texts in %s', (language) => {
  it('have the same marks for elements as the English ones', () => {
    for (const [path, text] of strings(textsIn(language))) {
      expect([path, marks(text)]).toEqual([path, marks(english.get(path) ?? '')]);
    }
  });
});
