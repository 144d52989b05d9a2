import { randomUUID } from 'node:crypto';
import type { CallInput } from '../../shared/ipc.ts';
import type { AccountId, IdentitySettings, PageRefusal, SignInId, SignInState } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { Clock } from '../platform/clock.ts';
import { Listeners, nameOfThrown } from '../platform/listeners.ts';
import type { Log } from '../platform/log.ts';
import type { HttpTransport } from '../platform/net-client.ts';
import { signInByBrowser } from './browser-sign-in.ts';
import type { IdentityProvider, SignInEvents, SignInGrant, SignInOptions, SignInWay } from './identity-provider.ts';
import { SignIn } from './sign-in.ts';

/** What a sign-in is for, and what follows it. */
export interface SignInPlan {
  readonly provider: IdentityProvider;
  readonly identity: IdentitySettings;
  /** What is asked for beside mail, as `DeviceCodeOptions` has it. */
  readonly purpose?: MailPurpose;
  /** As `SignInOptions` has it. */
  readonly claims?: string | null;
  readonly expected: readonly string[];
  /** The address to offer on the provider's page: who signed in before, else the mailbox's own. */
  readonly loginHint: string;
  /** What the provider gave to the program; null for a public client. */
  clientSecret(): Promise<string | null>;
  finish(grant: SignInGrant, signal: AbortSignal): Promise<Reply<AccountId>>;
}

interface SignInManagerOptions {
  /** Makes a plan of a request: `AccountService.planSignIn`. Errors: account_exists, not_found, invalid_input. */
  readonly plan: (input: CallInput<'signIn.start'>) => Reply<SignInPlan>;
  readonly transport: HttpTransport;
  /** Opens a page in the person's browser; rejects when that cannot be done. */
  readonly openPage: (url: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

interface SignInChange {
  readonly signInId: SignInId;
  readonly state: SignInState;
}

/** How many ended sign-ins are kept, so that the window can still ask for their result. */
const kept = 20;

const gone = (): AppError => ({ code: 'not_found', params: { reason: 'sign_in_over' }, retryable: false });

/** The running sign-ins by id, for the window's calls. */
export class SignInManager {
  readonly #options: SignInManagerOptions;
  readonly #signIns = new Map<SignInId, SignIn>();
  /** What the provider's page stands for, by running sign-in. */
  readonly #verdicts = new Map<SignInId, (said: PageRefusal) => AppError>();
  readonly #changes: Listeners<SignInChange>;

  constructor(options: SignInManagerOptions) {
    this.#options = options;
    this.#changes = new Listeners((cause) => {
      options.log('error', 'auth', `A listener to sign-ins broke: ${nameOfThrown(cause)}`);
    });
  }

  /** `signIn.start`. States arrive through `onChange`. Errors: client_id_missing, account_exists, not_found, invalid_input. */
  start(input: CallInput<'signIn.start'>): Reply<{ readonly signInId: SignInId }> {
    const { plan, transport, openPage, clock, log } = this.#options;
    const planned = plan(input);
    if (!planned.ok) return planned;
    const { provider, identity, purpose, claims, expected, loginHint, clientSecret, finish } = planned.value;
    if (identity.clientId === '') {
      return failure({ code: 'client_id_missing', params: { reason: 'needed' }, retryable: false });
    }
    const way = input.way ?? (provider.signIn.browser === null ? 'code' : 'browser');
    const run = runOf(provider, way, {
      identity,
      purpose,
      claims,
      transport,
      clock,
      log,
      loginHint: input.askWho === true ? null : loginHint,
      clientSecret,
    });
    if (run === null) {
      const reason = way === 'code' ? 'no_code_sign_in' : 'no_browser_sign_in';
      return failure({ code: 'invalid_input', params: { reason, provider: provider.name }, retryable: false });
    }
    const signInId = randomUUID() as string as SignInId;
    const signIn = new SignIn({
      run,
      hasCode: provider.signIn.deviceCode !== null,
      openPage,
      expected,
      finish,
      now: () => clock.now(),
      onChange: (state) => this.#changes.tell({ signInId, state }),
      onFault: (cause) => log('error', 'auth', `A sign-in broke: ${nameOfThrown(cause)}`),
    });
    this.#signIns.set(signInId, signIn);
    const verdict = provider.pageVerdict ?? plainVerdict;
    this.#verdicts.set(signInId, (said) => verdict(said, way, identity));
    this.#dropOldest();
    signIn.newCode();
    return success({ signInId });
  }

