import type { CommandId } from '../../shared/commands.ts';

/** The groups under which commands are listed together. */
export type CommandGroup = 'anywhere' | 'writing' | 'going' | 'messages' | 'selecting' | 'folder';

const groups: Readonly<Record<CommandId, CommandGroup>> = {
  palette: 'anywhere',
  shortcuts: 'anywhere',
  settings: 'anywhere',
  add_account: 'anywhere',
  sync_now: 'anywhere',
  pause_sync: 'anywhere',
  resume_sync: 'anywhere',
  close_window: 'anywhere',
  quit: 'anywhere',
  new_message: 'writing',
  reply: 'writing',
  reply_all: 'writing',
  forward: 'writing',
  forward_attached: 'writing',
  edit_as_new: 'writing',
  continue_draft: 'writing',
  show_drafts: 'writing',
  show_outbox: 'writing',
  go_inbox: 'going',
  go_drafts: 'going',
  go_sent: 'going',
  go_archive: 'going',
  go_junk: 'going',
  go_trash: 'going',
  focus_folders: 'going',
  focus_list: 'going',
  focus_reader: 'going',
  focus_search: 'going',
  next_message: 'going',
  previous_message: 'going',
  next_unread: 'going',
  open_message: 'going',
  back_to_list: 'going',
  toggle_seen: 'messages',
  mark_seen: 'messages',
  mark_unseen: 'messages',
  toggle_flag: 'messages',
  archive: 'messages',
  trash: 'messages',
  delete_forever: 'messages',
  junk: 'messages',
  not_junk: 'messages',
  move: 'messages',
  open_in_window: 'messages',
  print: 'messages',
  save_pdf: 'messages',
  save_eml: 'messages',
  fixed_width: 'messages',
  original_colours: 'messages',
  view_headers: 'messages',
  view_source: 'messages',
  undo: 'messages',
  select_all: 'selecting',
  select_none: 'selecting',
  toggle_selection: 'selecting',
  extend_down: 'selecting',
  extend_up: 'selecting',
  mark_folder_seen: 'folder',
  empty_folder: 'folder',
  new_folder: 'folder',
  rename_folder: 'folder',
  delete_folder: 'folder',
};

/** The groups in the order in which they are listed. */
export const commandGroups: readonly CommandGroup[] = [
  'writing',
  'messages',
  'selecting',
  'going',
  'folder',
  'anywhere',
];

/** The group of a command. */
export function groupOf(command: CommandId): CommandGroup {
  return groups[command];
}
