import { create } from 'zustand';
import type { AccountId } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { endSignIn, startSignIn } from '../sign-in/sign-in.ts';
import { useAccounts } from '../stores/accounts.ts';
import { signInFor } from '../stores/shared-sign-ins.ts';
import { addressError, parsedEndpoint, parsedIdentity, parsedOpenId } from './fields.ts';
import {
  accountAdded,
  addingFailed,
  addingStarted,
  afterAddress,
  defaultsReceived,
  draftChanged,
  initialSetup,
  isGoogle,
  isLookedUp,
  isSuggested,
  type SetupDraft,
  type SetupState,
  type SetupStep,
  suggestionReceived,
  switchedToMicrosoft,
  testEnded,
  testProgressed,
  testStarted,
  wentBack,
  wentBackTo,
  wentTo,
} from './setup-flow.ts';

export const useSetup = create<SetupState>()(() => initialSetup);

/** Opens a setup from the beginning, or at a later step, with main's defaults; returns the function that ends it. */
export function openSetup(at: SetupStep = 'address'): () => void {
  useSetup.setState(wentTo(initialSetup, at), true);
  loadDefaults();
  const stop = on('accounts.testProgress', ({ testId, report }) =>
    useSetup.setState((state) => testProgressed(state, testId, report)),
  );
  return () => {
    stop();
    clearTimeout(typingTimer);
    cancelTest();
    endSignIn();
    useSetup.setState(initialSetup, true);
  };
}

function loadDefaults(): void {
  void call('accounts.defaults', undefined).then((reply) => {
    if (reply.ok) useSetup.setState((state) => defaultsReceived(state, reply.value));
  });
}

/** An organisation's profile was taken: back to the address, of which it may tell what was not known before. */
export function organisationTaken(): void {
  goBackTo('address');
  typed({ suggestedFor: null, askedFor: null });
  loadDefaults();
}

/** Stores what the user typed. */
export const typed = (change: Partial<SetupDraft>) => useSetup.setState((state) => draftChanged(state, change));

/** One step on. */
export const goTo = (step: SetupStep) => useSetup.setState((state) => wentTo(state, step));

/** Goes one step back; a test or sign-in that is under way on this step is cancelled. */
export function goBack(): void {
  cancelTest();
  endSignIn();
  useSetup.setState(wentBack);
}

/** Goes back to the step where the user can correct an error. */
export function goBackTo(step: SetupStep): void {
  cancelTest();
  endSignIn();
  useSetup.setState((state) => wentBackTo(state, step));
}

/** How long the user has to stop typing before an address is looked up: each look-up tells name servers a domain. */
const typingMs = 900;
let typingTimer: ReturnType<typeof setTimeout> | undefined;

/** The address is being typed: it is looked up once it is complete and the user has paused. */
export function addressTyped(address: string): void {
  typed({ address });
  clearTimeout(typingTimer);
  if (addressError(address) === null) typingTimer = setTimeout(() => void lookUp(false), typingMs);
}

/**
 * Takes main's suggestion for the typed address, unless it has been changed meanwhile.
 * @param thorough the user goes on with the address, so that its domain may be asked
 */
async function lookUp(thorough: boolean): Promise<void> {
  clearTimeout(typingTimer);
  const address = useSetup.getState().draft.address.trim();
  const isDone = thorough ? isLookedUp : isSuggested;
  if (isDone(useSetup.getState())) return;
  const suggestion = await call('accounts.suggest', { address, thorough });
  useSetup.setState((state) =>
    suggestion.ok && state.draft.address.trim() === address
      ? suggestionReceived(state, suggestion.value, thorough)
      : state,
  );
}

/** The address was entered: goes on by what it tells, whatever main answers. */
export async function addressEntered(): Promise<void> {
  await lookUp(true);
  useSetup.setState((state) => {
    if (state.step !== 'address') return state;
    const named = state.draft.username === '' ? draftChanged(state, { username: state.draft.address.trim() }) : state;
    const accounts = useAccounts.getState().accounts ?? [];
    return wentTo(named, afterAddress(named, signInFor(accounts, named.draft.address) !== null));
  });
}

/** The mailbox is not to be opened with a sign-in that is there: goes on as for any other address. */
export const ownSignIn = () => useSetup.setState((state) => wentTo(state, afterAddress(state, false)));

/** Starts the sign-in with what was typed: on Microsoft's page in the browser, or with a code. */
export async function microsoftEntered(way: 'browser' | 'code'): Promise<void> {
  const { draft } = useSetup.getState();
  goTo('sign_in');
  await startSignIn({
    purpose: 'new_account',
    way,
    address: draft.address.trim(),
    displayName: draft.displayName.trim(),
    identity: parsedIdentity(draft.identity),
    imap: parsedEndpoint(draft.microsoftImap),
    smtp: parsedEndpoint(draft.microsoftSmtp),
  });
}

/** Starts the sign-in at the typed OAuth2 provider, or at Google. */
export async function openIdEntered(way: 'browser' | 'code'): Promise<void> {
  const { draft } = useSetup.getState();
  const servers = { imap: parsedEndpoint(draft.imap), smtp: parsedEndpoint(draft.smtp) };
  // As the organisation's profile names it.
  const redirect = draft.registered ? draft.identity.options?.['redirect'] : undefined;
  goTo('sign_in');
  await startSignIn({
    purpose: 'new_account',
    way,
    address: draft.address.trim(),
    displayName: draft.displayName.trim(),
    ...parsedOpenId(draft.openId, isGoogle(draft), servers, redirect),
    ...servers,
  });
}

/** Tries the typed server and password, step by step. */
export async function testConnection(): Promise<void> {
  const { draft } = useSetup.getState();
  const testId = crypto.randomUUID();
  useSetup.setState((state) => testStarted(wentTo(state, 'test'), testId));
  const reply = await call('accounts.testConnection', {
    testId,
    imap: parsedEndpoint(draft.imap),
    username: draft.username.trim(),
    password: draft.password,
  });
  useSetup.setState((state) => testEnded(state, testId, reply.ok ? reply.value : null, reply.ok ? null : reply.error));
}

function cancelTest(): void {
  const { test } = useSetup.getState();
  if (test.kind === 'running') void call('accounts.cancelTest', { testId: test.testId });
}

/** Saves the account whose test has passed. */
export async function addWithPassword(): Promise<void> {
  useSetup.setState(addingStarted);
  const { draft, test } = useSetup.getState();
  if (test.kind !== 'adding') return;
  const reply = await call('accounts.addWithPassword', {
    address: draft.address.trim(),
    displayName: draft.displayName.trim(),
    method: draft.method,
    username: draft.username.trim(),
    password: draft.password,
    imap: parsedEndpoint(draft.imap),
    smtp: parsedEndpoint(draft.smtp),
  });
  useSetup.setState((state) =>
    reply.ok ? accountAdded(state, reply.value.accountId) : addingFailed(state, reply.error),
  );
}

/** A sign-in added the account. */
export const signedIn = (accountId: AccountId) => useSetup.setState((state) => accountAdded(state, accountId));

/** "Sign in with Microsoft instead": keeps what was typed. */
export const switchToMicrosoft = () => useSetup.setState(switchedToMicrosoft);