  /** `signIn.state`. Errors: not_found. */
  state(id: SignInId): Reply<SignInState> {
    return this.#with(id, (signIn) => signIn.state);
  }

  /** For `signIn.copyAndOpen`: the code to copy and the page to open. Errors: not_found, also when no code is shown. */
  code(id: SignInId): Reply<{ readonly userCode: string; readonly verificationUri: string }> {
    const state = this.#signIns.get(id)?.state;
    if (state?.kind !== 'waiting') return failure(gone());
    return success({ userCode: state.userCode, verificationUri: state.verificationUri });
  }

  /** For `signIn.copyPage`: the address of the page to sign in at. Errors: not_found, also when there is none now. */
  page(id: SignInId): Reply<string> {
    const page = this.#signIns.get(id)?.page ?? null;
    return page === null ? failure(gone()) : success(page);
  }

  /** `signIn.openPage`. */
  openPage(id: SignInId): Reply<null> {
    return this.#with(id, (signIn) => {
      signIn.openAgain();
      return null;
    });
  }

  /** `signIn.pageSays`: ends the sign-in with what the provider's page stands for. Errors: not_found. */
  pageSays(id: SignInId, said: PageRefusal): Reply<null> {
    const verdict = this.#verdicts.get(id);
    return this.#with(id, (signIn) => {
      if (verdict !== undefined) signIn.refusedOnPage(verdict(said));
      return null;
    });
  }

  newCode(id: SignInId): Reply<null> {
    return this.#with(id, (signIn) => {
      signIn.newCode();
      return null;
    });
  }

  confirm(id: SignInId, accept: boolean): Reply<null> {
    return this.#with(id, (signIn) => {
      signIn.confirm(accept);
      return null;
    });
  }

  cancel(id: SignInId): Reply<null> {
    return this.#with(id, (signIn) => {
      signIn.cancel();
      return null;
    });
  }

  /** @returns unsubscribes */
  onChange(listener: (event: SignInChange) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Cancels all running sign-ins. */
  dispose(): void {
    this.#changes.clear();
    for (const signIn of this.#signIns.values()) signIn.cancel();
    this.#signIns.clear();
    this.#verdicts.clear();
  }

  #with<T>(id: SignInId, use: (signIn: SignIn) => T): Reply<T> {
    const signIn = this.#signIns.get(id);
    return signIn === undefined ? failure(gone()) : success(use(signIn));
  }

  #dropOldest(): void {
    for (const [id, signIn] of this.#signIns) {
      if (this.#signIns.size <= kept) return;
      signIn.cancel();
      this.#signIns.delete(id);
      this.#verdicts.delete(id);
    }
  }
}

interface RunOptions extends Omit<SignInOptions, 'clientSecret'> {
  readonly clientSecret: () => Promise<string | null>;
}

/** What a page stands for at a provider whose pages Heron does not know. */
function plainVerdict({ page }: PageRefusal): AppError {
  return page === 'other_account'
    ? { code: 'wrong_account', params: { reason: 'on_page' }, retryable: false }
    : { code: 'sign_in_declined', params: { reason: 'not_completed' }, retryable: false };
}

/** Signing in at a provider in one way; null where the provider has none such. */
function runOf(provider: IdentityProvider, way: SignInWay, options: RunOptions) {
  const { browser, deviceCode } = provider.signIn;
  if (way === 'code' ? deviceCode === null : browser === null) return null;
  return async (events: SignInEvents, signal: AbortSignal): Promise<Reply<SignInGrant>> => {
    const whole: SignInOptions = { ...options, clientSecret: await options.clientSecret() };
    if (way === 'code' && deviceCode !== null) return deviceCode(whole, events, signal);
    if (way === 'browser' && browser !== null) return signInByBrowser(browser, whole, events, signal);
    throw new Error('A provider lost a way to sign in.');
  };
}
