import type { AccountId, SignInState } from '../../shared/mail.ts';
import { type AppError, assertNever, failure, type Reply } from '../../shared/reply.ts';
import type { SignInEvents, SignInGrant } from './identity-provider.ts';

export interface SignInMachineOptions {
  /** Runs one code or one page to its end: a way of a provider's `signIn`, with its options. */
  readonly run: (events: SignInEvents, signal: AbortSignal) => Promise<Reply<SignInGrant>>;
  /** Whether the provider also offers a sign-in with a code. */
  readonly hasCode: boolean;
  /** Opens the provider's page in the person's browser; rejects when no browser can be opened. */
  readonly openPage: (url: string) => Promise<void>;
  /** The mailbox's address, and the user names known to sign in for it. The first is shown. */
  readonly expected: readonly string[];
  /** Tries the mailbox and saves. Answers `cancelled` when the signal came before anything was saved. */
  readonly finish: (grant: SignInGrant, signal: AbortSignal) => Promise<Reply<AccountId>>;
  readonly now: () => number;
  readonly onChange: (state: SignInState) => void;
  /** Called with what `run` or `finish` rejected with, although they should never reject; for the log. */
  readonly onFault?: (cause: unknown) => void;
}

/**
 * One sign-in as a state machine:
 * requesting → waiting (a code) or at_browser (a page) → (confirming →) finishing → succeeded,
 * or declined | expired | blocked | failed | cancelled.
 * Each run has an AbortController of its own; results of an earlier run are ignored.
 */
export class SignIn {
  readonly #options: SignInMachineOptions;
  #state: SignInState = { kind: 'requesting' };
  #run = new AbortController();
  #unconfirmed: SignInGrant | null = null;
  #page: string | null = null;

  constructor(options: SignInMachineOptions) {
    this.#options = options;
  }

  get state(): SignInState {
    return this.#state;
  }

  /** The provider's page, while it is to be opened; null otherwise. It never goes to the window. */
  get page(): string | null {
    return this.#state.kind === 'at_browser' ? this.#page : null;
  }

  /** Opens the provider's page once more. */
  openAgain(): void {
    if (this.page !== null) void this.#open(this.page, this.#run);
  }

  /** The person read on the provider's page why it refuses: nothing more will come, so the run ends with that. */
  refusedOnPage(error: AppError): void {
    if (this.#state.kind !== 'waiting' && this.#state.kind !== 'at_browser') return;
    this.#run.abort();
    this.#become(endOf(error));
  }

  /** Asks for the first code or page, or for another one in place of the current. Does nothing while a mailbox is being saved, or after. */
  newCode(): void {
    if (this.#state.kind === 'finishing' || this.#state.kind === 'succeeded') return;
    this.#run.abort();
    const run = new AbortController();
    this.#run = run;
    this.#unconfirmed = null;
    this.#become({ kind: 'requesting' });
    void this.#follow(run);
  }

  /** The user's answer to `confirming`. */
  confirm(accept: boolean): void {
    const grant = this.#unconfirmed;
    if (this.#state.kind !== 'confirming' || grant === null) return;
    const { expected, actual } = this.#state;
    this.#unconfirmed = null;
    if (accept) {
      void this.#finish(grant, this.#run);
      return;
    }
    const params = { reason: 'other_mailbox', actual, expected } as const;
    this.#become({ kind: 'failed', error: { code: 'identity_mismatch', params, retryable: true } });
  }

  /** Cancels the sign-in. While the mailbox is being saved, it may still succeed. */
  cancel(): void {
    this.#run.abort();
    this.#unconfirmed = null;
    switch (this.#state.kind) {
      case 'requesting':
      case 'waiting':
      case 'at_browser':
      case 'confirming':
        this.#become({ kind: 'cancelled' });
        return;
      // `finish` is about to answer, and decides between cancelled and succeeded.
      case 'finishing':
      case 'succeeded':
      case 'declined':
      case 'expired':
      case 'cancelled':
      case 'blocked':
      case 'failed':
        return;
      default:
        assertNever(this.#state);
    }
  }

  async #follow(run: AbortController): Promise<void> {
    const { expected, hasCode, now } = this.#options;
    const events: SignInEvents = {
      onCode: ({ userCode, verificationUri, expiresInMs }) => {
        if (run.signal.aborted) return;
        const expiresAt = now() + expiresInMs;
        this.#become({ kind: 'waiting', userCode, verificationUri, expiresAt, networkTrouble: false });
      },
      onPoll: (networkTrouble) => {
        if (run.signal.aborted || this.#state.kind !== 'waiting') return;
        if (this.#state.networkTrouble !== networkTrouble) this.#become({ ...this.#state, networkTrouble });
      },
      onPage: ({ url, expiresInMs }) => {
        if (run.signal.aborted) return;
        this.#page = url;
        const { host } = new URL(url);
        this.#become({ kind: 'at_browser', host, browser: 'opening', hasCode, expiresAt: now() + expiresInMs });
        void this.#open(url, run);
      },
      onAnswer: () => {
        if (!run.signal.aborted) this.#become({ kind: 'requesting' });
      },
    };
    const signedIn = await this.#answered(() => this.#options.run(events, run.signal));
    if (run.signal.aborted) return;
    if (!signedIn.ok) {
      this.#become(endOf(signedIn.error));
      return;
    }
    const grant = signedIn.value;
    const wanted = new Set(expected.map((address) => address.toLowerCase()));
    if (grant.names.some((name) => wanted.has(name.toLowerCase()))) {
      await this.#finish(grant, run);
      return;
    }
    this.#unconfirmed = grant;
    this.#become({ kind: 'confirming', expected: expected[0] ?? '', actual: grant.username });
  }

  async #open(url: string, run: AbortController): Promise<void> {
    let browser: 'open' | 'failed' = 'open';
    try {
      await this.#options.openPage(url);
    } catch {
      // The address can be copied instead, and the window says so.
      browser = 'failed';
    }
    if (!run.signal.aborted && this.#state.kind === 'at_browser') this.#become({ ...this.#state, browser });
  }

  async #finish(grant: SignInGrant, run: AbortController): Promise<void> {
    this.#become({ kind: 'finishing' });
    const finished = await this.#answered(() => this.#options.finish(grant, run.signal));
    this.#become(finished.ok ? { kind: 'succeeded', accountId: finished.value } : endOf(finished.error));
  }

  /** Turns a rejection into an error reply: without a reply the state machine would never end. */
  async #answered<T>(ask: () => Promise<Reply<T>>): Promise<Reply<T>> {
    try {
      return await ask();
    } catch (cause) {
      this.#options.onFault?.(cause);
      return failure({ code: 'internal', params: { reason: 'signing_in' }, retryable: true });
    }
  }

  #become(state: SignInState): void {
    this.#state = state;
    this.#options.onChange(state);
  }
}

/** The state that an error ends in. */
function endOf(error: AppError): SignInState {
  switch (error.code) {
    case 'cancelled':
      return { kind: 'cancelled' };
    case 'sign_in_declined':
      return { kind: 'declined', error };
    case 'sign_in_expired':
    case 'sign_in_timed_out':
      return { kind: 'expired', error };
    case 'consent_required':
    case 'app_registration':
    case 'policy_blocked':
    case 'code_blocked':
    case 'wrong_account':
    case 'wrong_tenant':
    case 'service_missing':
    case 'account_locked':
    case 'account_blocked':
    case 'password_due':
      return { kind: 'blocked', error };
    default:
      return { kind: 'failed', error };
  }
}
