import { create } from 'zustand';
import { parseSearch, wordsToMark } from '../../shared/search/query.ts';

/** What is marked in the message that is read. */
export interface Marks {
  readonly words: readonly string[];
  /** Found as typed, anywhere; else as a search finds words, at their beginnings first. */
  readonly asTyped: boolean;
}

interface MarkedWords {
  /** The open search, as typed. */
  readonly of: string;
  /** What is typed to find in the message itself, which goes before the search. */
  readonly typed: string;
  readonly marks: Marks;
}

export const useMarkedWords = create<MarkedWords>()(() => ({ of: '', typed: '', marks: marksOf('', '') }));

/** What is marked now; the same object until that changes. */
export function useMarks(): Marks {
  return useMarkedWords(({ marks }) => marks);
}

/** Marks the words of a search from now on. @param text as typed; empty: no search is open */
export function markWordsOf(text: string): void {
  const { of, typed } = useMarkedWords.getState();
  if (of !== text) useMarkedWords.setState({ of: text, ...(typed === '' && { marks: marksOf(text, '') }) });
}

/** Marks what is looked for in the message that is read, in place of the search's words. @param typed empty: the search's words again */
export function markTyped(typed: string): void {
  const { of, typed: before } = useMarkedWords.getState();
  if (typed.trim() !== before) useMarkedWords.setState({ typed: typed.trim(), marks: marksOf(of, typed.trim()) });
}

function marksOf(search: string, typed: string): Marks {
  if (typed !== '') return { words: [typed], asTyped: true };
  return { words: wordsToMark(parseSearch(search)), asTyped: false };
}
