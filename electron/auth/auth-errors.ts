import type { IdentitySettings } from '../../shared/mail.ts';
import { type AppError, assertNever, type ErrorParams, type Guidance } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import type { TransportFault } from '../platform/net-faults.ts';
import { type GuidanceClass, guidanceClassOf, guidanceFor } from './auth-guidance.ts';
import type { IdentityProvider, TranslatedFailure } from './identity-provider.ts';
import type { ProviderFailure, Refusal } from './provider-failure.ts';

/**
 * OAuth error words after which the user must sign in again (OpenID Connect Core 3.1.2.6; `bad_token` is MSAL's). Only
 * these words decide what is done.
 */
const signInWords: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'login_required',
  'consent_required',
  'account_selection_required',
]);

/**
 * Turns what the identity provider answered into what the user is told, and what is to be done.
 * @param whose only Microsoft's refusals have numbers and an administrator's guidance
 */
export function translateFailure(
  failure: ProviderFailure,
  identity: IdentitySettings,
  whose: 'microsoft' | 'any' = 'microsoft',
): TranslatedFailure {
  switch (failure.kind) {
    case 'transport':
      return { error: transportError(failure.fault, identity), consequence: 'later' };
    case 'busy':
      return { error: busyError(failure, identity), consequence: 'later' };
    case 'protocol':
      return { error: protocolError(failure.detail, identity), consequence: 'later' };
    case 'refused':
      return refusedFailure(failure.refusal, identity, whose);
    default:
      return assertNever(failure);
  }
}

/** The identity provider's answer makes no sense: a proxy's page, a changed protocol, or a wrong login host. */
export function protocolError(word: string, identity: IdentitySettings): AppError {
  const params = { reason: 'not_understood', host: hostOf(identity), word } as const;
  return { code: 'identity_provider_protocol', params, retryable: true };
}

/** An answer of the identity provider that Heron cannot use, for a known reason. */
export function unusableAnswer(
  reason: 'redirected' | 'too_large' | 'no_account' | 'no_name',
  identity: IdentitySettings,
): AppError {
  return { code: 'identity_provider_protocol', params: { reason, host: hostOf(identity) }, retryable: true };
}

/** The user must sign in: the provider ended the grant, or none is stored. */
export function signInRequired(
  reason: 'asked_again' | 'no_sign_in' | 'signed_out' | 'more_asked',
  guidance?: Guidance,
): AppError {
  return { code: 'sign_in_required', params: { reason }, retryable: false, guidance };
}

/** Nobody signed in with the code in time. */
export function codeExpired(
  reason: ErrorParams<'sign_in_expired'>['reason'] = 'code_expired',
  guidance?: Guidance,
): AppError {
  return { code: 'sign_in_expired', params: { reason }, retryable: true, guidance };
}

function refusedFailure(refusal: Refusal, identity: IdentitySettings, whose: 'microsoft' | 'any'): TranslatedFailure {
  const kind = whose === 'microsoft' ? guidanceClassOf(refusal) : 'none';
  const guidance = guidanceFor(kind, refusal, identity);
  const consequence = signInWords.has(refusal.word) ? 'sign_in' : 'stop';
  return { error: refusedError(kind, refusal, guidance, identity), consequence, claims: refusal.claims };
}

function refusedError(kind: GuidanceClass, refusal: Refusal, guidance: Guidance, identity: IdentitySettings): AppError {
  const lasting = { retryable: false, guidance } as const;
  const host = hostOf(identity);
  switch (kind) {
    case 'consent':
      return { code: 'consent_required', params: { reason: 'not_approved' }, ...lasting };
    case 'app':
      return { code: 'app_registration', params: { reason: 'to_be_fixed' }, ...lasting };
    case 'policy':
      return { code: 'policy_blocked', params: { reason: 'blocked' }, ...lasting };
    case 'tenant':
      return { code: 'wrong_tenant', params: { reason: 'unknown_account', tenant: identity.tenant, host }, ...lasting };
    case 'no_tenant':
      return { code: 'wrong_tenant', params: { reason: 'no_such_tenant', tenant: identity.tenant, host }, ...lasting };
    case 'service':
      return { code: 'service_missing', params: { reason: 'not_enabled' }, ...lasting };
    case 'locked':
      return { code: 'account_locked', params: { reason: 'too_many_tries' }, ...lasting };
    case 'risky':
    case 'disabled':
      return { code: 'account_blocked', params: { reason: kind }, ...lasting };
    case 'password_due':
      return { code: 'password_due', params: { reason: 'expired' }, ...lasting };
    case 'none':
      break;
    default:
      return assertNever(kind);
  }
  switch (refusal.word) {
    case 'access_denied':
    case 'authorization_declined':
      return { code: 'sign_in_declined', params: { reason: 'declined' }, ...lasting };
    case 'expired_token':
    case 'code_expired':
      return codeExpired('code_expired', guidance);
    case 'bad_verification_code':
      return codeExpired('code_unknown', guidance);
    case 'invalid_client':
    case 'unauthorized_client':
    case 'invalid_scope':
    case 'invalid_resource':
    case 'invalid_target':
    case 'unsupported_grant_type':
    case 'unsupported_response_type':
      return { code: 'app_registration', params: { reason: 'refused' }, ...lasting };
    default:
      return signInWords.has(refusal.word)
        ? signInRequired('asked_again', guidance)
        : {
            code: 'identity_provider_protocol',
            params: { reason: 'refused', host, word: refusal.word },
            ...lasting,
          };
  }
}

