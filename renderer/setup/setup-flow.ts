import type {
  AccountId,
  ConnectionReport,
  ConnectionStep,
  IdentitySettings,
  SetupDefaults,
  SetupProvider,
  SetupSource,
  SetupSuggestion,
} from '../../shared/mail.ts';
import { isGoogleHost } from '../../shared/mail-hosts.ts';
import type { AppError } from '../../shared/reply.ts';
import type { SetupHint } from '../../shared/texts/setup.en.ts';
import { type EndpointDraft, endpointDraft, foundOpenId, noOpenId, type OpenIdDraft, openIdDraft } from './fields.ts';

export type SetupStep =
  | 'address'
  | 'move_in'
  | 'organisation'
  | 'signed_in'
  | 'provider'
  | 'microsoft'
  | 'sign_in'
  | 'imap'
  | 'openid'
  | 'test'
  | 'first_sync';

/** Everything that was typed so far. It is kept when the user goes back and forth, and dropped when the setup ends. */
export interface SetupDraft {
  readonly address: string;
  readonly displayName: string;
  readonly provider: SetupProvider;
  /** The address that the fields below were suggested for; a changed address asks for a new suggestion. */
  readonly suggestedFor: string | null;
  /** The provider's proper name, as the address tells it; null when it does not. */
  readonly providerName: string | null;
  /** The address says where the mailbox is, so nobody has to be asked. */
  readonly isCertain: boolean;
  readonly foundBy: SetupSource;
  /** Servers to name to the user, because somebody else's word leads there. */
  readonly foreignHosts: readonly string[];
  /** The address whose domain has been asked as well. */
  readonly askedFor: string | null;
  readonly helpUrl: string | null;
  readonly hint: SetupHint | null;
  readonly method: 'password' | 'app_password';
  readonly username: string;
  readonly password: string;
  readonly imap: EndpointDraft;
  readonly smtp: EndpointDraft;
  readonly identity: IdentitySettings;
  readonly openId: OpenIdDraft;
  /** The organisation's profile names the OAuth2 registration, so nobody has to type one. */
  readonly registered: boolean;
  /** The servers of the Microsoft path. */
  readonly microsoftImap: EndpointDraft;
  readonly microsoftSmtp: EndpointDraft;
}

export type TestRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly testId: string; readonly report: ConnectionReport }
  | { readonly kind: 'done'; readonly report: ConnectionReport; readonly error: AppError | null }
  /** The test passed and the account is being saved. */
  | { readonly kind: 'adding'; readonly report: ConnectionReport };

export interface SetupState {
  readonly step: SetupStep;
  /** The steps before this one, first to last. */
  readonly before: readonly SetupStep[];
  readonly draft: SetupDraft;
  readonly test: TestRun;
  /** The last test that was begun; main remembers why it failed. Null: none was. */
  readonly testId: string | null;
  /** What Heron was set up with; a suggestion changes it for the typed address only. */
  readonly defaults: Pick<SetupDraft, 'identity' | 'microsoftImap' | 'microsoftSmtp'>;
  readonly addedAccountId: AccountId | null;
}

const noImap: EndpointDraft = { host: '', port: '993', security: 'tls' };
const noSmtp: EndpointDraft = { host: '', port: '587', security: 'starttls' };

const standard: SetupState['defaults'] = {
  identity: { clientId: '', tenant: 'common', loginHost: 'https://login.microsoftonline.com' },
  microsoftImap: { host: 'outlook.office365.com', port: '993', security: 'tls' },
  microsoftSmtp: { host: 'smtp.office365.com', port: '587', security: 'starttls' },
};

/** The start of a setup, before main told its defaults. */
export const initialSetup: SetupState = {
  defaults: standard,
  step: 'address',
  before: [],
  draft: {
    address: '',
    displayName: '',
    provider: 'microsoft365',
    suggestedFor: null,
    providerName: null,
    isCertain: false,
    foundBy: 'guess',
    foreignHosts: [],
    askedFor: null,
    helpUrl: null,
    hint: null,
    method: 'password',
    username: '',
    password: '',
    imap: noImap,
    smtp: noSmtp,
    openId: noOpenId,
    registered: false,
    ...standard,
  },
  test: { kind: 'idle' },
  testId: null,
  addedAccountId: null,
};

/** Main's defaults, taken when the setup opens. */
export function defaultsReceived(state: SetupState, { microsoft }: SetupDefaults): SetupState {
  const defaults = {
    identity: { clientId: microsoft.clientId, tenant: microsoft.tenant, loginHost: microsoft.loginHost },
    microsoftImap: endpointDraft(microsoft.imap),
    microsoftSmtp: endpointDraft(microsoft.smtp),
  };
  return { ...state, defaults, draft: { ...state.draft, ...defaults } };
}

/** The user typed something: a finished connection test is dropped, because it tested other values. */
export function draftChanged(state: SetupState, change: Partial<SetupDraft>): SetupState {
  const keys = Object.keys(change) as (keyof SetupDraft)[];
  if (keys.every((key) => state.draft[key] === change[key])) return state;
  return { ...state, draft: { ...state.draft, ...change }, test: { kind: 'idle' } };
}

/**
 * Fills in the suggested values for the typed address; once per address, so that nothing typed by hand is overwritten, and once more when its
 * domain has been asked.
 */
