import { markHits } from '../../../shared/search/folding.ts';

/** A text in which the words that were searched for are marked. */
export function Marked({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  if (words.length === 0) return text;
  let at = 0;
  return markHits(text, words).map(({ text: piece, hit }) => {
    const key = at;
    at += piece.length;
    return hit ? (
      <mark key={key} className="rounded-xs bg-mark text-text">
        {piece}
      </mark>
    ) : (
      piece
    );
  });
}
