import type { AccountId } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { undoWindowMs } from '../../../shared/undo.ts';
import { call } from '../../bridge.ts';
import { changeOpen, findMessage } from '../list/open-view.ts';
import { placeOf } from '../list/row-key.ts';
import { isSamePlace, keyIn, type UndoOffer, useMailbox } from '../mailbox-state.ts';
import { allSelected, selectionCleared } from '../selection/selection.ts';
import { stackAt, stackOf, stackWith } from './undo-stack.ts';

/** How long the bar is shown; what it offers can be undone for longer, by the key. */
const barMs = 10_000;

let barTimer: ReturnType<typeof setTimeout> | undefined;
let ageTimer: ReturnType<typeof setTimeout> | undefined;
let left = 0;
let since = 0;

function start(ms: number): void {
  clearTimeout(barTimer);
  left = ms;
  since = Date.now();
  barTimer = setTimeout(() => useMailbox.setState({ undoBar: null }), ms);
}

function showBar(text: string, canUndo: boolean): void {
  useMailbox.setState({ undoBar: { text, canUndo } });
  start(barMs);
}

/** Offers to undo an action; quick repetitions of it are undone together with it. */
export function offerUndo(offer: UndoOffer): void {
  const undo = stackWith(useMailbox.getState().undo, offer, Date.now());
  useMailbox.setState({ undo });
  const last = undo.at(-1);
  if (last?.shown) showBar(last.words(last.count), true);
  else dismissUndo();
  clearTimeout(ageTimer);
  ageTimer = setTimeout(forgetOld, undoWindowMs);
}

/** Nothing that is too old to be undone is offered. */
function forgetOld(): void {
  useMailbox.setState((state) => ({ undo: stackAt(state.undo, Date.now()) }));
}

/** What was done in accounts that are gone cannot be undone any more. */
export function forgetUndoOfOthers(accountIds: readonly AccountId[]): void {
  const { undo } = useMailbox.getState();
  const known = stackOf(undo, accountIds);
  if (known === undo) return;
  useMailbox.setState({ undo: known });
  dismissUndo();
}

/** Stops the bar's time while the pointer or the focus is on it. */
export function holdUndo(): void {
  clearTimeout(barTimer);
  left = Math.max(0, left - (Date.now() - since));
}

/** Lets the bar's time go on. */
export function releaseUndo(): void {
  if (useMailbox.getState().undoBar) start(left);
}

/** Hides the bar: the user dismissed it. The key still undoes. */
export function dismissUndo(): void {
  clearTimeout(barTimer);
  useMailbox.setState({ undoBar: null });
}

/** Says that there is nothing to undo, to be seen and read aloud. */
export function showNothingToUndo(): void {
  showBar(texts().mailbox.undo.nothing, false);
}

/** Undoes the last action with its quick repetitions, and puts the cursor on its first message. */
export async function undoLast(): Promise<void> {
  forgetOld();
  const { undo: stack } = useMailbox.getState();
  const undo = stack.at(-1);
  if (!undo) {
    showNothingToUndo();
    return;
  }
  const before = stack.at(-2);
  useMailbox.setState({ undo: stack.slice(0, -1) });
  let undone = 0;
  let late = 0;
  // The last call is undone first.
  for (const [index, step] of undo.steps.toReversed().entries()) {
    const reply = await call('mail.undo', step);
    if (!reply.ok && reply.error.code !== 'not_found') {
      // What is not undone yet can be tried again.
      const steps = undo.steps.slice(0, undo.steps.length - index);
      useMailbox.setState((state) => ({ undo: [...state.undo, { ...undo, steps }], refused: reply.error }));
      return;
    }
    undone += reply.ok ? reply.value.undone : 0;
    late += reply.ok ? reply.value.late : 0;
  }
  const words = texts().mailbox.undo;
  const result = late > 0 ? words.late(late) : undone > 0 ? words.undone : words.tooLate;
  // The bar is read aloud itself.
  if (before) showBar(words.andBefore(result, before.words(before.count)), true);
  else showBar(result, false);
  if (undone > 0) await goBack(undo);
}

async function goBack({ place, keys }: UndoOffer): Promise<void> {
  const { open } = useMailbox.getState();
  if (!open || !isSamePlace(open, place)) return;
  // Found by a search of everything, a message has another key in its folder, and the other way round.
  const here = keys.flatMap((key) => {
    const message = placeOf(key, place.accountId);
    return (message && keyIn(open, message)) ?? [];
  });
  const first = here[0];
  if (!first) return;
  changeOpen((folder) => {
    const leaving = new Set(folder.list.leaving);
    for (const key of here) leaving.delete(key);
    return { ...folder, list: { ...folder.list, leaving } };
  });
  changeOpen((folder) => (here.length > 1 ? allSelected(folder, here) : selectionCleared(folder)));
  await findMessage(first, 'until_there');
}
