import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { changeOpen, findMessage } from '../list/open-view.ts';
import { announced, type UndoOffer, useMailbox } from '../mailbox-state.ts';
import { allSelected, selectionCleared } from '../selection/selection.ts';

/** Main delays an operation by this time, so that it can be undone. */
const undoMs = 10_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let left = 0;
let since = 0;

function start(ms: number): void {
  clearTimeout(timer);
  left = ms;
  since = Date.now();
  timer = setTimeout(() => useMailbox.setState({ undo: null }), ms);
}

/** Offers to undo an action for 10 s; replaces the offer for the action before it. */
export function offerUndo(undo: UndoOffer): void {
  useMailbox.setState({ undo });
  start(undoMs);
}

/** Stops the offer's time while the pointer or the focus is on it. */
export function holdUndo(): void {
  clearTimeout(timer);
  left = Math.max(0, left - (Date.now() - since));
}

/** Lets the offer's time go on. */
export function releaseUndo(): void {
  if (useMailbox.getState().undo) start(left);
}

/** Withdraws the offer: the user dismissed it. */
export function dismissUndo(): void {
  clearTimeout(timer);
  useMailbox.setState({ undo: null });
}

/** Undoes the last action, as far as it has not reached the server, and puts the cursor on its first message. */
export async function undoLast(): Promise<void> {
  const { undo } = useMailbox.getState();
  if (!undo) {
    say(texts().mailbox.undo.nothing);
    return;
  }
  dismissUndo();
  let undone = 0;
  let late = 0;
  // The last call is undone first.
  for (const undoId of undo.undoIds.toReversed()) {
    const reply = await call('mail.undo', { accountId: undo.accountId, undoId });
    if (!reply.ok && reply.error.code !== 'not_found') {
      useMailbox.setState({ refused: reply.error });
      return;
    }
    undone += reply.ok ? reply.value.undone : 0;
    late += reply.ok ? reply.value.late : 0;
  }
  const words = texts().mailbox.undo;
  say(late > 0 ? words.late(late) : undone > 0 ? words.undone : words.tooLate);
  if (undone > 0) await goBack(undo);
}

async function goBack({ accountId, folderId, messageIds }: UndoOffer): Promise<void> {
  const { open } = useMailbox.getState();
  const first = messageIds[0];
  if (!first || open?.accountId !== accountId || open.folderId !== folderId) return;
  changeOpen((folder) => {
    const leaving = new Set(folder.list.leaving);
    for (const id of messageIds) leaving.delete(id);
    return { ...folder, list: { ...folder.list, leaving } };
  });
  changeOpen((folder) => (messageIds.length > 1 ? allSelected(folder, messageIds) : selectionCleared(folder)));
  await findMessage(first, 'until_there');
}

function say(text: string): void {
  useMailbox.setState((state) => announced(state, text));
}
