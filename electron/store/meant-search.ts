import { fold, hitsIn } from '../../shared/search/folding.ts';
import type { SearchQuery } from '../../shared/search/query.ts';
import type { Database } from './database.ts';
import type { ContentId } from './message-id.ts';
import { isInIndex, partsOf } from './search-sql.ts';
import { similarWords } from './similar-words.ts';

/** So many words are tried in place of a mistyped one. */
const mostTried = 3;

interface ShownWords {
  readonly subject: string;
  readonly from_name: string;
  readonly to_name: string;
  readonly snippet: string;
}

/**
 * A search as it was meant, perhaps: with similar words of the index in place of those that no message has. Null where there are none, or they find nothing.
 * @param text as typed
 * @param find a message that a search finds; null: there is none
 */
export function meantSearch(
  db: Database,
  query: SearchQuery,
  text: string,
  find: (text: string) => ContentId | null,
): string | null {
  const mistyped = [...partsOf(query)].filter(([word]) => !isInIndex(db, word));
  const [first, ...others] = mistyped.map(([word, spellings]) => ({ word, similar: similarTo(db, spellings) }));
  if (first === undefined) return null;
  for (const similar of first.similar.slice(0, mostTried)) {
    let meant = replaceWord(text, first.word, similar);
    for (const other of others) meant = replaceWord(meant, other.word, other.similar[0] ?? other.word);
    const message = find(meant);
    if (message === null) continue;
    return [first, ...others].reduce(
      (spelled, { similar: [best = ''] }) => asWritten(db, message, spelled, best),
      meant,
    );
  }
  return null;
}

/** Words similar to one of a word's spellings, as it was typed or shorter: with a for ae. @param spellings the typed one first */
function similarTo(db: Database, spellings: readonly string[]): string[] {
  const [typed = ''] = spellings;
  return [
    ...new Set(spellings.filter(({ length }) => length <= typed.length).flatMap((word) => similarWords(db, word))),
  ];
}

/** Puts a word in the place of another one, where that stands alone. */
function replaceWord(text: string, word: string, other: string): string {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u'), () => other);
}

/** With a word of the index as a message writes it, accents and capitals included, where its row shows it. */
function asWritten(db: Database, message: ContentId, text: string, word: string): string {
  const shown = db.get<ShownWords>('SELECT subject, from_name, to_name, snippet FROM messages WHERE id = ?', message);
  if (shown === null || word === '') return text;
  for (const place of [shown.subject, shown.from_name, shown.to_name, shown.snippet]) {
    for (const [from, to] of hitsIn(place, [word])) {
      const written = place.slice(from, to);
      if (fold(written) === word && !/^[\p{L}\p{N}]/u.test(place.slice(to))) return replaceWord(text, word, written);
    }
  }
  return text;
}
