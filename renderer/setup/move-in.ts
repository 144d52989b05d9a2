import { create } from 'zustand';
import type { MovedAccount, MovingSource } from '../../shared/moving.ts';
import type { AppError } from '../../shared/reply.ts';
import { call } from '../bridge.ts';

/** Accounts of other programs: what was found, what is wanted, and what became of it. */
export interface MoveIn {
  /** Null: they are being looked for. */
  readonly sources: readonly MovingSource[] | null;
  /** Ticked accounts, as of `tickKey`. */
  readonly ticked: ReadonlySet<string>;
  readonly taking: boolean;
  /** Null until accounts were taken. */
  readonly moved: readonly MovedAccount[] | null;
  /** Why a chosen file, or a source, could not be used. */
  readonly error: AppError | null;
}

export const initialMoveIn: MoveIn = { sources: null, ticked: new Set(), taking: false, moved: null, error: null };

export const useMoveIn = create<MoveIn>()(() => initialMoveIn);

/** One account of one source. */
export const tickKey = (sourceId: string, key: string) => `${sourceId} ${key}`;

/** Takes what was found. All that is not in Heron yet is ticked, each address once. */
export function sourcesFound(state: MoveIn, found: readonly MovingSource[]): MoveIn {
  const paths = new Set(found.map(({ path }) => path));
  const kept = (state.sources ?? []).filter(({ path }) => !paths.has(path));
  const sources = [...kept, ...found];
  const seen = new Set<string>();
  const ticked = new Set<string>();
  for (const { sourceId, accounts } of sources) {
    for (const { key, isThere } of accounts) {
      const wasThere = kept.some((source) => source.sourceId === sourceId);
      const isWanted = wasThere ? state.ticked.has(tickKey(sourceId, key)) : !isThere && !seen.has(key);
      if (isWanted) ticked.add(tickKey(sourceId, key));
      if (isWanted) seen.add(key);
    }
  }
  return { ...state, sources, ticked, error: null };
}

/** Ticks an account, or unticks it. */
export function accountTicked(state: MoveIn, tick: string, wanted: boolean): MoveIn {
  const ticked = new Set(state.ticked);
  if (wanted) ticked.add(tick);
  else ticked.delete(tick);
  return { ...state, ticked };
}

/** Looks at the usual places. */
export async function lookAround(): Promise<void> {
  useMoveIn.setState(initialMoveIn, true);
  const reply = await call('moving.look', undefined);
  useMoveIn.setState((state) =>
    reply.ok ? sourcesFound(state, reply.value) : { ...state, sources: [], error: reply.error },
  );
}

/** Main asks for a file. */
export async function chooseFile(): Promise<void> {
  const reply = await call('moving.choose', undefined);
  useMoveIn.setState((state) => {
    if (!reply.ok) return { ...state, error: reply.error };
    return reply.value === null ? state : sourcesFound(state, reply.value);
  });
}

export const tick = (key: string, wanted: boolean) => useMoveIn.setState((state) => accountTicked(state, key, wanted));

const notTaken = (error: AppError) => ({ accountId: null, needs: null, error });

/** Takes the ticked accounts over, source by source. Where some came in, each other one says why it did not. */
export async function takeTicked(): Promise<void> {
  const { sources, ticked, taking } = useMoveIn.getState();
  if (taking) return;
  useMoveIn.setState({ taking: true, error: null });
  const moved: MovedAccount[] = [];
  const failed: MovedAccount[] = [];
  for (const { sourceId, accounts } of sources ?? []) {
    const wanted = accounts.filter(({ key }) => ticked.has(tickKey(sourceId, key)));
    if (wanted.length === 0) continue;
    const reply = await call('moving.take', { sourceId, keys: wanted.map(({ key }) => key) });
    if (reply.ok) moved.push(...reply.value);
    else failed.push(...wanted.map(({ key, address }) => ({ key, address, ...notTaken(reply.error) })));
  }
  const error = failed.at(-1)?.error ?? null;
  useMoveIn.setState({ taking: false, moved: moved.length > 0 ? [...moved, ...failed] : null, error });
}
