import { create } from 'zustand';
import type { AccountId } from '../../shared/mail.ts';

/** The settings pages that belong to no single account. */
export const settingsPages = [
  'accounts',
  'appearance',
  'notifications',
  'writing',
  'privacy',
  'storage',
  'background',
  'shortcuts',
  'about',
] as const;
export type SettingsPage = (typeof settingsPages)[number] | AccountId;

/** What the window shows. */
export type Screen =
  | { readonly kind: 'starting' }
  /** `at`: the step that it opens at; the question for an address where it is left out. */
  | { readonly kind: 'setup'; readonly canLeave: boolean; readonly at?: 'move_in' }
  | { readonly kind: 'mailbox' }
  /** `details`: of an account's page, what is folded as a rule is open. */
  | { readonly kind: 'settings'; readonly page: SettingsPage; readonly details?: boolean };

/** A dialog about an account, over the current screen. */
export type UiDialog =
  | { readonly kind: 'sign_in'; readonly accountId: AccountId }
  /** The sign-in that grants sending through Microsoft Graph. */
  | { readonly kind: 'allow_graph'; readonly accountId: AccountId }
  | { readonly kind: 'add_shared'; readonly accountId: AccountId }
  | { readonly kind: 'diagnose'; readonly accountId: AccountId }
  | { readonly kind: 'switch_to_oauth2'; readonly accountId: AccountId }
  | { readonly kind: 'switch_to_password'; readonly accountId: AccountId }
  | { readonly kind: 'sign_out'; readonly accountId: AccountId }
  | { readonly kind: 'remove'; readonly accountId: AccountId };

export interface UiState {
  readonly screen: Screen;
  readonly dialog: UiDialog | null;
  /** The account whose inbox is to be opened as soon as its folders are listed; null: whatever is open stays. */
  readonly inboxOf: AccountId | null;
}

export const initialUi: UiState = { screen: { kind: 'starting' }, dialog: null, inboxOf: null };

/**
 * The accounts are known. Without an account setup is shown; the settings page and the dialog of a removed account
 * close.
 */
export function accountsKnown(state: UiState, ids: readonly AccountId[]): UiState {
  const dialogGone = state.dialog !== null && !ids.includes(state.dialog.accountId);
  const dialog = dialogGone ? null : state.dialog;
  const screen = screenFor(state.screen, ids);
  return screen === state.screen && dialog === state.dialog ? state : { ...state, screen, dialog };
}

function screenFor(screen: Screen, ids: readonly AccountId[]): Screen {
  if (screen.kind === 'setup') return screen;
  if (screen.kind === 'settings' && !isAccountPage(screen.page)) return screen;
  if (ids.length === 0) return { kind: 'setup', canLeave: false };
  if (screen.kind === 'starting') return { kind: 'mailbox' };
  if (screen.kind === 'settings' && isAccountPage(screen.page) && !ids.includes(screen.page)) {
    return { kind: 'settings', page: 'accounts' };
  }
  return screen;
}

/** Whether a page of the settings is one account's. */
export function isAccountPage(page: SettingsPage): page is AccountId {
  return !settingsPages.some((known) => known === page);
}

/** Shows a screen. */
export function screenShown(state: UiState, screen: Screen): UiState {
  const same = JSON.stringify(state.screen) === JSON.stringify(screen);
  return same && state.dialog === null ? state : { ...state, screen: same ? state.screen : screen, dialog: null };
}

/** Shows a dialog over the screen; null closes it. */
export function dialogShown(state: UiState, dialog: UiDialog | null): UiState {
  return JSON.stringify(state.dialog) === JSON.stringify(dialog) ? state : { ...state, dialog };
}

export const useUi = create<UiState>()(() => initialUi);

/** Goes to the mailbox. */
export const showMailbox = () => useUi.setState((state) => screenShown(state, { kind: 'mailbox' }));
/** Goes to the mailbox, and there to the inbox of one account. */
export const showInboxOf = (accountId: AccountId) =>
  useUi.setState((state) => ({ ...screenShown(state, { kind: 'mailbox' }), inboxOf: accountId }));
/** The inbox is open. */
export const inboxShown = () => useUi.setState({ inboxOf: null });
/** Goes to a page of the settings. */
export const showSettings = (page: SettingsPage) =>
  useUi.setState((state) => screenShown(state, { kind: 'settings', page }));
/** Goes to an account's page, to its servers and its sign-in. */
export const showDetails = (accountId: AccountId) =>
  useUi.setState((state) => screenShown(state, { kind: 'settings', page: accountId, details: true }));
/** Opens or folds the details of the account's page that is shown. */
export const detailsShown = (details: boolean) =>
  useUi.setState((state) => (state.screen.kind === 'settings' ? { screen: { ...state.screen, details } } : state));
/** Starts adding an account; Escape on the first screen leads back. */
export const showSetup = () => useUi.setState((state) => screenShown(state, { kind: 'setup', canLeave: true }));
/** Brings accounts of other programs in; Escape leads back. */
export const showMoveIn = () =>
  useUi.setState((state) => screenShown(state, { kind: 'setup', canLeave: true, at: 'move_in' }));
/** Goes to setup because there is no account: no way leads back. */
export const showFirstSetup = () => useUi.setState((state) => screenShown(state, { kind: 'setup', canLeave: false }));
/** Shows a dialog over the screen. */
export const showDialog = (dialog: UiDialog) => useUi.setState((state) => dialogShown(state, dialog));
/** Closes the dialog over the screen. */
export const closeDialog = () => useUi.setState((state) => dialogShown(state, null));
