import { create } from 'zustand';
import type { EffectivePreferences } from '../../shared/preferences.ts';
import { defaultPreferences } from '../../shared/preferences.ts';

interface PreferencesState {
  /** Null until main told them; the defaults hold meanwhile. */
  readonly preferences: EffectivePreferences | null;
}

export const usePreferencesStore = create<PreferencesState>()(() => ({ preferences: null }));

/** What is chosen, or the default of it until main answered. */
export function usePreferences<T>(select: (preferences: EffectivePreferences) => T): T {
  return usePreferencesStore((state) => select(state.preferences ?? untilKnown));
}

const untilKnown: EffectivePreferences = {
  ...defaultPreferences,
  spokenLanguage: 'en',
  systemLocale: 'en',
  direction: 'ltr',
  hasTray: true,
  canStartAtLogin: false,
};
