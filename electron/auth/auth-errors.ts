import type { IdentitySettings } from '../../shared/mail.ts';
import { type AppError, assertNever, type Guidance } from '../../shared/reply.ts';
import type { TransportFault } from '../platform/net-faults.ts';
import { type GuidanceClass, guidanceClassOf, guidanceFor } from './auth-guidance.ts';
import type { ProviderFailure, Refusal } from './provider-failure.ts';

/** What a failure asks of us. `later`: try again, nothing is lost. `sign_in`: the grant is dead or challenged. `stop`: somebody has to act. */
type Consequence = 'later' | 'sign_in' | 'stop';

export interface TranslatedFailure {
  readonly error: AppError;
  readonly consequence: Consequence;
}

/** OAuth words that end a grant, or demand the user (OpenID Connect Core 3.1.2.6; `bad_token` is MSAL's). Behaviour follows these only. */
const SIGN_IN_WORDS: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
]);

/** Turns what the identity provider answered into what the user is told, and what is to be done. */
export function translateFailure(failure: ProviderFailure, identity: IdentitySettings): TranslatedFailure {
  switch (failure.kind) {
    case 'transport':
      return { error: transportError(failure.fault, identity), consequence: 'later' };
    case 'busy':
      return { error: busyError(failure, identity), consequence: 'later' };
    case 'protocol':
      return { error: protocolError(failure.detail, identity), consequence: 'later' };
    case 'refused':
      return refusedFailure(failure.refusal, identity);
    default:
      return assertNever(failure);
  }
}

/** The identity provider's answer makes no sense: a proxy's page, a changed protocol, or a wrong login host. */
export function protocolError(detail: string, identity: IdentitySettings): AppError {
  return {
    code: 'identity_provider_protocol',
    message: `${hostOf(identity)} gave an answer that Heron does not understand (${detail}).`,
    retryable: true,
  };
}

/** Sign in again: the grant has ended, without more being known. */
export function signInRequired(message: string, guidance?: Guidance): AppError {
  return { code: 'sign_in_required', message, retryable: false, guidance };
}

export const codeExpired: AppError = {
  code: 'sign_in_expired',
  message: 'The code has expired before anybody signed in with it.',
  retryable: true,
};

function refusedFailure(refusal: Refusal, identity: IdentitySettings): TranslatedFailure {
  const kind = guidanceClassOf(refusal);
  const guidance = guidanceFor(kind, refusal, identity);
  const consequence = SIGN_IN_WORDS.has(refusal.word) ? 'sign_in' : 'stop';
  return { error: refusedError(kind, refusal, guidance, identity), consequence };
}

function refusedError(kind: GuidanceClass, refusal: Refusal, guidance: Guidance, identity: IdentitySettings): AppError {
  const error = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: false, guidance });
  switch (kind) {
    case 'consent':
      return error('consent_required', 'Your organisation has not approved Heron for reading mail yet.');
    case 'app':
      return error('app_registration', 'The app registration that Heron signs in with has to be fixed.');
    case 'policy':
      return error('policy_blocked', 'A rule of your organisation blocked this sign-in.');
    case 'tenant':
      return error('wrong_tenant', `This account is not known to “${identity.tenant}” at ${hostOf(identity)}.`);
    case 'none':
      break;
    default:
      return assertNever(kind);
  }
  switch (refusal.word) {
    case 'access_denied':
    case 'authorization_declined':
      return error('sign_in_declined', 'The sign-in was declined.');
    case 'expired_token':
    case 'code_expired':
      return { ...codeExpired, guidance };
    case 'bad_verification_code':
      return { ...codeExpired, message: 'The identity provider does not know this code any more.', guidance };
    case 'invalid_client':
    case 'unauthorized_client':
      return error('app_registration', 'The app registration that Heron signs in with was refused.');
    default:
      return SIGN_IN_WORDS.has(refusal.word)
        ? signInRequired('Microsoft asks you to sign in again.', guidance)
        : error(
            'identity_provider_protocol',
            `${hostOf(identity)} refused the request (${refusal.word || 'no reason'}).`,
          );
  }
}

function busyError(failure: ProviderFailure & { kind: 'busy' }, identity: IdentitySettings): AppError {
  return {
    code: 'identity_provider_unavailable',
    message: `${hostOf(identity)} is busy or out of order just now (HTTP ${failure.status}). Heron tries again.`,
    retryable: true,
    guidance: failure.refusal === null ? undefined : guidanceFor('none', failure.refusal, identity),
    retryAfterMs: failure.retryAfterMs ?? undefined,
  };
}

function transportError(fault: TransportFault, identity: IdentitySettings): AppError {
  const host = hostOf(identity);
  const passing = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: true });
  const lasting = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: false });
  switch (fault) {
    case 'cancelled':
      return lasting('cancelled', 'Cancelled.');
    case 'offline':
      return passing('offline', 'This computer is not connected to the network.');
    case 'dns':
    case 'refused':
    case 'lost':
      return passing('identity_provider_unavailable', `${host} could not be reached.`);
    case 'timeout':
      return passing('identity_provider_unavailable', `${host} did not answer in time.`);
    case 'tls_expired':
      return lasting('tls_expired', `The certificate of ${host} is not valid at this computer’s date.`);
    case 'tls_wrong_host':
      return lasting('tls_wrong_host', `The certificate that answered for ${host} belongs to another server.`);
    case 'tls_untrusted':
      return lasting('tls_untrusted', `The certificate of ${host} comes from an authority that is not trusted here.`);
    case 'tls_failed':
      return passing('tls_failed', `No secure connection to ${host} could be made.`);
    case 'not_https':
      return lasting('identity_provider_protocol', `${host} names an address without https, which Heron does not use.`);
    case 'redirected':
    case 'too_large':
      return protocolError(fault === 'redirected' ? 'a redirect' : 'more than 1 MB', identity);
    default:
      return assertNever(fault);
  }
}

function hostOf(identity: IdentitySettings): string {
  return URL.canParse(identity.loginHost) ? new URL(identity.loginHost).host : identity.loginHost;
}
