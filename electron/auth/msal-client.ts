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
  /** Without it tokens stay in the client. */
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
 * The token of a result. Its life is what the provider said in `expires_in`, from the moment it came; only a token that MSAL had
 * stored is judged by the wall clock, for want of anything better (T8: the mail server refuses it if the clock was wrong).
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

/** Translates what an MSAL call threw; the network's own record of the failure goes first. */
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
