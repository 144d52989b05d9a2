import { createHash, randomBytes } from 'node:crypto';
import { failure, type Reply } from '../../shared/reply.ts';
import { untilAborted } from '../platform/mutex.ts';
import { errorCodeOf } from '../platform/storage-errors.ts';
import type { BrowserFlow, BrowserOutcome, SignInEvents, SignInGrant, SignInOptions } from './identity-provider.ts';
import { type LoopbackListener, listenForAnswer } from './loopback-listener.ts';

/** How long somebody has to sign in on the provider's page: as long as with Microsoft's device codes. */
const pageMs = 15 * 60_000;

/**
 * Signs in by the person's browser, in a client of its own, so that nothing stored changes. It listens on this computer from before
 * the page is known until one answer has come, the time is over, or the signal comes.
 * Errors: cancelled, sign_in_timed_out, browser_sign_in_failed, sign_in_declined, consent_required, policy_blocked, …
 */
export async function signInByBrowser(
  flow: BrowserFlow,
  options: SignInOptions,
  events: SignInEvents,
  signal: AbortSignal,
): Promise<Reply<SignInGrant>> {
  let last: Reply<SignInGrant> | null = null;
  let { claims = null } = options;
  for (const scopes of flow.scopes(options)) {
    if (last !== null) options.log('info', 'auth', 'Not all permissions were granted; asking for fewer.');
    let outcome = await onePage(flow, { ...options, claims }, scopes, events, signal);
    const { claims: wanted = null } = outcome;
    if (!outcome.reply.ok && wanted !== null && wanted !== claims && !signal.aborted) {
      options.log('info', 'auth', 'The provider asks for more; opening its page once more.');
      claims = wanted;
      outcome = await onePage(flow, { ...options, claims }, scopes, events, signal);
    }
    last = outcome.reply;
    if (last.ok || !outcome.fewerScopesMayHelp || signal.aborted) break;
  }
  if (last === null) throw new Error('A provider asks for nothing.');
  if (!last.ok) {
    const { code, guidance } = last.error;
    options.log('warn', 'auth', `Sign-in by browser failed: ${code} ${guidance?.reference ?? ''}`);
  }
  return last;
}

async function onePage(
  flow: BrowserFlow,
  options: SignInOptions,
  scopes: readonly string[],
  events: SignInEvents,
  signal: AbortSignal,
): Promise<BrowserOutcome> {
  const { clock, loginHint } = options;
  const [state, nonce, verifier] = [unguessable(), unguessable(), unguessable()];
  let listener: LoopbackListener;
  try {
    listener = await listenForAnswer({ host: redirectHostOf(flow, options), state, clock });
  } catch (cause) {
    const params = { reason: 'cannot_listen', systemCode: errorCodeOf(cause) } as const;
    return ended(failure({ code: 'browser_sign_in_failed', params, retryable: true }));
  }
  const time = new AbortController();
  const stopTimer = clock.after(pageMs, () => time.abort());
  const over = AbortSignal.any([signal, time.signal]);
  over.addEventListener('abort', () => listener.close(), { once: true });
  let answered = false;
  try {
    over.throwIfAborted();
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const attempt = { redirectUri: listener.redirectUri, state, nonce, verifier, challenge, loginHint };
    const page = await untilAborted(flow.begin(options, attempt, scopes, over), over);
    if (!page.ok) return ended(page);
    events.onPage({ url: page.value.url, expiresInMs: pageMs });
    const answer = await untilAborted(listener.answer, over);
    answered = true;
    events.onAnswer();
    return await untilAborted(page.value.redeem(answer), over);
  } catch (cause) {
    if (signal.aborted) return ended(failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: false }));
    if (!time.signal.aborted) throw cause;
    return ended(failure({ code: 'sign_in_timed_out', params: { reason: 'page' }, retryable: true }));
  } finally {
    stopTimer();
    // After an answer it stays for the browser's last page, and then closes by itself.
    if (!answered) listener.close();
  }
}

/** The registration may name another form of the redirect than is usual at the provider: the identity's option `redirect`. */
function redirectHostOf(flow: BrowserFlow, { identity: { options } }: SignInOptions): BrowserFlow['redirectHost'] {
  const named = options?.['redirect'];
  if (named === 'http://localhost') return 'localhost';
  return named === 'http://127.0.0.1' ? '127.0.0.1' : flow.redirectHost;
}

const ended = (reply: Reply<never>) => ({ reply, fewerScopesMayHelp: false });

/** 256 bits, in characters that RFC 7636 section 4.1 allows for a verifier. */
function unguessable(): string {
  return randomBytes(32).toString('base64url');
}
