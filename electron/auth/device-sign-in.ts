import type { AccountId, SignInState } from '../../shared/mail.ts';
import { type AppError, assertNever, failure, type Reply } from '../../shared/reply.ts';
import type { DeviceCodeEvents, SignInGrant } from './identity-provider.ts';

export interface DeviceSignInOptions {
  /** Runs one code to its end; a provider's `signIn.deviceCode` with its options. */
  readonly runCode: (events: DeviceCodeEvents, signal: AbortSignal) => Promise<Reply<SignInGrant>>;
  /** The mailbox's address, and the user names known to sign in for it. The first is shown. */
  readonly expected: readonly string[];
  /** Tries the mailbox and saves. Answers `cancelled` when the signal came before anything was saved. */
  readonly finish: (grant: SignInGrant, signal: AbortSignal) => Promise<Reply<AccountId>>;
  readonly now: () => number;
  readonly onChange: (state: SignInState) => void;
  /** Called with what `runCode` or `finish` rejected with, although they should never reject; for the log. */
  readonly onFault?: (cause: unknown) => void;
}

/**
 * One sign-in by device code as a state machine:
 * requesting → waiting → (confirming →) finishing → succeeded, or declined | expired | blocked | failed | cancelled.
 * Each run has an AbortController of its own; results of an earlier run are ignored.
 */
export class DeviceSignIn {
  readonly #options: DeviceSignInOptions;
  #state: SignInState = { kind: 'requesting' };
  #run = new AbortController();
  #unconfirmed: SignInGrant | null = null;

  constructor(options: DeviceSignInOptions) {
    this.#options = options;
  }

  get state(): SignInState {
    return this.#state;
  }

  /** Asks for the first code, or for another one in place of the current. Does nothing while a mailbox is being saved, or after. */
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
    const { runCode, expected, now } = this.#options;
    const events: DeviceCodeEvents = {
      onCode: ({ userCode, verificationUri, expiresInMs }) => {
        if (run.signal.aborted) return;
        const expiresAt = now() + expiresInMs;
        this.#become({ kind: 'waiting', userCode, verificationUri, expiresAt, networkTrouble: false });
      },
      onPoll: (networkTrouble) => {
        if (run.signal.aborted || this.#state.kind !== 'waiting') return;
        if (this.#state.networkTrouble !== networkTrouble) this.#become({ ...this.#state, networkTrouble });
      },
    };
    const signedIn = await this.#answered(() => runCode(events, run.signal));
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
      return { kind: 'expired', error };
    case 'consent_required':
    case 'app_registration':
    case 'policy_blocked':
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
