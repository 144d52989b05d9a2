import { defaultPreferences, type EffectivePreferences } from '../../shared/preferences.ts';

/** What main says at the first start of an English desktop that has a tray; for tests and for looking at the window. */
export const sampleEffectivePreferences: EffectivePreferences = {
  ...defaultPreferences,
  spokenLanguage: 'en',
  systemLocale: 'en-GB',
  direction: 'ltr',
  hasTray: true,
  canStartAtLogin: true,
  spelling: {
    downloadedFrom: 'redirector.gvt1.com',
    offered: ['da', 'de-DE', 'en-GB', 'en-US', 'fr-FR', 'pt-BR'],
    ofSystem: ['en-GB', 'de-DE'],
  },
};
