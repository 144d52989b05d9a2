import type { Session } from 'electron';

type CheckedSession = Pick<
  Session,
  'setSpellCheckerEnabled' | 'setSpellCheckerLanguages' | 'setSpellCheckerDictionaryDownloadURL'
>;

/**
 * Checks spelling in the languages' dictionaries, or not at all. Chromium loads a dictionary that is not in the profile yet, past all
 * filters of the session, so nothing is switched on before the user has asked for it.
 *
 * @param source the address to download from; null: Chromium's own
 */
export function checkSpelling(
  session: CheckedSession,
  { on, languages }: { readonly on: boolean; readonly languages: readonly string[] },
  { platform, source }: { readonly platform: NodeJS.Platform; readonly source: string | null },
): void {
  // The system's spell checker knows its languages itself. Without a language Chromium would take American English.
  const isPossible = platform === 'darwin' || languages.length > 0;
  if (!on || !isPossible) {
    session.setSpellCheckerEnabled(false);
    return;
  }
  if (source !== null) session.setSpellCheckerDictionaryDownloadURL(source);
  if (platform !== 'darwin') session.setSpellCheckerLanguages([...languages]);
  session.setSpellCheckerEnabled(true);
}
