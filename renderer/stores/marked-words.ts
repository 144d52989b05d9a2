import { create } from 'zustand';
import { parseSearch, wordsToMark } from '../../shared/search/query.ts';

/** The words of the open search, which the message that is read shows marked; none where no search is open. */
export const useMarkedWords = create<{ readonly of: string; readonly words: readonly string[] }>()(() => ({
  of: '',
  words: [],
}));

/** Marks the words of a search from now on. @param text as typed; empty: no search is open */
export function markWordsOf(text: string): void {
  if (useMarkedWords.getState().of !== text)
    useMarkedWords.setState({ of: text, words: wordsToMark(parseSearch(text)) });
}
