import { afterEach, describe, expect, it } from 'vitest';
import { type CommandId, commandIds } from '../../../shared/commands.ts';
import { setLanguage } from '../../../shared/texts/texts.ts';
import { acceleratorOf, type MenuColumn, type MenuEntry, type MenuState, menuModel } from './menu-model.ts';

const linux: MenuState = { platform: 'linux', development: false, hasAccounts: true, paused: false };
const platforms = ['linux', 'win32', 'darwin'] as const;
const labels = (columns: readonly MenuColumn[]) => columns.map(({ label }) => label);
const entries = (columns: readonly MenuColumn[]) => columns.flatMap((column) => column.entries);
const commands = (columns: readonly MenuColumn[]) =>
  entries(columns).filter((entry) => entry.kind === 'command') as (MenuEntry & { kind: 'command' })[];
const roles = (columns: readonly MenuColumn[]) =>
  entries(columns).flatMap((entry) => (entry.kind === 'role' ? [entry.role] : []));

afterEach(() => setLanguage('en'));

describe('menuModel', () => {
  it('has the menus of each platform', () => {
    expect(labels(menuModel(linux))).toEqual(['&File', '&Edit', '&View', '&Go', '&Message', 'F&older', '&Help']);
    expect(menuModel({ ...linux, platform: 'win32' })).toEqual(menuModel(linux));
    const mac = menuModel({ ...linux, platform: 'darwin' });
    expect(labels(mac)).toEqual(['Heron', '&File', '&Edit', '&View', '&Go', '&Message', 'F&older', '&Window', '&Help']);
    expect(mac.map(({ role }) => role).filter((role) => role !== null)).toEqual(['window', 'help']);
  });

  it('keeps settings, quit and about where each platform looks for them', () => {
    const holding = (columns: readonly MenuColumn[], test: (entry: MenuEntry) => boolean) =>
      columns.flatMap((column) => (column.entries.some(test) ? [column.label] : []));
    const isSettings = (entry: MenuEntry) => entry.kind === 'command' && entry.command === 'settings';
    const isRole = (role: string) => (entry: MenuEntry) => entry.kind === 'role' && entry.role === role;
    const mac = menuModel({ ...linux, platform: 'darwin' });
    expect([isSettings, isRole('quit'), isRole('about')].map((test) => holding(mac, test))).toEqual([
      ['Heron'],
      ['Heron'],
      ['Heron'],
    ]);
    expect([isSettings, isRole('quit'), isRole('about')].map((test) => holding(menuModel(linux), test))).toEqual([
      ['&File'],
      ['&File'],
      ['&Help'],
    ]);
  });

  it.each(platforms)('U1 offers every command on %s, except those that only a keyboard needs', (platform) => {
    // The dialog of "Tag…" offers each tag as well.
    const tags: CommandId[] = ['tag_important', 'tag_work', 'tag_personal', 'tag_todo', 'tag_later'];
    const byKeyboard: CommandId[] = ['toggle_seen', 'toggle_selection', 'extend_down', 'extend_up', ...tags];
    const asRoles: CommandId[] = ['quit', 'close_window'];
    const state = { ...linux, platform };
    const offered = new Set(
      [...commands(menuModel(state)), ...commands(menuModel({ ...state, paused: true }))].map((entry) => entry.command),
    );
    const missing = commandIds.filter((id) => !offered.has(id));
    expect(missing.toSorted()).toEqual([...byKeyboard, ...asRoles].toSorted());
    expect(roles(menuModel(state))).toEqual(expect.arrayContaining(['quit', 'close']));
  });

  it.each(platforms)('gives no key to two items on %s, in any language', (platform) => {
    for (const development of [false, true]) {
      const keys = entries(menuModel({ ...linux, platform, development })).flatMap((entry) =>
        entry.kind === 'separator' || entry.accelerator === null ? [] : [entry.accelerator],
      );
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toContain('F5');
    }
  });

  it('offers development items in development only', () => {
    expect(roles(menuModel(linux))).not.toContain('toggleDevTools');
    expect(roles(menuModel({ ...linux, development: true }))).toEqual(
      expect.arrayContaining(['reload', 'toggleDevTools']),
    );
  });

  it('disables what needs an account while there is none', () => {
    const enabled = commands(menuModel({ ...linux, hasAccounts: false })).filter((entry) => entry.enabled);
    expect(enabled.map((entry) => entry.command)).toEqual(['add_account', 'settings', 'palette', 'shortcuts']);
  });

  it('offers to pause or to resume, as it stands', () => {
    const ids = (paused: boolean) => commands(menuModel({ ...linux, paused })).map((entry) => entry.command);
    expect(ids(false)).toContain('pause_sync');
    expect(ids(false)).not.toContain('resume_sync');
    expect(ids(true)).toContain('resume_sync');
    expect(ids(true)).not.toContain('pause_sync');
  });

  it('speaks the language that is set, in every item', () => {
    const english = menuModel({ ...linux, development: true, platform: 'darwin' });
    setLanguage('de');
    const german = menuModel({ ...linux, development: true, platform: 'darwin' });
    expect(labels(german)).toContain('&Datei');
    const words = (columns: readonly MenuColumn[]) =>
      entries(columns).map((entry) => (entry.kind === 'separator' ? '' : entry.label));
    const same = words(english).filter((word, index) => word !== '' && word === words(german)[index]);
    expect(same).toEqual([]);
  });
});

describe('acceleratorOf', () => {
  it.each([
    ['palette', 'CommandOrControl+K'],
    ['shortcuts', 'CommandOrControl+/'],
    ['settings', 'CommandOrControl+,'],
    ['sync_now', 'F5'],
    ['focus_list', 'CommandOrControl+2'],
    ['move', 'CommandOrControl+Shift+M'],
    ['rename_folder', 'F2'],
  ] as const)('writes that of %s as Electron does', (id, accelerator) => {
    expect(acceleratorOf(id)).toBe(accelerator);
  });

  it.each(['archive', 'go_inbox', 'trash', 'back_to_list', 'open_message', 'delete_forever', 'extend_down'] as const)(
    'is none for %s, whose keys belong to fields as well',
    (id) => expect(acceleratorOf(id)).toBeNull(),
  );

  it('leaves undo and select all to editing', () => {
    expect([acceleratorOf('undo'), acceleratorOf('select_all')]).toEqual([null, null]);
  });
});
