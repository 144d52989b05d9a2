import type { DraftStart } from '../../../shared/writing.ts';
import { openDraftMessage, startDraft, startInWindow } from '../../compose/composers.ts';
import { useAccounts } from '../../stores/accounts.ts';
import { openFolderOf, useMailbox } from '../mailbox-state.ts';
import { selectedIds } from '../selection/selection.ts';

/** Begins a new message in a window of its own, from the account whose folder is open. */
export function writeNew(): void {
  const accountId = useMailbox.getState().open?.accountId ?? useAccounts.getState().accounts?.[0]?.account.id;
  if (accountId !== undefined) void startInWindow(accountId);
}

/** Begins an answer to the selected message, or one that passes it on. */
export function writeAbout(kind: Exclude<DraftStart['kind'], 'new' | 'mailto'>): void {
  const { open } = useMailbox.getState();
  const [messageId] = open ? selectedIds(open) : [];
  if (open && messageId !== undefined) void startDraft(open.accountId, { kind, messageId });
}

/** Whether the open folder is one for drafts: its messages are opened to be written on. */
export function isInDrafts(): boolean {
  return openFolderOf(useMailbox.getState())?.role === 'drafts';
}

/** Goes on writing the selected draft, whichever program began it. */
export function continueDraft(): void {
  const { open } = useMailbox.getState();
  const [messageId] = open ? selectedIds(open) : [];
  if (open && messageId !== undefined) void openDraftMessage(open.accountId, messageId);
}
