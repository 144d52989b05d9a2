import { longestSearch } from '../../../shared/search/query.ts';
import { setPreferences, usePreferences } from '../../stores/preferences.ts';

const storageKey = 'heron-recent-searches';
const recentAtMost = 8;
/** Shorter ones are the beginning of something. */
const shortest = 2;
/** As many as the settings keep. */
const savedAtMost = 50;

/** The searches that were made last, the latest first. The stored text may be damaged: what is not valid is left out. */
export function recentSearches(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept)
      ? kept.filter((text): text is string => typeof text === 'string').slice(0, recentAtMost)
      : [];
  } catch {
    return [];
  }
}

/** Keeps a search that was used, as the latest. */
export function rememberSearch(text: string): void {
  const used = text.trim();
  if (used.length < shortest) return;
  const others = recentSearches().filter((other) => other !== used);
  localStorage.setItem(storageKey, JSON.stringify([used, ...others].slice(0, recentAtMost)));
}

/** The searches that stand in the sidebar. */
export function useSavedSearches(): readonly string[] {
  return usePreferences(({ savedSearches }) => savedSearches);
}

/** Puts a search into the sidebar, or takes it out again. @param saved the searches that stand there now */
export async function toggleSaved(saved: readonly string[], text: string): Promise<void> {
  const wanted = text.trim().slice(0, longestSearch);
  if (wanted === '') return;
  const savedSearches = saved.includes(wanted)
    ? saved.filter((other) => other !== wanted)
    : [...saved, wanted].slice(-savedAtMost);
  await setPreferences({ savedSearches });
}