export function suggestionReceived(state: SetupState, suggestion: SetupSuggestion, thorough = false): SetupState {
  const address = state.draft.address.trim();
  const isNew = state.draft.suggestedFor !== address || (thorough && state.draft.askedFor !== address);
  if (!isNew) return state;
  const {
    provider,
    name,
    isCertain,
    foundBy,
    foreignHosts,
    username,
    hint,
    helpUrl,
    method,
    imap,
    smtp,
    tenant,
    loginHost,
    identity: named,
    signIn = null,
  } = suggestion;
  const { identity } = state.defaults;
  const servers = { imap: endpointDraft(imap), smtp: endpointDraft(smtp) };
  return draftChanged(state, {
    suggestedFor: address,
    provider,
    providerName: name,
    isCertain,
    foundBy,
    foreignHosts,
    askedFor: thorough ? address : state.draft.askedFor,
    hint,
    helpUrl,
    method,
    username: username ?? address,
    ...servers,
    identity: named ?? {
      ...identity,
      tenant: tenant ?? identity.tenant,
      loginHost: loginHost ?? identity.loginHost,
    },
    openId: named !== null ? openIdDraft(named) : signIn === null ? noOpenId : foundOpenId(signIn),
    registered: named !== null && provider !== 'microsoft365',
    microsoftImap: provider === 'microsoft365' && isCertain ? servers.imap : state.defaults.microsoftImap,
    microsoftSmtp: provider === 'microsoft365' && isCertain ? servers.smtp : state.defaults.microsoftSmtp,
  });
}

/** Whether nothing more is to be found about the address that is typed now: it is a known provider's, or its domain has been asked. */
export function isLookedUp({ draft }: SetupState): boolean {
  const address = draft.address.trim();
  return (
    draft.askedFor === address || (draft.suggestedFor === address && ['domain', 'organisation'].includes(draft.foundBy))
  );
}

/** Whether the address that is typed now has been looked up. */
export function isSuggested({ draft }: SetupState): boolean {
  return draft.suggestedFor !== null && draft.suggestedFor === draft.address.trim();
}

/**
 * The step after the address: the question about a sign-in that is there, the provider's own step where the address tells it, else the
 * question where the mailbox is.
 * @param signedIn somebody of the same domain is signed in
 */
export function afterAddress({ draft }: SetupState, signedIn: boolean): SetupStep {
  if (signedIn && draft.foundBy !== 'domain') return 'signed_in';
  if (!draft.isCertain) return 'provider';
  if (draft.provider === 'microsoft365') return 'microsoft';
  return draft.registered ? 'openid' : 'imap';
}

/** Whether the mailbox is Google's, whose OAuth2 Heron knows. */
export function isGoogle({ imap }: Pick<SetupDraft, 'imap'>): boolean {
  return isGoogleHost(imap.host);
}

/** One step on. */
export function wentTo(state: SetupState, step: SetupStep): SetupState {
  return state.step === step ? state : { ...state, step, before: [...state.before, state.step] };
}

/** One step back, with everything that was typed. */
export function wentBack(state: SetupState): SetupState {
  const step = state.before.at(-1);
  return step === undefined ? state : { ...state, step, before: state.before.slice(0, -1), test: { kind: 'idle' } };
}

/** Goes back to an earlier step, for example to correct what an error names. */
export function wentBackTo(state: SetupState, step: SetupStep): SetupState {
  const index = state.before.lastIndexOf(step);
  return index < 0
    ? wentTo(state, step)
    : { ...state, step, before: state.before.slice(0, index), test: { kind: 'idle' } };
}

/** The server refuses passwords: goes on with OAuth2 for the same mailbox on the same servers. */
export function switchedToMicrosoft(state: SetupState): SetupState {
  const draft = {
    ...state.draft,
    provider: 'microsoft365' as const,
    microsoftImap: state.draft.imap,
    microsoftSmtp: state.draft.smtp,
  };
  return wentTo({ ...state, draft, test: { kind: 'idle' } }, 'microsoft');
}

const steps: readonly ConnectionStep[] = ['dns', 'tcp', 'tls', 'greeting', 'sign_in', 'mailbox'];

/** Six steps, none begun. */
export const pendingReport: ConnectionReport = {
  ok: false,
  steps: steps.map((step) => ({ step, state: 'pending', durationMs: null, error: null })),
};

/** A connection test begins. */
export function testStarted(state: SetupState, testId: string): SetupState {
  return { ...state, testId, test: { kind: 'running', testId, report: pendingReport } };
}

/** A step of the running test ended. */
export function testProgressed(state: SetupState, testId: string, report: ConnectionReport): SetupState {
  if (state.test.kind !== 'running' || state.test.testId !== testId) return state;
  return { ...state, test: { kind: 'running', testId, report } };
}

/** The test ended, by its report or by an error of the call itself. */
export function testEnded(
  state: SetupState,
  testId: string,
  report: ConnectionReport | null,
  error: AppError | null,
): SetupState {
  if (state.test.kind !== 'running' || state.test.testId !== testId) return state;
  return { ...state, test: { kind: 'done', report: report ?? state.test.report, error } };
}

/** The passed test's account is being saved. */
export function addingStarted(state: SetupState): SetupState {
  return state.test.kind === 'done' && state.test.report.ok
    ? { ...state, test: { kind: 'adding', report: state.test.report } }
    : state;
}

/** Saving did not work. */
export function addingFailed(state: SetupState, error: AppError): SetupState {
  return state.test.kind === 'adding' ? { ...state, test: { kind: 'done', report: state.test.report, error } } : state;
}

/**
 * The account was added: the first sync follows, and the user cannot go back into the form. The password is dropped
 * here.
 */
export function accountAdded(state: SetupState, accountId: AccountId): SetupState {
  return {
    ...state,
    step: 'first_sync',
    before: [],
    draft: { ...state.draft, password: '', openId: noOpenId },
    test: { kind: 'idle' },
    addedAccountId: accountId,
  };
}

/** The error that ended a test: that of the failed step, else that of the call. */
export function testError(test: TestRun): AppError | null {
  if (test.kind !== 'done') return null;
  return test.error ?? test.report.steps.find((step) => step.state === 'failed')?.error ?? null;
}
