import { create } from 'zustand';
import { defaultPreferences, type EffectivePreferences, type Preferences } from '../../shared/preferences.ts';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import { languageFor, preferLocale } from '../../shared/texts/format.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { call, on } from '../bridge.ts';

interface PreferencesState {
  /** The preferences as main sent them, with a choice that the user just made. */
  readonly preferences: EffectivePreferences;
  /** Why the last choice could not be saved; the choice is then reverted. */
  readonly error: AppError | null;
}

/** Before main answers: the defaults of a new profile. */
export const initialPreferences: PreferencesState = {
  preferences: {
    ...defaultPreferences,
    spokenLanguage: 'en',
    systemLocale: 'en-GB',
    direction: 'ltr',
    hasTray: true,
    canStartAtLogin: false,
    spelling: { downloadedFrom: null, offered: [], ofSystem: [] },
  },
  error: null,
};

/** The preferences with the user's choice. The spoken language is derived here; other derived values come from main. */
export function preferencesChosen(before: EffectivePreferences, chosen: Partial<Preferences>): EffectivePreferences {
  const after = { ...before, ...chosen };
  const spokenLanguage = after.language === 'system' ? languageFor(after.systemLocale) : after.language;
  return { ...after, spokenLanguage };
}

/** Reverts a choice that could not be saved, except for preferences that the user has changed again since. */
export function choiceTakenBack(
  now: EffectivePreferences,
  before: EffectivePreferences,
  chosen: Partial<Preferences>,
): EffectivePreferences {
  const keys = (Object.keys(chosen) as (keyof Preferences)[]).filter((key) => now[key] === chosen[key]);
  return preferencesChosen(now, Object.fromEntries(keys.map((key) => [key, before[key]])));
}

export const usePreferencesStore = create<PreferencesState>()(() => initialPreferences);

/** One of the preferences as it holds now. */
export function usePreferences<T>(select: (preferences: EffectivePreferences) => T): T {
  return usePreferencesStore((state) => select(state.preferences));
}

/** In CSS pixels, of each text size. `line` is that of the base text in tokens.css. */
const listHeights = {
  line: { small: 18, medium: 20, large: 24, largest: 26 },
  compactRow: { small: 28, medium: 30, large: 34, largest: 38 },
  heading: { small: 26, medium: 28, large: 32, largest: 36 },
} as const;
/** Above and below a row's lines. */
const rowPadding = 6;

/**
 * The height of a row of the message list, in CSS pixels: whole, because the list counts with it. A comfortable row has a line for the sender, one
 * for the subject, and those of the preview.
 */
export function rowHeight({
  density,
  textSize,
  previewLines,
}: Pick<Preferences, 'density' | 'textSize' | 'previewLines'>): number {
  if (density === 'compact') return listHeights.compactRow[textSize];
  return 2 * rowPadding + (2 + previewLines) * listHeights.line[textSize];
}

/** The height of a heading of the message list, in CSS pixels. */
export function headingHeight({ textSize }: Pick<Preferences, 'textSize'>): number {
  return listHeights.heading[textSize];
}

/**
 * Applies preferences before anything is drawn: components look up texts by the current language, and sizes are set on
 * the document.
 */
function take(preferences: EffectivePreferences): void {
  preferLocale(preferences.systemLocale);
  setLanguage(preferences.spokenLanguage);
  const root = document.documentElement;
  root.lang = preferences.spokenLanguage;
  root.dir = preferences.direction;
  root.dataset['density'] = preferences.density;
  root.dataset['textSize'] = preferences.textSize;
  usePreferencesStore.setState((state) =>
    JSON.stringify(state.preferences) === JSON.stringify(preferences) ? state : { ...state, preferences },
  );
}

/** Asks main once, before the first screen is drawn. Without an answer, the defaults stay. */
export async function loadPreferences(): Promise<void> {
  const info = await call('app.info', undefined);
  if (info.ok) take(info.value.preferences);
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followPreferences(): () => void {
  return on('app.preferencesChanged', ({ preferences }) => take(preferences));
}

/** The user chose something: shown at once, and taken back with its error when main cannot save it. */
export async function setPreferences(chosen: Partial<Preferences>): Promise<Reply<null>> {
  const before = usePreferencesStore.getState().preferences;
  usePreferencesStore.setState({ error: null });
  const wanted = preferencesChosen(before, chosen);
  languageChosen = wanted.spokenLanguage !== before.spokenLanguage;
  take(wanted);
  const reply = await call('app.setPreferences', chosen);
  if (reply.ok) return success(null);
  usePreferencesStore.setState({ error: reply.error });
  const now = usePreferencesStore.getState().preferences;
  const back = choiceTakenBack(now, before, chosen);
  languageChosen = back.spokenLanguage !== now.spokenLanguage;
  take(back);
  return reply;
}

/** Whether the user just chose the language in this window. The view that is mounted again because of it asks once. */
export function takeLanguageChosen(): boolean {
  const chosen = languageChosen;
  languageChosen = false;
  return chosen;
}

let languageChosen = false;

/** Forgets the error of a choice when the user leaves its page. */
export function forgetPreferencesError(): void {
  usePreferencesStore.setState((state) => (state.error === null ? state : { ...state, error: null }));
}
