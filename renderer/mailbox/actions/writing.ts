import type { DraftStart } from '../../../shared/writing.ts';
import { openDraftMessage, startDraft, startInWindow } from '../../compose/composers.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { type MessagePlace, placeOf } from '../list/row-key.ts';
import { accountOfCursor, folderActedOn, useMailbox } from '../mailbox-state.ts';
import { isBeyondCursor, selectedIds } from '../selection/selection.ts';

/** Begins a new message in a window of its own, from the account whose folder or message is open. */
export function writeNew(): void {
  const accountId = accountOfCursor(useMailbox.getState()) ?? useAccounts.getState().accounts?.[0]?.account.id;
  if (accountId !== undefined) void startInWindow(accountId);
}

/** Begins an answer to the selected message, or one that passes it on. */
export function writeAbout(kind: Exclude<DraftStart['kind'], 'new' | 'mailto'>): void {
  const message = selectedMessage();
  if (message) void startDraft(message.accountId, { kind, messageId: message.messageId });
}

/** The message that is shown from a conversation, or the first of the selected ones. */
function selectedMessage(): MessagePlace | null {
  const { open, beside, reading } = useMailbox.getState();
  const cursor = open?.list.cursor;
  const isShown = open !== null && reading?.row !== undefined && reading.row === (cursor?.origin ?? cursor?.id);
  if (open?.byThread && !beside && isShown && !isBeyondCursor(open)) return reading;
  if (beside) return { accountId: beside.accountId, messageId: beside.message.id };
  const [key] = open ? selectedIds(open) : [];
  return open && key !== undefined ? placeOf(key, open.accountId) : null;
}

/** Whether the message under the cursor is in a folder for drafts: it is opened to be written on. */
export function isInDrafts(): boolean {
  return folderActedOn(useMailbox.getState())?.role === 'drafts';
}

/** Goes on writing the selected draft, whichever program began it. */
export function continueDraft(): void {
  const message = selectedMessage();
  if (message) void openDraftMessage(message.accountId, message.messageId);
}
