/** What the window knows of the page that draws a message. */
export interface FrameWatch {
  readonly phase: 'starting' | 'drawing' | 'shown' | 'restart' | 'ended';
  /** Looks since the page last showed that it goes on. */
  readonly silent: number;
}

export type WatchEvent =
  /** The window looked, every `lookEvery` milliseconds. Hidden: nothing is drawn then, so silence means nothing. */
  | { readonly kind: 'look'; readonly hidden: boolean }
  | { readonly kind: 'begun' }
  | { readonly kind: 'drawn' }
  | { readonly kind: 'beat' };

/** A page whose process is starting is not the message's fault: it is given up late, for another process. */
const startLooks = 40;
/** The looks in which a message has to be drawn: a second where the window is on time, so that its words are there within two. */
const drawLooks = 10;
/** A page that is shown may be busy for a while, for example after the window was made wider. */
const shownLooks = 6;

export const watchBegun: FrameWatch = { phase: 'starting', silent: 0 };

/** Milliseconds between two looks. */
export function lookEvery({ phase }: FrameWatch): number {
  return phase === 'shown' ? 1_000 : 100;
}

/**
 * The pure transition. Counts looks and not time: a computer that slept, or that is too slow to look, adds one look at most. `restart` asks for
 * another process, `ended` for the plain view; both are final.
 */
export function watchChanged(state: FrameWatch, event: WatchEvent): FrameWatch {
  const { phase, silent } = state;
  if (phase === 'restart' || phase === 'ended') return state;
  if (event.kind === 'begun') return { phase: 'drawing', silent: 0 };
  if (event.kind === 'drawn') return phase === 'drawing' ? { phase: 'shown', silent: 0 } : state;
  if (event.kind === 'beat') return phase === 'shown' ? { phase, silent: 0 } : state;
  if (event.kind !== 'look' || event.hidden) return state;
  const limit = phase === 'starting' ? startLooks : phase === 'drawing' ? drawLooks : shownLooks;
  if (silent + 1 < limit) return { phase, silent: silent + 1 };
  return { phase: phase === 'starting' ? 'restart' : 'ended', silent: 0 };
}
