import type { SpellingSource } from '../../shared/preferences.ts';

/** From where Chromium downloads its dictionaries, unless it is told otherwise. macOS has a spell checker of its own. */
export const dictionaryHost = 'redirector.gvt1.com';

/** What Electron and the system say about spelling. */
export interface SpellingFacts {
  readonly platform: NodeJS.Platform;
  /** `session.availableSpellCheckerLanguages`: dictionaries that exist; empty on macOS. */
  readonly available: readonly string[];
  /** `app.getPreferredSystemLanguages()`: what the user of this computer reads, the first one best. */
  readonly read: readonly string[];
  /** The host that dictionaries are downloaded from. */
  readonly host: string;
}

const baseOf = (tag: string): string => tag.split('-')[0]?.toLowerCase() ?? '';

/** The dictionaries that there are, where they come from, and which of them the user of this computer would choose. */
export function spellingSource({ platform, available, read, host }: SpellingFacts): SpellingSource {
  // "de" is the same dictionary as "de-DE".
  const offered = available.filter(
    (tag) => tag.includes('-') || !available.some((other) => other.startsWith(`${tag}-`)),
  );
  const chosen = read.flatMap((tag) => {
    const exact = offered.find((each) => each.toLowerCase() === tag.toLowerCase());
    const near = offered.find((each) => baseOf(each) === baseOf(tag));
    const found = exact ?? near;
    return found === undefined ? [] : [found];
  });
  return {
    downloadedFrom: platform === 'darwin' ? null : host,
    offered,
    ofSystem: [...new Set(chosen)],
  };
}
