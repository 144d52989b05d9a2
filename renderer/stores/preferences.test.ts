import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppInfo } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { localeOf } from '../../shared/texts/format.ts';
import { language } from '../../shared/texts/texts.ts';
import { installBridge } from '../testing/test-window.tsx';
import {
  choiceTakenBack,
  followPreferences,
  forgetPreferencesError,
  initialPreferences,
  loadPreferences,
  preferencesChosen,
  rowHeight,
  setPreferences,
  usePreferencesStore,
} from './preferences.ts';

const { preferences } = initialPreferences;
const now = () => usePreferencesStore.getState();
const root = document.documentElement;

/** Starts from the defaults, as a new window does. */
async function start(): Promise<void> {
  installBridge({ 'app.info': success({ preferences } as AppInfo) });
  await loadPreferences();
  forgetPreferencesError();
}

beforeEach(start);
afterEach(start);

describe('preferencesChosen', () => {
  it('speaks the language that was chosen, or the system’s', () => {
    expect(preferencesChosen(preferences, { language: 'de' }).spokenLanguage).toBe('de');
    const austrian = { ...preferences, systemLocale: 'de-AT' };
    expect(preferencesChosen(austrian, { language: 'system' }).spokenLanguage).toBe('de');
    expect(preferencesChosen({ ...preferences, systemLocale: 'fr-FR' }, { language: 'system' }).spokenLanguage).toBe(
      'en',
    );
  });
});

describe('choiceTakenBack', () => {
  it('leaves a later choice of the same thing alone', () => {
    const chosen = { textSize: 'large', theme: 'dark' } as const;
    const later = { ...preferences, ...chosen, textSize: 'largest' } as const;
    expect(choiceTakenBack(later, preferences, chosen)).toMatchObject({ textSize: 'largest', theme: 'system' });
  });
});

describe('the preferences store', () => {
  it('sets language, direction and sizes of the document before anything is drawn', async () => {
    const told = {
      ...preferences,
      spokenLanguage: 'de',
      systemLocale: 'de-AT',
      direction: 'rtl',
      density: 'compact',
      textSize: 'largest',
    } as const;
    installBridge({ 'app.info': success({ preferences: told } as unknown as AppInfo) });
    await loadPreferences();
    expect(language()).toBe('de');
    expect(localeOf('de')).toBe('de-AT');
    expect([root.lang, root.dir, root.dataset['density'], root.dataset['textSize']]).toEqual([
      'de',
      'rtl',
      'compact',
      'largest',
    ]);
    expect([rowHeight(told), rowHeight({ ...told, density: 'comfortable', previewLines: 3 })]).toEqual([38, 142]);
  });

  it('keeps the defaults when main does not answer', async () => {
    installBridge({});
    await loadPreferences();
    expect(now().preferences).toBe(preferences);
  });

  it('shows a choice at once and saves only that', async () => {
    const { calls } = installBridge({ 'app.setPreferences': 'never' });
    void setPreferences({ density: 'compact' });
    expect(now().preferences.density).toBe('compact');
    expect(root.dataset['density']).toBe('compact');
    expect(calls).toEqual([{ name: 'app.setPreferences', input: { density: 'compact' } }]);
  });

  it('U3 takes a choice back that could not be saved, and says why until it is read', async () => {
    const error = { code: 'disk_full', params: { reason: 'mail' }, retryable: true } as const;
    installBridge({ 'app.setPreferences': { ok: false, error } });
    expect(await setPreferences({ language: 'de', density: 'compact' })).toEqual({ ok: false, error });
    expect(now().preferences).toEqual(preferences);
    expect(language()).toBe('en');
    expect(root.dataset['density']).toBe('comfortable');
    expect(now().error).toEqual(error);
    forgetPreferencesError();
    expect(now().error).toBeNull();
  });

  it('follows main, until it is told not to', () => {
    const { emit } = installBridge({});
    const stop = followPreferences();
    emit('app.preferencesChanged', { preferences: { ...preferences, theme: 'dark' } });
    expect(now().preferences.theme).toBe('dark');
    const before = now().preferences;
    emit('app.preferencesChanged', { preferences: structuredClone(before) });
    expect(now().preferences).toBe(before);
    stop();
    emit('app.preferencesChanged', { preferences });
    expect(now().preferences.theme).toBe('dark');
  });
});
