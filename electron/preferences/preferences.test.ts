import { afterEach, describe, expect, it } from 'vitest';
import { defaultPreferences, type Preferences } from '../../shared/preferences.ts';
import { failure, success } from '../../shared/reply.ts';
import { language, setLanguage } from '../../shared/texts/texts.ts';
import {
  applyPreferences,
  type DesktopFacts,
  effectivePreferences,
  livePreferences,
  type PreferenceEffects,
} from './preferences.ts';

const desktop: DesktopFacts = {
  locale: 'en-US',
  formatLocale: 'en-US',
  forcedDirection: '',
  hasTray: true,
  canStartAtLogin: true,
  spelling: { platform: 'linux', available: ['de-DE', 'en-US'], read: ['en-US'], host: 'x' },
};

function localeOf(locale: string, formatLocale: string): string {
  return effectivePreferences(defaultPreferences, { ...desktop, locale, formatLocale }).systemLocale;
}

describe('effectivePreferences', () => {
  it.each([
    ['the system’s language where Heron has it', 'system', 'de-AT', 'de'],
    ['English where it has not', 'system', 'fr-FR', 'en'],
    ['the chosen one, whatever the system’s is', 'de', 'en-US', 'de'],
    ['English when chosen', 'en', 'de-DE', 'en'],
  ] as const)('speaks %s', (_case, language, locale, expected) => {
    const facts = { ...desktop, locale, formatLocale: locale };
    expect(effectivePreferences({ ...defaultPreferences, language }, facts).spokenLanguage).toBe(expected);
  });

  it('takes the formats’ locale where it is of the interface’s language', () => {
    expect(localeOf('en-US', 'en-GB')).toBe('en-GB');
    expect(localeOf('de', 'de-AT')).toBe('de-AT');
    expect(localeOf('en-US', 'de-DE')).toBe('en-US');
  });

  it.each([
    ['en-US', 'C', 'en-US'],
    ['en-US', '', 'en-US'],
    ['de', 'de_AT.UTF-8', 'de-AT'],
    ['', 'de_DE@euro', 'de-DE'],
    ['C', 'POSIX', 'en-GB'],
    ['', '', 'en-GB'],
    ['../../etc', '💥', 'en-GB'],
    ['de', 'de-!!', 'de'],
  ])('makes a tag that Intl takes of %s and %s', (locale, formatLocale, expected) => {
    const tag = localeOf(locale, formatLocale);
    expect(tag).toBe(expected);
    expect(new Intl.NumberFormat(tag).format(1)).toBe('1');
  });

  it('turns the window to the left with Chromium’s switch only', () => {
    const direction = (forcedDirection: string) =>
      effectivePreferences(defaultPreferences, { ...desktop, forcedDirection }).direction;
    expect(['', 'ltr', 'rtl', 'up'].map(direction)).toEqual(['ltr', 'ltr', 'rtl', 'ltr']);
  });

  it('says what the desktop can do', () => {
    const poor = { ...desktop, hasTray: false, canStartAtLogin: false };
    expect(effectivePreferences(defaultPreferences, poor)).toMatchObject({ hasTray: false, canStartAtLogin: false });
  });
});

describe('livePreferences', () => {
  function live() {
    let saved: Preferences = defaultPreferences;
    const facts = { ...desktop };
    const applied: unknown[] = [];
    const state = { full: false };
    const preferences = livePreferences(
      {
        preferences: () => saved,
        savePreferences: (next) => {
          if (state.full) return failure({ code: 'disk_full', params: { reason: 'mail' }, retryable: true });
          saved = next;
          return success(null);
        },
      },
      () => facts,
      (now, before) => applied.push([before, now]),
    );
    return { preferences, facts, applied, state, saved: () => saved };
  }

  it('merges, saves, then applies, with what it was before', () => {
    const { preferences, applied, saved } = live();
    const before = preferences.current();
    expect(preferences.change({ language: 'de', theme: 'dark' })).toEqual({ ok: true, value: null });
    expect(saved()).toEqual({ ...defaultPreferences, language: 'de', theme: 'dark' });
    expect(preferences.current()).toEqual({ ...before, language: 'de', theme: 'dark', spokenLanguage: 'de' });
    expect(applied).toEqual([[before, preferences.current()]]);
  });

  it('applies nothing that was not saved, and nothing that is so already', () => {
    const { preferences, applied, state } = live();
    const before = preferences.current();
    preferences.change({ theme: 'system' });
    state.full = true;
    expect(preferences.change({ theme: 'dark' })).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    expect([preferences.current(), applied]).toEqual([before, []]);
  });

  it('follows the desktop', () => {
    const { preferences, facts, applied } = live();
    facts.hasTray = false;
    preferences.refresh();
    preferences.refresh();
    expect(preferences.current().hasTray).toBe(false);
    expect(applied).toHaveLength(1);
  });
});

describe('applyPreferences', () => {
  afterEach(() => setLanguage('en'));

  function effects() {
    const done: string[] = [];
    const says = (what: string) => (value?: unknown) =>
      void done.push(`${what} ${typeof value === 'string' || typeof value === 'boolean' ? value : ''} (${language()})`);
    const fake: PreferenceEffects = {
      setTheme: says('theme'),
      redraw: says('redraw'),
      setStartAtLogin: says('start at login'),
      setSpelling: ({ on, languages }) => says('spelling')(`${on} ${languages}`),
      tell: says('tell'),
    };
    return { fake, done };
  }
  const start = effectivePreferences(defaultPreferences, desktop);

  it('speaks the language, wears the theme and settles the spelling at the start, and touches nothing else', () => {
    const { fake, done } = effects();
    applyPreferences(fake, { ...start, theme: 'dark', spokenLanguage: 'de', startAtLogin: true }, null);
    expect(done).toEqual(['theme dark (de)', 'spelling false en-US (de)']);
  });

  it('speaks the new language before anything is drawn or told in it', () => {
    const { fake, done } = effects();
    applyPreferences(fake, { ...start, spokenLanguage: 'de' }, start);
    expect(done).toEqual(['redraw  (de)', 'tell  (de)']);
  });

  it('touches only what differs', () => {
    const { fake, done } = effects();
    applyPreferences(fake, { ...start, startAtLogin: true, theme: 'light' }, start);
    expect(done).toEqual(['theme light (en)', 'start at login true (en)', 'redraw  (en)', 'tell  (en)']);
    done.length = 0;
    applyPreferences(fake, { ...start, spellChecking: true, spellingLanguages: ['de-DE'] }, start);
    expect(done[0]).toBe('spelling true de-DE (en)');
  });
});
