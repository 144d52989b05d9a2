/** Everything that can be done from a menu, the palette or the keyboard, by name. Their words are in texts/commands. */
export const commandIds = [
  // anywhere
  'palette',
  'shortcuts',
  'settings',
  'add_account',
  'sync_now',
  'pause_sync',
  'resume_sync',
  'close_window',
  'quit',
  // going
  'go_inbox',
  'go_drafts',
  'go_sent',
  'go_archive',
  'go_junk',
  'go_trash',
  'focus_folders',
  'focus_list',
  'focus_reader',
  'next_message',
  'previous_message',
  'open_message',
  'back_to_list',
  // messages
  'toggle_seen',
  'mark_seen',
  'mark_unseen',
  'toggle_flag',
  'archive',
  'trash',
  'delete_forever',
  'junk',
  'not_junk',
  'move',
  'undo',
  'select_all',
  'select_none',
  'toggle_selection',
  'extend_down',
  'extend_up',
  // the open folder
  'mark_folder_seen',
  'empty_folder',
  'new_folder',
  'rename_folder',
  'delete_folder',
] as const;

export type CommandId = (typeof commandIds)[number];

/**
 * A shortcut as it is written here: keys of one stroke joined by "+", strokes of a sequence by a space. `mod` is Ctrl, on macOS Cmd. A
 * letter or sign without `mod` is a single key that can be turned off; "#" and "!" are signs as typed, whatever keys they need.
 */
export type Shortcut = string;

/** Gmail-like by default; the first of a command is the one shown. */
export const defaultShortcuts: Readonly<Partial<Record<CommandId, readonly Shortcut[]>>> = {
  palette: ['mod+k'],
  shortcuts: ['?', 'mod+/'],
  settings: ['mod+,'],
  sync_now: ['F5', 'mod+r'],
  close_window: ['mod+w'],
  quit: ['mod+q'],
  go_inbox: ['g i'],
  go_drafts: ['g d'],
  go_sent: ['g t'],
  go_archive: ['g a'],
  go_junk: ['g !'],
  go_trash: ['g #'],
  focus_folders: ['mod+1'],
  focus_list: ['mod+2'],
  focus_reader: ['mod+3'],
  next_message: ['j'],
  previous_message: ['k'],
  open_message: ['o', 'Enter'],
  back_to_list: ['Escape'],
  toggle_seen: ['u'],
  mark_seen: ['shift+i'],
  mark_unseen: ['shift+u'],
  toggle_flag: ['s'],
  archive: ['e'],
  trash: ['Delete', '#'],
  delete_forever: ['shift+Delete'],
  junk: ['!'],
  move: ['v', 'mod+shift+m'],
  undo: ['z', 'mod+z'],
  select_all: ['mod+a', '* a'],
  select_none: ['* n'],
  toggle_selection: ['x'],
  extend_down: ['shift+ArrowDown'],
  extend_up: ['shift+ArrowUp'],
  mark_folder_seen: ['mod+shift+a'],
  new_folder: ['mod+shift+n'],
  rename_folder: ['F2'],
};
