import { create } from 'zustand';
import type { AccountId, AccountView, AppInfo, Notice } from '../../shared/mail.ts';
import { type AccountColour, colourAt } from '../../shared/preferences.ts';
import type { AppError, Reply } from '../../shared/reply.ts';
import { call, on } from '../bridge.ts';
import { accountsKnown, useUi } from './ui.ts';

export interface AccountsState {
  /** Null until main answered the first time. */
  readonly accounts: readonly AccountView[] | null;
  readonly info: AppInfo | null;
  readonly notices: readonly Notice[];
  /** The end of a pause of background work, milliseconds since the epoch; null when it is not paused. */
  readonly pausedUntil: number | null;
  /** Why main could not list the accounts at the start. */
  readonly error: AppError | null;
}

export const initialAccounts: AccountsState = {
  accounts: null,
  info: null,
  notices: [],
  pausedUntil: null,
  error: null,
};

function sameData(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}

/** Takes main's accounts; every account that did not change keeps its object, so that only what changed is drawn again. */
export function accountsReceived(state: AccountsState, received: readonly AccountView[]): AccountsState {
  const known = new Map(state.accounts?.map((view) => [view.account.id, view]));
  const accounts = received.map((view) => {
    const before = known.get(view.account.id);
    return before && sameData(before, view) ? before : view;
  });
  const same =
    state.accounts !== null &&
    state.accounts.length === accounts.length &&
    accounts.every((view, index) => view === state.accounts?.[index]);
  return same && state.error === null ? state : { ...state, accounts: same ? state.accounts : accounts, error: null };
}

/** Takes main's notices. */
export function noticesReceived(state: AccountsState, notices: readonly Notice[]): AccountsState {
  return sameData(state.notices, notices) ? state : { ...state, notices };
}

/** Takes what main says of the application, with its notices. */
export function infoReceived(state: AccountsState, info: AppInfo): AccountsState {
  const withNotices = noticesReceived(state, info.notices);
  return sameData(state.info, info) ? withNotices : { ...withNotices, info, pausedUntil: info.pausedUntil };
}

/** Main could not list the accounts. */
export function startFailed(state: AccountsState, error: AppError): AccountsState {
  return sameData(state.error, error) ? state : { ...state, error };
}

export const useAccounts = create<AccountsState>()(() => initialAccounts);

/** One account of the store; undefined when it is not (or no longer) there. */
export function useAccount(accountId: AccountId): AccountView | undefined {
  return useAccounts((state) => state.accounts?.find((view) => view.account.id === accountId));
}

/** An account's colour: its own, else that of its place; undefined where there is only this one and it has none of its own. */
function colourOf(accounts: readonly AccountView[], accountId: AccountId): AccountColour | undefined {
  const place = accounts.findIndex(({ account }) => account.id === accountId);
  return accounts[place]?.account.colour ?? (accounts.length > 1 && place >= 0 ? colourAt(place) : undefined);
}

/** The colour of an account of the store. */
export function useColour(accountId: AccountId | undefined): AccountColour | undefined {
  return useAccounts(({ accounts }) => (accountId === undefined ? undefined : colourOf(accounts ?? [], accountId)));
}

function take(accounts: readonly AccountView[]): void {
  useAccounts.setState((state) => accountsReceived(state, accounts));
  useUi.setState((state) =>
    accountsKnown(
      state,
      accounts.map((view) => view.account.id),
    ),
  );
}

/** Asks main for the accounts, for example again after a failed start. */
export async function loadAccounts(): Promise<void> {
  const before = useAccounts.getState();
  const [accounts, info] = await Promise.all([call('accounts.list', undefined), call('app.info', undefined)]);
  // State that arrived by events meanwhile is newer than these answers, so it is kept.
  if (info.ok) {
    useAccounts.setState((state) =>
      infoReceived(state, {
        ...info.value,
        notices: state.notices === before.notices ? info.value.notices : state.notices,
        pausedUntil: state.pausedUntil === before.pausedUntil ? info.value.pausedUntil : state.pausedUntil,
      }),
    );
  }
  if (!accounts.ok) useAccounts.setState((state) => startFailed(state, accounts.error));
  else if (useAccounts.getState().accounts === before.accounts) take(accounts.value);
}

/** Follows main's events; returns the unsubscribe. Called once by app.tsx. */
export function followAccounts(): () => void {
  const unsubscribe = [
    on('accounts.changed', ({ accounts }) => take(accounts)),
    on('app.noticesChanged', ({ notices }) => useAccounts.setState((state) => noticesReceived(state, notices))),
    on('app.pausedChanged', ({ pausedUntil }) => useAccounts.setState({ pausedUntil })),
  ];
  return () => {
    for (const stop of unsubscribe) stop();
  };
}

/** The user dismissed a notice: it is removed here and in main. */
export async function dismissNotice(id: string): Promise<void> {
  useAccounts.setState((state) =>
    noticesReceived(
      state,
      state.notices.filter((notice) => notice.id !== id),
    ),
  );
  await call('app.dismissNotice', { id });
}

/** Tries the connection and syncs at once; the account's status shows the result. */
export async function retryNow(accountId: AccountId | null): Promise<void> {
  await call('mail.syncNow', { accountId });
}

/** Ends the pause; the accounts' status shows it. */
export async function resumeWork(): Promise<Reply<null>> {
  return call('app.resume', undefined);
}

/** Stops all background work for an hour. */
export async function pauseWork(): Promise<Reply<null>> {
  return call('app.pause', undefined);
}

/** Opens the profile folder in the system's own file manager. */
export async function showProfileFolder(): Promise<Reply<null>> {
  return call('app.showProfileFolder', undefined);
}
