import { create } from 'zustand';
import type { AccountId, MessageId } from '../../../shared/mail.ts';
import { markTyped, useMarkedWords } from '../../stores/marked-words.ts';
import { type HitList, hitStepped, hitsCounted, hitsForgotten, messagesListed, noHits } from './hit-list.ts';

interface FindState {
  /** The bar that something can be typed into is open. */
  readonly isOpen: boolean;
  readonly typed: string;
  readonly list: HitList;
  /** The user has gone to another hit, so the number is said aloud from now on. */
  readonly hasStepped: boolean;
  /** Grows with each time that the bar is to have the focus. */
  readonly asked: number;
}

export const useFind = create<FindState>()(() => ({
  isOpen: false,
  typed: '',
  list: noHits,
  hasStepped: false,
  asked: 0,
}));

/** What a message that is drawn does with its hits. */
export interface HitView {
  /**
   * Marks one hit more strongly than the others.
   * @param index null: none
   * @param reveals it is scrolled to
   */
  readonly show: (index: number | null, reveals: boolean) => void;
}

/** How the reader hears of a message's hits. */
export interface HitOffer {
  /** So many hits are marked in what is drawn. */
  readonly counted: (count: number, isMore: boolean) => void;
  readonly stop: () => void;
}

const views = new Map<MessageId, HitView>();
let account: AccountId | null = null;
/** The current hit is to be scrolled to when this message is drawn again. */
let awaited: MessageId | null = null;
let goTo: ((id: MessageId) => void) | null = null;

/** A message that is drawn takes part in what is found. */
export function offerHits(id: MessageId, view: HitView): HitOffer {
  views.set(id, view);
  return {
    counted: (count, isMore) => {
      if (views.get(id) !== view) return;
      const { list, typed, hasStepped } = useFind.getState();
      const next = hitsCounted(list, id, count, isMore);
      const reveals = awaited === id || typed !== '' || hasStepped || next.lead === id;
      if (!isSamePlace(list, next)) change(next, reveals);
      else {
        useFind.setState({ list: next });
        if (next.at?.id === id) show(next, awaited === id);
      }
    },
    stop: () => {
      if (views.get(id) === view) views.delete(id);
    },
  };
}

/** These messages are open in the reader, in this order. @param lead the one that the list led to */
export function messagesShown(of: AccountId, ids: readonly MessageId[], lead: MessageId): void {
  const { list } = useFind.getState();
  const next = messagesListed(of === account ? list : noHits, ids, lead);
  account = of;
  if (next === list) return;
  if (lead !== list.lead) useFind.setState({ hasStepped: false });
  change(next, false);
}

/** No message is shown any more: the bar closes. */
export function messagesGone(): void {
  account = null;
  awaited = null;
  useFind.setState({ isOpen: false, typed: '', list: noHits, hasStepped: false });
  markTyped('');
}

/** Says how the column of several messages is scrolled to one of them. @returns takes it back */
export function offerGoing(go: (id: MessageId) => void): () => void {
  goTo = go;
  return () => {
    if (goTo === go) goTo = null;
  };
}

/** Whether a message is shown, in which something can be found. */
export function canFind(): boolean {
  return useFind.getState().list.parts.length > 0;
}

/** Goes to the next hit, or the one before. */
export function stepHit(by: 1 | -1): void {
  const { list } = useFind.getState();
  const next = hitStepped(list, by);
  if (next.at === null) return;
  useFind.setState({ hasStepped: true });
  // The only hit is scrolled to again.
  change(next, true);
}

/** Opens the bar, or puts the focus into it. */
export function openFind(): void {
  useFind.setState(({ asked }) => ({ isOpen: true, asked: asked + 1 }));
}

/** Closes the bar: what was searched for in the list is marked again. */
export function closeFind(): void {
  useFind.setState({ isOpen: false, typed: '', hasStepped: false });
  markTyped('');
}

/** Looks for this in the open messages. */
export function typeFind(typed: string): void {
  useFind.setState({ typed });
  markTyped(typed);
}

// What is found for other words does not count any more, before anything is drawn with them.
useMarkedWords.subscribe(({ marks }, before) => {
  if (marks === before.marks) return;
  awaited = null;
  change(hitsForgotten(useFind.getState().list), false);
});

function isSamePlace({ at: one }: HitList, { at: other }: HitList): boolean {
  return one?.id === other?.id && one?.index === other?.index;
}

function change(next: HitList, reveals: boolean): void {
  const { list } = useFind.getState();
  useFind.setState({ list: next });
  if (list.at !== null && list.at.id !== next.at?.id) views.get(list.at.id)?.show(null, false);
  show(next, reveals);
}

/** Shows the current hit; of a message that is not drawn, when it is. */
function show({ at }: HitList, reveals: boolean): void {
  if (at === null) return;
  const view = views.get(at.id);
  if (view !== undefined && typeof at.index === 'number') {
    if (awaited === at.id) awaited = null;
    view.show(at.index, reveals);
  } else if (reveals) {
    awaited = at.id;
    goTo?.(at.id);
  }
}
