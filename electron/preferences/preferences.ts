import { type EffectivePreferences, type Preferences, spellingInForce } from '../../shared/preferences.ts';
import { type Reply, success } from '../../shared/reply.ts';
import { languageFor, preferLocale } from '../../shared/texts/format.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { type SpellingFacts, spellingSource } from './spelling.ts';

/** The facts of this computer that the preferences depend on. */
export interface DesktopFacts {
  /** Of the system's interface, as `app.getLocale()` says. */
  readonly locale: string;
  /** Of the system's dates and numbers, as `app.getSystemLocale()` says; also in POSIX form, or empty. */
  readonly formatLocale: string;
  /** The value of Chromium's switch `--force-ui-direction`; empty without it. */
  readonly forcedDirection: string;
  readonly hasTray: boolean;
  readonly canStartAtLogin: boolean;
  readonly spelling: SpellingFacts;
}

/** The preferences as they apply on this computer. */
export function effectivePreferences(preferences: Preferences, desktop: DesktopFacts): EffectivePreferences {
  const systemLocale = localeFrom(desktop);
  return {
    ...preferences,
    spokenLanguage: preferences.language === 'system' ? languageFor(systemLocale) : preferences.language,
    systemLocale,
    direction: desktop.forcedDirection === 'rtl' ? 'rtl' : 'ltr',
    hasTray: desktop.hasTray,
    canStartAtLogin: desktop.canStartAtLogin,
    spelling: spellingSource(desktop.spelling),
  };
}

/**
 * The locale of words and formats. Heron uses one language for both, so the system's formats count only if they are of
 * the interface's language ("en-US" read, "en-GB" written), not when a user reads English and writes dates as in
 * Germany.
 */
function localeFrom({ locale, formatLocale }: DesktopFacts): string {
  const spoken = bcp47(locale);
  const written = bcp47(formatLocale);
  if (spoken === null) return written ?? 'en-GB';
  return written !== null && written.split('-')[0] === spoken.split('-')[0] ? written : spoken;
}

/** A tag that Intl takes, also from POSIX's "de_AT.UTF-8"; null where there is none, as in "C". */
function bcp47(text: string): string | null {
  const tag = (text.split(/[.@]/)[0] ?? '').replaceAll('_', '-');
  // "C" and "POSIX" are no languages; a language has two or three letters.
  if (!/^[a-z]{2,3}(-|$)/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** Where the preferences are kept. */
interface PreferencesStore {
  preferences(): Preferences;
  savePreferences(preferences: Preferences): Reply<null>;
}

/** The preferences as they work now, and how they are changed. */
export interface LivePreferences {
  current(): EffectivePreferences;
  /** Merges, saves, and then puts into effect. Errors: disk_full, storage_failed; nothing changes then. */
  change(chosen: Partial<Preferences>): Reply<null>;
  /** The desktop changed, for example its tray appeared: asks for its facts again, and applies what differs. */
  refresh(): void;
}

/**
 * Keeps the preferences in effect equal to the saved ones.
 * @param desktop called anew each time
 * @param apply puts a change into effect; not called for the preferences at the start
 */
export function livePreferences(
  store: PreferencesStore,
  desktop: () => DesktopFacts,
  apply: (now: EffectivePreferences, before: EffectivePreferences) => void,
): LivePreferences {
  let current = effectivePreferences(store.preferences(), desktop());
  const refresh = () => {
    const before = current;
    const now = effectivePreferences(store.preferences(), desktop());
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    current = now;
    apply(now, before);
  };
  return {
    current: () => current,
    change: (chosen) => {
      const saved = store.savePreferences({ ...store.preferences(), ...chosen });
      if (!saved.ok) return saved;
      refresh();
      return success(null);
    },
    refresh,
  };
}

/** The effects of preferences. */
export interface PreferenceEffects {
  /** The colours of native parts, and of `prefers-color-scheme` in the window. */
  readonly setTheme: (theme: Preferences['theme']) => void;
  readonly setSpelling: (spelling: ReturnType<typeof spellingInForce>) => void;
  /** Menus and tray say the same in another language; also what they offer may have changed. */
  readonly redraw: () => void;
  readonly setStartAtLogin: (wanted: boolean) => void;
  /** The window's `app.preferencesChanged`. */
  readonly tell: (now: EffectivePreferences) => void;
}

/**
 * Applies the preferences that differ. The language comes first, since the other effects make texts.
 * @param before null at the start: then the window is not told
 */
export function applyPreferences(
  effects: PreferenceEffects,
  now: EffectivePreferences,
  before: EffectivePreferences | null,
): void {
  preferLocale(now.systemLocale);
  setLanguage(now.spokenLanguage);
  if (now.theme !== before?.theme) effects.setTheme(now.theme);
  const spelling = spellingInForce(now, now.spelling);
  const wasSpelling = before === null ? null : spellingInForce(before, before.spelling);
  if (JSON.stringify(spelling) !== JSON.stringify(wasSpelling)) effects.setSpelling(spelling);
  if (before === null) return;
  if (now.startAtLogin !== before.startAtLogin) effects.setStartAtLogin(now.startAtLogin);
  effects.redraw();
  effects.tell(now);
}
