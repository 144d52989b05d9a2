import {
  AuthError,
  type AuthenticationResult,
  type ICachePlugin,
  InteractionRequiredAuthError,
  LogLevel,
  PublicClientApplication,
} from '@azure/msal-node';
import type { IdentitySettings } from '../../shared/mail.ts';
import type { Log } from '../platform/log.ts';
import { codeExpired, protocolError, signInRequired, translateFailure } from './auth-errors.ts';
import type { HeldToken, TranslatedFailure } from './identity-provider.ts';
import { authorityOf } from './microsoft.ts';
import type { MsalNetwork } from './msal-network.ts';

interface MsalClientOptions {
  readonly identity: IdentitySettings;
  readonly network: MsalNetwork;
  /** Where the client's tokens are stored; when omitted, only in the client's memory. */
  readonly cache?: ICachePlugin;
  readonly log: Log;
}

/** A public client for one identity. `knownAuthorities` keeps MSAL from asking Microsoft's worldwide cloud about other hosts. */
export function createMsalClient(options: MsalClientOptions): PublicClientApplication {
  const { identity, network, cache, log } = options;
  return new PublicClientApplication({
    auth: {
      clientId: identity.clientId,
      authority: authorityOf(identity),
      knownAuthorities: [new URL(identity.loginHost).host],
    },
    cache: cache === undefined ? {} : { cachePlugin: cache },
    system: {
      networkClient: network,
      loggerOptions: {
        piiLoggingEnabled: false,
        logLevel: LogLevel.Warning,
        loggerCallback: (level, message, containsPii) => {
          if (!containsPii) log(level === LogLevel.Error ? 'warn' : 'debug', 'msal', message);
        },
      },
    },
  });
}

/**
 * The token of a result. Its life is `expires_in`, counted from the moment it was received. The life of a token from
 * MSAL's cache is known only by the wall clock (T8: the mail server refuses the token if the clock was wrong).
 */
export function heldToken(
  result: AuthenticationResult,
  asked: readonly string[],
  network: MsalNetwork,
  clock: { now(): number; monotonic(): number },
): HeldToken {
  const now = clock.now();
  const stored = { lifeMs: (result.expiresOn?.getTime() ?? now) - now, monotonic: clock.monotonic(), wall: now };
  const scopes = [...new Set([...asked, ...result.scopes])];
  return { token: result.accessToken, scopes, timing: (result.fromCache ? null : network.timing) ?? stored };
}

/** Translates what an MSAL call threw; if the network recorded a failure, that one is used. */
export function translateThrown(cause: unknown, network: MsalNetwork, identity: IdentitySettings): TranslatedFailure {
  if (network.failure !== null) return translateFailure(network.failure, identity);
  if (cause instanceof InteractionRequiredAuthError) {
    // No refresh token in the cache, or one that MSAL knows to be expired.
    return { error: signInRequired('asked_again'), consequence: 'sign_in' };
  }
  const word = cause instanceof AuthError && /^[\w.-]{1,80}$/.test(cause.errorCode) ? cause.errorCode : 'unknown';
  if (word === 'device_code_expired') return { error: codeExpired(), consequence: 'stop' };
  return { error: protocolError(word, identity), consequence: 'later' };
}
