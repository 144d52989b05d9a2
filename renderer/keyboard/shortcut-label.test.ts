import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommandId, commandIds, defaultShortcuts } from '../../shared/commands.ts';
import type { AppInfo } from '../../shared/mail.ts';
import { setLanguage, textsIn } from '../../shared/texts/texts.ts';
import { initialAccounts, useAccounts } from '../stores/accounts.ts';
import { initialPreferences, usePreferencesStore } from '../stores/preferences.ts';
import { keyNames, labelWithShortcut, shortcutLabel } from './shortcut-label.ts';

function on(platform: AppInfo['platform'], singleKeyShortcuts = true): void {
  useAccounts.setState({ ...initialAccounts, info: { platform } as AppInfo }, true);
  const { preferences } = initialPreferences;
  usePreferencesStore.setState({ ...initialPreferences, preferences: { ...preferences, singleKeyShortcuts } }, true);
}

beforeEach(() => on('linux'));
afterEach(() => setLanguage('en'));

describe('shortcuts as they are shown', () => {
  it.each<[CommandId, string, string, string]>([
    ['archive', 'E', 'E', 'E'],
    ['palette', 'Ctrl+K', 'Strg+K', '⌘K'],
    ['trash', 'Delete', 'Entf', '⌫'],
    ['delete_forever', 'Shift+Delete', 'Umschalt+Entf', '⇧⌫'],
    ['new_folder', 'Ctrl+Shift+N', 'Strg+Umschalt+N', '⇧⌘N'],
    ['mark_seen', 'Shift+I', 'Umschalt+I', '⇧I'],
    ['go_junk', 'G then !', 'G dann !', 'G then !'],
    ['back_to_list', 'Esc', 'Esc', 'Esc'],
    ['extend_down', 'Shift+↓', 'Umschalt+↓', '⇧↓'],
    ['sync_now', 'F5', 'F5', 'F5'],
    ['delete_folder', '', '', ''],
  ])('%s is %s, in German %s, on a Mac %s', (command, english, german, mac) => {
    expect(shortcutLabel(command)).toBe(english);
    setLanguage('de');
    expect(shortcutLabel(command)).toBe(german);
    setLanguage('en');
    on('darwin');
    expect(shortcutLabel(command)).toBe(mac);
  });

  it('are the ones that work: without single keys the next one, or none', () => {
    on('linux', false);
    expect(shortcutLabel('move')).toBe('Ctrl+Shift+M');
    expect(shortcutLabel('shortcuts')).toBe('Ctrl+/');
    expect(shortcutLabel('trash')).toBe('Delete');
    expect(shortcutLabel('archive')).toBe('');
    expect(labelWithShortcut('archive')).toBe('Archive');
  });

  it('stand behind the command’s name', () => {
    expect(labelWithShortcut('archive')).toBe('Archive (E)');
    setLanguage('de');
    expect(labelWithShortcut('archive')).toBe('Archivieren (E)');
  });

  it('have a name for every key that is used', () => {
    for (const platform of ['linux', 'darwin'] as const) {
      on(platform);
      for (const shortcut of Object.values(defaultShortcuts).flat()) {
        const names = keyNames(shortcut).flat();
        expect(
          names.filter((name) => /^[a-z]{2}|^Arrow|^undefined/.test(name)),
          shortcut,
        ).toEqual([]);
      }
    }
  });
});

describe('the commands’ words', () => {
  it.each(['en', 'de'] as const)('tell all commands apart (%s)', (language) => {
    const labels = commandIds.map((id) => textsIn(language).commands.labels[id]);
    expect(new Set(labels).size).toBe(commandIds.length);
    expect(labels.every((label) => label.trim() === label && label !== '')).toBe(true);
  });
});