function busyError(failure: ProviderFailure & { kind: 'busy' }, identity: IdentitySettings): AppError {
  return {
    code: 'identity_provider_unavailable',
    params: { reason: 'busy', host: hostOf(identity), status: failure.status },
    retryable: true,
    guidance: failure.refusal === null ? undefined : guidanceFor('none', failure.refusal, identity),
    retryAfterMs: failure.retryAfterMs ?? undefined,
  };
}

function transportError(fault: TransportFault, identity: IdentitySettings): AppError {
  const host = hostOf(identity);
  switch (fault) {
    case 'cancelled':
      return { code: 'cancelled', params: { reason: 'asked' }, retryable: false };
    case 'offline':
      return { code: 'offline', params: { reason: 'computer' }, retryable: true };
    case 'dns':
    case 'refused':
    case 'lost':
      return { code: 'identity_provider_unavailable', params: { reason: 'unreachable', host }, retryable: true };
    case 'proxy_password':
      return { code: 'proxy_password_wanted', params: { reason: 'asked' }, retryable: true };
    case 'proxy_sign_in':
      return { code: 'identity_provider_unavailable', params: { reason: 'proxy_sign_in', host }, retryable: true };
    case 'proxy':
      return { code: 'identity_provider_unavailable', params: { reason: 'proxy', host }, retryable: true };
    case 'timeout':
      return { code: 'identity_provider_unavailable', params: { reason: 'no_answer', host }, retryable: true };
    case 'tls_expired':
      return { code: 'tls_expired', params: { reason: 'not_valid_now', host }, retryable: false };
    case 'tls_wrong_host':
      return { code: 'tls_wrong_host', params: { reason: 'other_server', host }, retryable: false };
    case 'tls_untrusted':
      return { code: 'tls_untrusted', params: { reason: 'authority', host }, retryable: false };
    case 'tls_failed':
      return { code: 'tls_failed', params: { reason: 'no_secure_connection', host }, retryable: true };
    case 'not_https':
      return { code: 'identity_provider_protocol', params: { reason: 'not_https', host }, retryable: false };
    case 'redirected':
    case 'too_large':
      return unusableAnswer(fault, identity);
    default:
      return assertNever(fault);
  }
}

function hostOf(identity: IdentitySettings): string {
  return URL.canParse(identity.loginHost) ? new URL(identity.loginHost).host : identity.loginHost;
}

/** The purpose needs a permission that nobody granted; the identity's other purposes go on. */
export function permissionMissing(
  provider: IdentityProvider,
  identity: IdentitySettings,
  purpose: MailPurpose,
): AppError {
  return {
    code: 'permission_missing',
    params: { reason: purpose === 'graph' ? 'sending' : 'not_granted', provider: provider.name },
    retryable: false,
    guidance: provider.adminConsent?.(identity, purpose),
  };
}

/** The identity was saved by a newer Heron that knows its provider. @param id the provider as the settings name it */
export function providerUnknown(id: string): AppError {
  return { code: 'provider_unknown', params: { reason: 'from_newer', id }, retryable: false };
}

/** A token goes to its provider's own mail servers only (Q3). */
export function tokenHostRefused(provider: IdentityProvider, host: string): AppError {
  const params = { reason: 'foreign_server', host, provider: provider.name } as const;
  return { code: 'token_host_refused', params, retryable: false };
}
