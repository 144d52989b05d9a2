import { describe, expect, it } from 'vitest';
import { defaultPreferences, spellingInForce } from '../../shared/preferences.ts';
import { dictionaryHost, type SpellingFacts, spellingSource } from './spelling.ts';

const facts: SpellingFacts = {
  platform: 'linux',
  available: ['da', 'de', 'de-DE', 'en', 'en-GB', 'en-US', 'es', 'es-419', 'es-ES', 'pt-BR', 'pt-PT'],
  read: [],
  host: dictionaryHost,
};
const ofSystem = (...read: string[]) => spellingSource({ ...facts, read }).ofSystem;

describe('the dictionaries', () => {
  it('are offered once each', () => {
    expect(spellingSource(facts).offered).toEqual([
      'da',
      'de-DE',
      'en-GB',
      'en-US',
      'es-419',
      'es-ES',
      'pt-BR',
      'pt-PT',
    ]);
  });

  it('are at first those of the languages that the user of this computer reads', () => {
    expect(ofSystem('de-AT', 'en-US')).toEqual(['de-DE', 'en-US']);
    expect(ofSystem('de', 'de-CH', 'EN-gb')).toEqual(['de-DE', 'en-GB']);
    expect(ofSystem('ja-JP', 'c', '')).toEqual([]);
  });

  it('come from the system where it has a spell checker, else from the web', () => {
    expect(spellingSource(facts).downloadedFrom).toBe('redirector.gvt1.com');
    expect(spellingSource({ ...facts, platform: 'darwin', available: [] })).toEqual({
      downloadedFrom: null,
      offered: [],
      ofSystem: [],
    });
  });
});

describe('what is checked', () => {
  const source = { downloadedFrom: 'x', offered: ['de-DE', 'en-GB'], ofSystem: ['de-DE'] };
  const force = (chosen: Partial<typeof defaultPreferences>, of = source as Parameters<typeof spellingInForce>[1]) =>
    spellingInForce({ ...defaultPreferences, ...chosen }, of);

  it('H1 is nothing in a new profile where a dictionary would be downloaded', () => {
    expect(force({}).on).toBe(false);
    expect(force({}, { ...source, downloadedFrom: null }).on).toBe(true);
  });

  it('is what the user chose', () => {
    expect(force({ spellChecking: true })).toEqual({ on: true, languages: ['de-DE'] });
    expect(force({ spellChecking: true, spellingLanguages: ['en-GB', 'tlh'] }).languages).toEqual(['en-GB']);
    expect(force({ spellChecking: false }, { ...source, downloadedFrom: null }).on).toBe(false);
  });
});
