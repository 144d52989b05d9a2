import { type CommandId, defaultShortcuts } from '../../../shared/commands.ts';
import { texts } from '../../../shared/texts/texts.ts';

/** An action that the platform carries out; a role of Electron's MenuItem. */
type MenuRole =
  | 'about'
  | 'close'
  | 'copy'
  | 'cut'
  | 'delete'
  | 'front'
  | 'hide'
  | 'hideOthers'
  | 'minimize'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'quit'
  | 'redo'
  | 'reload'
  | 'resetZoom'
  | 'selectAll'
  | 'services'
  | 'toggleDevTools'
  | 'togglefullscreen'
  | 'undo'
  | 'unhide'
  | 'zoom'
  | 'zoomIn'
  | 'zoomOut';

export type MenuEntry =
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'role';
      readonly role: MenuRole;
      readonly label: string;
      /** Null: the platform's own for the role. */
      readonly accelerator: string | null;
      /** Works by its accelerator only. */
      readonly hidden: boolean;
    }
  | {
      readonly kind: 'command';
      readonly command: CommandId;
      readonly label: string;
      readonly accelerator: string | null;
      readonly enabled: boolean;
    };

export interface MenuColumn {
  /** What macOS adds to the menu: the list of windows, the search of help. */
  readonly role: 'window' | 'help' | null;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** What the menus depend on, besides the language. */
export interface MenuState {
  readonly platform: NodeJS.Platform;
  /** Reload and developer tools are offered. */
  readonly development: boolean;
  readonly hasAccounts: boolean;
  readonly paused: boolean;
}

/** The native menus in the language that is set, as a pure function. */
export function menuModel(state: MenuState): readonly MenuColumn[] {
  const words = texts().app.menu;
  const mac = state.platform === 'darwin';
  const withAccounts = (...commands: readonly CommandId[]) => commands.map((id) => command(id, state.hasAccounts));
  const pause = command(state.paused ? 'resume_sync' : 'pause_sync', state.hasAccounts);
  const settings = { ...command('settings'), label: words.settings };
  const quit = role('quit', texts().commands.labels.quit, acceleratorOf('quit'));
  const appMenu = column('Heron', [
    role('about', words.about),
    separator,
    settings,
    separator,
    role('services', words.services),
    separator,
    role('hide', words.hide),
    role('hideOthers', words.hideOthers),
    role('unhide', words.showAll),
    separator,
    quit,
  ]);
  const file = column(words.file, [
    ...withAccounts('new_message'),
    separator,
    command('add_account'),
    separator,
    ...withAccounts('sync_now'),
    pause,
    separator,
    ...(mac ? [] : [settings, separator]),
    role('close', texts().commands.labels.close_window, acceleratorOf('close_window')),
    ...(mac ? [] : [quit]),
  ]);
  const edit = column(words.edit, [
    role('undo', words.undo),
    role('redo', words.redo),
    separator,
    role('cut', words.cut),
    role('copy', words.copy),
    role('paste', words.paste),
    role('pasteAndMatchStyle', words.pasteAndMatchStyle),
    role('delete', words.delete),
    role('selectAll', words.selectAll),
    separator,
    ...withAccounts('find_in_message', 'next_hit', 'previous_hit'),
  ]);
  const view = column(words.view, [
    command('palette'),
    separator,
    ...withAccounts('focus_search', 'focus_folders', 'focus_list', 'focus_reader'),
    separator,
    role('resetZoom', words.resetZoom),
    role('zoomIn', words.zoomIn),
    // Plus is Shift and "=" on many keyboards, and nobody presses Shift for it.
    { ...role('zoomIn', words.zoomIn, 'CommandOrControl+='), hidden: true },
    role('zoomOut', words.zoomOut),
    separator,
    role('togglefullscreen', words.fullScreen),
    ...(state.development
      ? [separator, role('reload', words.reload, 'CommandOrControl+Shift+R'), role('toggleDevTools', words.devTools)]
      : []),
  ]);
  const go = column(words.go, [
    ...withAccounts(
      'go_inbox',
      'go_drafts',
      'go_sent',
      'go_archive',
      'go_junk',
      'go_trash',
      'show_drafts',
      'show_outbox',
    ),
    separator,
    ...withAccounts('next_message', 'previous_message', 'next_unread', 'open_message', 'back_to_list'),
    separator,
    ...withAccounts('next_in_conversation', 'previous_in_conversation', 'open_all', 'fold_all'),
  ]);
  const message = column(words.message, [
    ...withAccounts('reply', 'reply_all', 'forward', 'forward_attached', 'edit_as_new', 'continue_draft'),
    separator,
    ...withAccounts('mark_seen', 'mark_unseen', 'toggle_flag', 'tag', 'untag'),
    separator,
    ...withAccounts('archive', 'move', 'copy', 'junk', 'not_junk', 'trash', 'delete_forever'),
    separator,
    ...withAccounts('open_in_window', 'print', 'save_pdf', 'save_eml'),
    separator,
    ...withAccounts('fixed_width', 'original_colours', 'view_headers', 'view_source'),
    separator,
    { ...command('undo', state.hasAccounts), label: words.undoAction },
    separator,
    { ...command('select_all', state.hasAccounts), label: words.selectAllMessages },
    ...withAccounts('select_none'),
  ]);
  const folder = column(words.folder, [
    ...withAccounts('mark_folder_seen', 'empty_folder'),
    separator,
    ...withAccounts('new_folder', 'rename_folder', 'delete_folder'),
    separator,
    ...withAccounts('verify_folder'),
  ]);
  const windows = column(
    words.window,
    [role('minimize', words.minimize), role('zoom', words.zoom), separator, role('front', words.front)],
    'window',
  );
  const help = column(
    words.help,
    [command('shortcuts'), ...(mac ? [] : [separator, role('about', words.about)])],
    'help',
  );
  const shared = [file, edit, view, go, message, folder];
  return mac ? [appMenu, ...shared, windows, help] : [...shared, help];
}

/** In text fields these keys must keep their editing function; in the list the window handles them itself. */
const keysOfEditing: readonly string[] = ['mod+a', 'mod+z'];

/**
 * Electron's accelerator for a command: its first shortcut with Ctrl or Cmd, or on a function key. Single keys and sequences have
 * none, since a menu would take them away from every field.
 */
export function acceleratorOf(id: CommandId): string | null {
  const shortcut = defaultShortcuts[id]?.find(
    (each) => /^(mod\+(shift\+)?[^\s+]+|F\d{1,2})$/.test(each) && !keysOfEditing.includes(each),
  );
  if (shortcut === undefined) return null;
  const names: Readonly<Record<string, string>> = { mod: 'CommandOrControl', shift: 'Shift' };
  return shortcut
    .split('+')
    .map((key) => names[key] ?? key.toUpperCase())
    .join('+');
}

const separator: MenuEntry = { kind: 'separator' };

function command(id: CommandId, enabled = true): MenuEntry & { readonly kind: 'command' } {
  return { kind: 'command', command: id, label: texts().commands.labels[id], accelerator: acceleratorOf(id), enabled };
}

function role(name: MenuRole, label: string, accelerator: string | null = null): MenuEntry & { readonly kind: 'role' } {
  return { kind: 'role', role: name, label, accelerator, hidden: false };
}

function column(label: string, entries: readonly MenuEntry[], asRole: MenuColumn['role'] = null): MenuColumn {
  return { role: asRole, label, entries };
}
