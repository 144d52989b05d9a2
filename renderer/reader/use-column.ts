import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { MessageId, ThreadMessage } from '../../shared/mail.ts';
import { aliveAfter, type OpenMessages } from './conversation-open.ts';
import { keepPlace, openInSight, scrollToMessage } from './conversation-scroll.ts';

/** An unread message counts as read when it was selected, or something of it was in sight, for this long. */
export const readAfterMs = 1_000;

interface ColumnOf {
  /** What scrolls the messages; null while there is no column of several. */
  readonly element: HTMLElement | null;
  readonly state: OpenMessages;
  readonly messages: readonly ThreadMessage[];
  readonly onSeen: ((message: ThreadMessage) => void) | undefined;
  readonly onOpening: ((message: ThreadMessage) => void) | undefined;
}

interface Column {
  /** The open messages whose content is in the document. */
  readonly alive: readonly MessageId[];
  /** Whether the text of all of them is there. */
  readonly isLoaded: boolean;
  /** The height that a message keeps until it is drawn again. */
  readonly keptHeight: (id: MessageId) => number | undefined;
  readonly onLoaded: (id: MessageId) => void;
  readonly onDrawn: (id: MessageId) => void;
  /** Keeps what is read in its place while this item grows. @returns ends that */
  readonly watch: (item: HTMLElement) => () => void;
  /** Scrolls to a message, and holds it there until the user scrolls. */
  readonly scrollTo: (id: MessageId) => void;
  /** The same, at once. */
  readonly goTo: (id: MessageId) => void;
  /** What is in sight stays, whatever grows above or below it. */
  readonly stay: () => void;
}

/** Where a conversation's column stands, which of its open messages are drawn, and which were seen. */
export function useColumn({ element, state, messages, onSeen, onOpening }: ColumnOf): Column {
  const [alive, setAlive] = useState<readonly MessageId[]>([]);
  const [loaded, setLoaded] = useState<ReadonlySet<MessageId>>(new Set());
  const [drawn, setDrawn] = useState<ReadonlySet<MessageId>>(new Set());
  const heights = useRef(new Map<MessageId, number>());
  /** What is scrolled to until the user scrolls: its neighbours may still grow. */
  const target = useRef<MessageId | null>(null);
  const scrolledTo = useRef(0);
  const items = useRef(new Set<HTMLElement>());
  const place = useRef<ReturnType<typeof keepPlace> | null>(null);
  const latest = useRef({ state, messages, drawn, onSeen, onOpening });
  useLayoutEffect(() => {
    latest.current = { state, messages, drawn, onSeen, onOpening };
  });
  const timers = useSeenTimers((id) => {
    const message = latest.current.messages.find((each) => each.id === id);
    if (message && !message.seen) latest.current.onSeen?.(message);
  });

  const look = useCallback(() => {
    if (element === null) return;
    if (target.current !== null) {
      scrollToMessage(element, target.current);
      scrolledTo.current = element.scrollTop;
    }
    // Kept for the time when its content is put away.
    for (const item of items.current) {
      const id = Number(item.dataset['message']) as MessageId;
      if (latest.current.drawn.has(id)) heights.current.set(id, item.offsetHeight);
    }
    const { near, seen } = openInSight(element);
    setAlive((before) => aliveAfter(before, near, latest.current.state.open));
    const isRead = (id: MessageId): boolean => latest.current.messages.find((each) => each.id === id)?.seen !== false;
    timers.wanted(seen.filter((id) => latest.current.drawn.has(id) && !isRead(id)));
  }, [element, timers]);

  useLayoutEffect(() => {
    if (element === null) return;
    const isSettled = (item: HTMLElement): boolean =>
      !('open' in item.dataset) || latest.current.drawn.has(Number(item.dataset['message']) as MessageId);
    const own = keepPlace(element, isSettled, look);
    place.current = own;
    for (const item of items.current) own.watch(item);
    const scrolled = (): void => {
      // A wheel over a message's frame is heard of only by this.
      if (Math.abs(element.scrollTop - scrolledTo.current) > 1) target.current = null;
      look();
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      own.stop();
      place.current = null;
      timers.wanted([]);
      element.removeEventListener('scroll', scrolled);
    };
  }, [element, look, timers]);

  const { at } = state;
  useLayoutEffect(() => {
    target.current = at;
  }, [at]);
  useLayoutEffect(look);

  // Main has to know of a message before it is drawn; its content asks for its text after this.
  const opening = useRef<ReadonlySet<MessageId>>(new Set());
  useLayoutEffect(() => {
    for (const id of alive) {
      const message = latest.current.messages.find((each) => each.id === id);
      if (message && !opening.current.has(id)) latest.current.onOpening?.(message);
    }
    opening.current = new Set(alive);
    const isStill = (id: MessageId): boolean => alive.includes(id);
    setLoaded((before) => restricted(before, isStill));
    setDrawn((before) => restricted(before, isStill));
  }, [alive]);

  const watch = useCallback((item: HTMLElement) => {
    items.current.add(item);
    const unwatch = place.current?.watch(item);
    return () => {
      items.current.delete(item);
      unwatch?.();
    };
  }, []);
  const onLoaded = useCallback((id: MessageId) => setLoaded((before) => new Set([...before, id])), []);
  const onDrawn = useCallback((id: MessageId) => setDrawn((before) => new Set([...before, id])), []);
  const scrollTo = useCallback((id: MessageId) => {
    target.current = id;
  }, []);
  const goTo = useCallback(
    (id: MessageId) => {
      target.current = id;
      look();
    },
    [look],
  );
  const stay = useCallback(() => {
    target.current = null;
  }, []);
  // One that was alone stays as it is when the others of its conversation are known.
  const known = alive.filter((id) => state.open.has(id));
  const shown = element === null || known.length === 0 ? [state.at] : known;
  return {
    alive: shown,
    isLoaded: shown.every((id) => loaded.has(id)),
    keptHeight: (id) => (drawn.has(id) ? undefined : heights.current.get(id)),
    onLoaded,
    onDrawn,
    watch,
    scrollTo,
    goTo,
    stay,
  };
}

function restricted(before: ReadonlySet<MessageId>, isStill: (id: MessageId) => boolean): ReadonlySet<MessageId> {
  return [...before].every(isStill) ? before : new Set([...before].filter(isStill));
}

/** Tells of each message that is wanted for a while without a break, once. */
function useSeenTimers(onSeen: (id: MessageId) => void): { readonly wanted: (ids: readonly MessageId[]) => void } {
  const latest = useRef(onSeen);
  useEffect(() => {
    latest.current = onSeen;
  });
  const [timers] = useState(() => {
    const running = new Map<MessageId, ReturnType<typeof setTimeout>>();
    return {
      wanted: (ids: readonly MessageId[]): void => {
        for (const [id, timer] of running) {
          if (ids.includes(id)) continue;
          clearTimeout(timer);
          running.delete(id);
        }
        for (const id of ids) {
          if (!running.has(id))
            running.set(
              id,
              setTimeout(() => latest.current(id), readAfterMs),
            );
        }
      },
    };
  });
  useEffect(() => () => timers.wanted([]), [timers]);
  return timers;
}
