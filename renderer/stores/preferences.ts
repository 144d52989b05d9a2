import { create } from 'zustand';
import { defaultPreferences, type EffectivePreferences, type Preferences } from '../../shared/preferences.ts';
import { type AppError, type Reply, success } from '../../shared/reply.ts';
import { languageFor, preferLocale } from '../../shared/texts/format.ts';
import { setLanguage } from '../../shared/texts/texts.ts';
import { call, on } from '../bridge.ts';

interface PreferencesState {
  /** What main says; what the user just chose is in it at once. */
  readonly preferences: EffectivePreferences;
  /** Why the last choice could not be saved; it is taken back then. */
  readonly error: AppError | null;
}

/** Until main answered: as in a new profile. */
export const initialPreferences: PreferencesState = {
  preferences: {
    ...defaultPreferences,
    spokenLanguage: 'en',
    systemLocale: 'en-GB',
    direction: 'ltr',
    hasTray: true,
    canStartAtLogin: false,
  },
  error: null,
};

/** The preferences with what the user chose. Which language is spoken follows from it; the rest main tells. */
export function preferencesChosen(before: EffectivePreferences, chosen: Partial<Preferences>): EffectivePreferences {
  const after = { ...before, ...chosen };
  const spokenLanguage = after.language === 'system' ? languageFor(after.systemLocale) : after.language;
  return { ...after, spokenLanguage };
}

/** Takes back a choice that was not saved, except where another one followed it. */
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

const rowHeights = {
  comfortable: { small: 56, medium: 56, large: 64, largest: 70 },
  compact: { small: 30, medium: 30, large: 34, largest: 38 },
} as const;

/** The height of a row of the message list, in CSS pixels: whole, because the list counts with it. CSS has it as --row-height. */
export function rowHeight({ density, textSize }: Pick<Preferences, 'density' | 'textSize'>): number {
  return rowHeights[density][textSize];
}

/** Before anything is drawn with them: words are asked for by language while components render, and sizes are the document's. */
function take(preferences: EffectivePreferences): void {
  preferLocale(preferences.systemLocale);
  setLanguage(preferences.spokenLanguage);
  const root = document.documentElement;
  root.lang = preferences.spokenLanguage;
  root.dir = preferences.direction;
  root.dataset['density'] = preferences.density;
  root.dataset['textSize'] = preferences.textSize;
  root.style.setProperty('--row-height', `${rowHeight(preferences)}px`);
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

/** Whether the user just chose the language here; asked for once, by the view that was drawn anew because of it. */
export function takeLanguageChosen(): boolean {
  const chosen = languageChosen;
  languageChosen = false;
  return chosen;
}

let languageChosen = false;

/** The error of a choice has been read. */
export function forgetPreferencesError(): void {
  usePreferencesStore.setState((state) => (state.error === null ? state : { ...state, error: null }));
}
