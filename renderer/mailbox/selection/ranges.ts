import type { AppError } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { refuse, say } from '../actions/outcome.ts';
import { changeOpen } from '../list/open-view.ts';
import { askedBy, keyOver, type RowKey } from '../list/row-key.ts';
import { type OpenList, useMailbox } from '../mailbox-state.ts';
import {
  allSelected,
  anchorIndex,
  loadedIds,
  rangeAimed,
  rangeBetween,
  rangeSelected,
  selectionCleared,
  selectionLimit,
} from './selection.ts';

/** How many ids one call asks main for. */
const idsAtOnce = 1000;
/** How often a range is asked for when mail that arrives meanwhile moves its rows. */
const tries = 3;

/** Grows with each selection that the user makes: answers to an earlier one are dropped. */
let turn = 0;
/**
 * The selection that is being asked for, and in which opening of a folder; `asked` resolves with whether it succeeded.
 */
let underWay: { readonly run: number; readonly asked: Promise<boolean> } | null = null;

/**
 * Waits until the ids of the latest selection are known, so that an action covers all of it.
 * @returns false when they cannot be known, or another selection or folder was chosen meanwhile: the action then does
 * nothing
 */
export async function selectionKnown(): Promise<boolean> {
  const mine = turn;
  const run = useMailbox.getState().open?.run;
  if (underWay === null || underWay.run !== run) return true;
  return (await underWay.asked) && isWanted(mine, run);
}

function isWanted(mine: number, run: number): boolean {
  return mine === turn && useMailbox.getState().open?.run === run;
}

function waitFor(run: number, asked: Promise<boolean>): void {
  const waiting = { run, asked };
  underWay = waiting;
  void asked.finally(() => {
    if (underWay === waiting) underWay = null;
  });
}

/** Drops a range that is still being asked for, because the user selected something else. */
export function rangeGivenUp(): void {
  turn++;
  underWay = null;
}

/** Extends the selection from the anchor to a row; ids of rows that are not loaded are asked for. */
export function extendTo(index: number): void {
  rangeGivenUp();
  changeOpen((open) => rangeAimed(open, Math.max(0, Math.min(index, open.list.total - 1))));
  const { open } = useMailbox.getState();
  const from = open && anchorIndex(open);
  const to = open?.list.cursor?.index;
  if (open && typeof from === 'number' && to !== undefined) {
    const { start, count } = rangeBetween(from, to);
    const ids = loadedIds(open.list, start, count);
    if (ids) {
      changeOpen((now) => rangeSelected(now, ids));
      sayCount();
      return;
    }
  }
  if (open) waitFor(open.run, askForRange(turn, open.run));
}

async function askForRange(mine: number, run: number): Promise<boolean> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const { open } = useMailbox.getState();
    if (!open?.list.cursor || !isWanted(mine, run)) return false;
    const from = await whereAnchorIs(open, attempt > 0);
    const { start, count } = rangeBetween(from, open.list.cursor.index);
    const answer = await idsOf(open, start, count, mine);
    if (!isWanted(mine, run)) return false;
    if (answer.kind === 'failed') {
      refuse(answer.error);
      return false;
    }
    // The loaded rows may be older than the rows that main counts by.
    const first = from === start ? answer.ids[0] : answer.ids.at(-1);
    const isOff = attempt === 0 && open.selection.anchor?.id !== null && first !== open.selection.anchor?.id;
    if ((isOff || answer.kind === 'moved') && attempt < tries - 1) continue;
    changeOpen((now) => rangeSelected(now, answer.ids));
    sayCount();
    return true;
  }
  return false;
}

/**
 * @param byMain ask main, even if the anchor's row is loaded
 */
async function whereAnchorIs(open: OpenList, byMain: boolean): Promise<number> {
  const here = byMain && open.selection.anchor?.id ? null : anchorIndex(open);
  const { anchor } = open.selection;
  if (here !== null || !anchor?.id || open.view.kind !== 'ready') return here ?? anchor?.index ?? 0;
  const reply = await call('mail.indexOf', { viewId: open.view.viewId, ...askedBy(anchor.id) });
  return (reply.ok ? reply.value.index : null) ?? anchor.index;
}

type Ids =
  | { readonly kind: 'known' | 'moved'; readonly ids: readonly RowKey[] }
  | { readonly kind: 'failed'; readonly error: AppError };

/** `moved`: the list changed while it was asked. Each call lets the window draw in between. */
async function idsOf(open: OpenList, start: number, count: number, mine: number): Promise<Ids> {
  if (open.view.kind !== 'ready') return { kind: 'known', ids: [] };
  const { viewId } = open.view;
  const ids: RowKey[] = [];
  const revisions = new Set<number>();
  for (let at = start; at < start + count && mine === turn; at += idsAtOnce) {
    const reply = await call('mail.ids', { viewId, start: at, count: Math.min(idsAtOnce, start + count - at) });
    if (!reply.ok) return { kind: 'failed', error: reply.error };
    const { messageIds, accountIds, revision } = reply.value;
    for (const [row, messageId] of messageIds.entries()) {
      const accountId = accountIds?.[row];
      ids.push(accountId === undefined ? messageId : keyOver({ accountId, messageId }));
    }
    revisions.add(revision);
    if (messageIds.length === 0) break;
  }
  return { kind: revisions.size > 1 ? 'moved' : 'known', ids };
}

/** Selects every message of the open folder, the newest 10,000 of a larger one. */
export async function selectWhole(): Promise<void> {
  rangeGivenUp();
  const mine = turn;
  const { open } = useMailbox.getState();
  if (!open || open.list.total === 0) return;
  const asking = idsOf(open, 0, Math.min(open.list.total, selectionLimit), mine).then((answer) => {
    if (!isWanted(mine, open.run)) return false;
    if (answer.kind === 'failed') {
      refuse(answer.error);
      return false;
    }
    changeOpen((now) => allSelected(now, answer.ids));
    const total = useMailbox.getState().open?.list.total ?? 0;
    if (total > answer.ids.length) say(texts().mailbox.selection.capped(answer.ids.length, total));
    else sayCount();
    return true;
  });
  waitFor(open.run, asking);
  await asking;
}

/** Selects only the cursor's message. */
export function selectNothing(): void {
  rangeGivenUp();
  if ((useMailbox.getState().open?.selection.ids.size ?? 0) === 0) return;
  changeOpen(selectionCleared);
  say(texts().mailbox.selection.cleared);
}

/** Reads aloud how many are selected. */
export function sayCount(): void {
  say(texts().mailbox.selection.count(useMailbox.getState().open?.selection.ids.size ?? 0));
}
