import { create } from 'zustand';
import type { CallInput } from '../../shared/ipc.ts';
import type { SignInId, SignInState } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { call, on } from '../bridge.ts';

export type SignInRequest = CallInput<'signIn.start'>;

/** The one sign-in that the window may have under way, in setup or in a dialog. */
export type SignInRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting'; readonly request: SignInRequest }
  | {
      readonly kind: 'running';
      readonly request: SignInRequest;
      readonly signInId: SignInId;
      readonly state: SignInState;
    }
  /** Main refused to start the sign-in. */
  | { readonly kind: 'refused'; readonly request: SignInRequest; readonly error: AppError };

export const idleRun: SignInRun = { kind: 'idle' };

/** Main started the run that `request` asked for; ignored when that request was given up meanwhile. */
export function runStarted(run: SignInRun, request: SignInRequest, signInId: SignInId): SignInRun {
  if (run.kind !== 'starting' || run.request !== request) return run;
  return { kind: 'running', request, signInId, state: { kind: 'requesting' } };
}

/** Main refused to start the run that `request` asked for. */
export function runRefused(run: SignInRun, request: SignInRequest, error: AppError): SignInRun {
  return run.kind === 'starting' && run.request === request ? { kind: 'refused', request, error } : run;
}

/**
 * The state machine in main changed its state. States of other runs, for example one that was given up, are ignored.
 */
export function stateReceived(run: SignInRun, signInId: SignInId, state: SignInState): SignInRun {
  if (run.kind !== 'running' || run.signInId !== signInId) return run;
  return JSON.stringify(run.state) === JSON.stringify(state) ? run : { ...run, state };
}

/**
 * The state that the window asks for after the start. An event that arrived before this answer is newer, so it stays.
 */
export function firstStateReceived(run: SignInRun, signInId: SignInId, state: SignInState): SignInRun {
  return run.kind === 'running' && run.state.kind === 'requesting' ? stateReceived(run, signInId, state) : run;
}

interface SignInStore {
  readonly run: SignInRun;
}

export const useSignIn = create<SignInStore>()(() => ({ run: idleRun }));

function change(transition: (run: SignInRun) => SignInRun): void {
  useSignIn.setState((store) => {
    const run = transition(store.run);
    return run === store.run ? store : { run };
  });
}

/** Starts a sign-in; one that was under way is cancelled. */
export async function startSignIn(request: SignInRequest): Promise<void> {
  endSignIn();
  change(() => ({ kind: 'starting', request }));
  const started = await call('signIn.start', request);
  if (!started.ok) {
    change((run) => runRefused(run, request, started.error));
    return;
  }
  const { signInId } = started.value;
  change((run) => runStarted(run, request, signInId));
  const { run } = useSignIn.getState();
  if (run.kind !== 'running' || run.signInId !== signInId) {
    await call('signIn.cancel', { signInId });
    return;
  }
  const state = await call('signIn.state', { signInId });
  if (state.ok) change((current) => firstStateReceived(current, signInId, state.value));
}

/** Begins anew: with another code within the same run while one is shown, else by starting the same request again. */
export async function newCode(): Promise<void> {
  const { run } = useSignIn.getState();
  if (run.kind === 'running' && run.state.kind === 'waiting') await call('signIn.newCode', { signInId: run.signInId });
  else if (run.kind === 'running' || run.kind === 'refused') await startSignIn(run.request);
}

/** Begins anew in another way, or with another account on the provider's page. */
export async function signInAnew(change: Pick<SignInRequest, 'way' | 'askWho'>): Promise<void> {
  const { run } = useSignIn.getState();
  if (run.kind !== 'idle') await startSignIn({ ...run.request, ...change });
}

/** Gives up the sign-in that is under way, if any; later events of it are ignored. */
export function endSignIn(): void {
  const { run } = useSignIn.getState();
  if (run.kind === 'running' && isUnderWay(run.state)) void call('signIn.cancel', { signInId: run.signInId });
  change(() => idleRun);
}

/**
 * The signed-in identity is not the mailbox's address: accepts it, or gives up this sign-in and begins anew.
 */
export async function confirmIdentity(accept: boolean): Promise<void> {
  const { run } = useSignIn.getState();
  if (run.kind !== 'running') return;
  await call('signIn.confirmIdentity', { signInId: run.signInId, accept });
  if (!accept) await startSignIn({ ...run.request, askWho: true });
}

function isUnderWay(state: SignInState): boolean {
  return ['requesting', 'waiting', 'at_browser', 'confirming', 'finishing'].includes(state.kind);
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followSignIn(): () => void {
  return on('signIn.changed', ({ signInId, state }) => change((run) => stateReceived(run, signInId, state)));
}
