import type { CommandId } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { on } from '../bridge.ts';
import { commandAvailability } from '../mailbox/actions/availability.ts';
import { showNothingToUndo } from '../mailbox/actions/undo.ts';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { useAccounts } from '../stores/accounts.ts';
import { useUi } from '../stores/ui.ts';
import { appCommands } from './app-commands.ts';
import { announceCommand, useCommandsUi } from './commands-ui.ts';
import { type MailboxCommandId, mailboxActions } from './mailbox-commands.ts';

/** A command that can be run, or why it cannot be now. */
interface Command {
  readonly run: () => void;
  /** A sentence; null when it can be run. */
  readonly refusal: string | null;
}

function isMailboxCommand(id: CommandId): id is MailboxCommandId {
  return Object.hasOwn(mailboxActions, id);
}

/** The command of that name as it stands now. */
function commandOf(id: CommandId): Command {
  if (!isMailboxCommand(id)) return { run: appCommands[id].run, refusal: appCommands[id].refusal() };
  return { run: mailboxActions[id], refusal: mailboxRefusal(id) };
}

function mailboxRefusal(id: MailboxCommandId): string | null {
  const { unavailable } = texts().commands;
  if ((useAccounts.getState().accounts ?? []).length === 0) return unavailable.noAccount;
  const { kind } = useUi.getState().screen;
  // Leaving setup would lose what the user has entered there.
  if (kind !== 'mailbox' && !(id.startsWith('go_') && kind === 'settings')) return unavailable.notInMailbox;
  // The native menus can be reached over a dialog; what lies under it must not change.
  if (isDialogOpen()) return unavailable.dialogOpen;
  // This command also clears a selection and returns the focus to the list, so it is possible even when no reader is
  // open.
  if (id === 'back_to_list') return null;
  const mailbox = useMailbox.getState();
  // A narrow window draws the reader only when a message is opened.
  const asked = id === 'focus_reader' && mailbox.narrow ? 'open_message' : id;
  return commandAvailability(mailbox)[asked] ?? null;
}

function isDialogOpen(): boolean {
  const asked = useUi.getState().dialog ?? useMailbox.getState().dialog;
  return asked !== null || useCommandsUi.getState().over === 'shortcuts';
}

/** Why a command does nothing now, as a sentence; null when it can be run. */
export function commandRefusal(id: CommandId): string | null {
  return commandOf(id).refusal;
}

/** Runs a command, from wherever it was asked for. One that cannot be run says why. */
export function runCommand(id: CommandId): void {
  const { run, refusal } = commandOf(id);
  if (refusal === null) run();
  else if (id === 'undo' && refusal === texts().mailbox.undo.nothing) showNothingToUndo();
  else announceCommand(refusal);
}

/** Follows the native menus; returns the unsubscribe. */
export function followCommands(): () => void {
  return on('app.command', ({ command }) => runCommand(command));
}
