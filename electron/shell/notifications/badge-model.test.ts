import { afterEach, expect, it } from 'vitest';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { badgeFor } from './badge-model.ts';

afterEach(() => setLanguage('en'));

it('is a number where there are numbers, and goes with the last unread message', () => {
  for (const platform of ['darwin', 'linux'] as const) {
    expect(badgeFor(platform, 12)).toEqual({ kind: 'count', count: 12 });
    expect(badgeFor(platform, 0)).toEqual({ kind: 'count', count: 0 });
  }
});

it('is a named dot on the Windows taskbar (U1)', () => {
  expect(badgeFor('win32', 1)).toEqual({ kind: 'overlay', description: '1 unread message' });
  expect(badgeFor('win32', 0)).toEqual({ kind: 'overlay', description: null });
  setLanguage('de');
  expect(badgeFor('win32', 1200)).toEqual({ kind: 'overlay', description: '1.200 ungelesene Nachrichten' });
});
