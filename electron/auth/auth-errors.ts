import type { IdentitySettings } from '../../shared/mail.ts';
import { type AppError, assertNever, type Guidance } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { TransportFault } from '../platform/net-faults.ts';
import { type GuidanceClass, guidanceClassOf, guidanceFor } from './auth-guidance.ts';
import type { IdentityProvider, TranslatedFailure } from './identity-provider.ts';
import type { ProviderFailure, Refusal } from './provider-failure.ts';

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
    message: texts().authFaults.notUnderstood(hostOf(identity), detail),
    retryable: true,
  };
}

/** Sign in again: the grant has ended, without more being known. */
export function signInRequired(message: string, guidance?: Guidance): AppError {
  return { code: 'sign_in_required', message, retryable: false, guidance };
}

/** Nobody signed in with the code in time. */
export function codeExpired(): AppError {
  return { code: 'sign_in_expired', message: texts().authFaults.codeExpired, retryable: true };
}

function refusedFailure(refusal: Refusal, identity: IdentitySettings): TranslatedFailure {
  const kind = guidanceClassOf(refusal);
  const guidance = guidanceFor(kind, refusal, identity);
  const consequence = SIGN_IN_WORDS.has(refusal.word) ? 'sign_in' : 'stop';
  return { error: refusedError(kind, refusal, guidance, identity), consequence };
}

function refusedError(kind: GuidanceClass, refusal: Refusal, guidance: Guidance, identity: IdentitySettings): AppError {
  const error = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: false, guidance });
  const words = texts().authFaults;
  switch (kind) {
    case 'consent':
      return error('consent_required', words.consent);
    case 'app':
      return error('app_registration', words.app);
    case 'policy':
      return error('policy_blocked', words.policy);
    case 'tenant':
      return error('wrong_tenant', words.tenant(identity.tenant, hostOf(identity)));
    case 'none':
      break;
    default:
      return assertNever(kind);
  }
  switch (refusal.word) {
    case 'access_denied':
    case 'authorization_declined':
      return error('sign_in_declined', words.declined);
    case 'expired_token':
    case 'code_expired':
      return { ...codeExpired(), guidance };
    case 'bad_verification_code':
      return { ...codeExpired(), message: words.codeUnknown, guidance };
    case 'invalid_client':
    case 'unauthorized_client':
      return error('app_registration', words.appRefused);
    default:
      return SIGN_IN_WORDS.has(refusal.word)
        ? signInRequired(words.signInAgain, guidance)
        : error('identity_provider_protocol', words.refused(hostOf(identity), refusal.word));
  }
}

function busyError(failure: ProviderFailure & { kind: 'busy' }, identity: IdentitySettings): AppError {
  return {
    code: 'identity_provider_unavailable',
    message: texts().authFaults.busy(hostOf(identity), failure.status),
    retryable: true,
    guidance: failure.refusal === null ? undefined : guidanceFor('none', failure.refusal, identity),
    retryAfterMs: failure.retryAfterMs ?? undefined,
  };
}

function transportError(fault: TransportFault, identity: IdentitySettings): AppError {
  const host = hostOf(identity);
  const words = texts().authFaults;
  const passing = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: true });
  const lasting = (code: AppError['code'], message: string): AppError => ({ code, message, retryable: false });
  switch (fault) {
    case 'cancelled':
      return lasting('cancelled', texts().faults.cancelled);
    case 'offline':
      return passing('offline', words.offline);
    case 'dns':
    case 'refused':
    case 'lost':
      return passing('identity_provider_unavailable', words.unreachable(host));
    case 'timeout':
      return passing('identity_provider_unavailable', words.noAnswer(host));
    case 'tls_expired':
      return lasting('tls_expired', words.certificateExpired(host));
    case 'tls_wrong_host':
      return lasting('tls_wrong_host', words.certificateWrongHost(host));
    case 'tls_untrusted':
      return lasting('tls_untrusted', words.certificateUntrusted(host));
    case 'tls_failed':
      return passing('tls_failed', words.noSecureConnection(host));
    case 'not_https':
      return lasting('identity_provider_protocol', words.notHttps(host));
    case 'redirected':
    case 'too_large':
      return protocolError(fault === 'redirected' ? words.detail.redirected : words.detail.tooLarge, identity);
    default:
      return assertNever(fault);
  }
}

function hostOf(identity: IdentitySettings): string {
  return URL.canParse(identity.loginHost) ? new URL(identity.loginHost).host : identity.loginHost;
}

/** The purpose needs a permission that nobody granted; what the identity is used for otherwise goes on. */
export function permissionMissing(provider: IdentityProvider, identity: IdentitySettings): AppError {
  return {
    code: 'permission_missing',
    message: texts().authFaults.permissionMissing(provider.name),
    retryable: false,
    guidance: provider.adminConsent?.(identity),
  };
}

/** The identity comes from a Heron that knows more providers. @param id as the settings name it */
export function providerUnknown(id: string): AppError {
  return { code: 'provider_unknown', message: texts().authFaults.providerUnknown(id), retryable: false };
}

/** A token goes to its provider's own mail servers only (Q3). */
export function tokenHostRefused(provider: IdentityProvider, host: string): AppError {
  return { code: 'token_host_refused', message: texts().authFaults.hostRefused(host, provider.name), retryable: false };
}
