import * as oauth from 'oauth4webapi';
import { failure, type Reply, success } from '../../shared/reply.ts';
import { untilAborted } from '../platform/mutex.ts';
import { codeExpired } from './auth-errors.ts';
import type { DeviceCodeEvents, IdentityProvider, SignInGrant, SignInOptions } from './identity-provider.ts';
import { afterSigningIn } from './msal-grant.ts';
import { signInScopes } from './openid-browser.ts';
import { grantOf } from './openid-grant.ts';
import { OpenIdHttp } from './openid-http.ts';
import { findServer, withJudgeableIdToken } from './openid-server.ts';
import { isPassing } from './provider-failure.ts';

/** RFC 8628 section 3.2: the interval where the provider names none; section 3.5: how much slow_down adds. Seconds. */
const usualInterval = 5;
const slowDownBy = 5;

/** Signs in by device code (RFC 8628) at a provider that follows the standard, by oauth4webapi. */
export function openIdDeviceCode(scopes: IdentityProvider['scopes']) {
  return async (options: SignInOptions, events: DeviceCodeEvents, signal: AbortSignal): Promise<Reply<SignInGrant>> => {
    const { identity, transport, clock, clientSecret } = options;
    const asked = scopes(identity, 'imap');
    const http = new OpenIdHttp({ transport, clock, signal });
    const pause = (seconds: number) =>
      untilAborted(new Promise<void>((done) => void clock.after(seconds * 1000, done)), signal);
    try {
      const server = await findServer(identity, clientSecret, http);
      const { as, client, auth } = server;
      if (as.device_authorization_endpoint === undefined) {
        const params = { reason: 'no_code_sign_in', provider: new URL(identity.loginHost).host } as const;
        return failure({ code: 'invalid_input', params, retryable: false });
      }
      const fetched = { [oauth.customFetch]: http.fetch };
      const wanted = { scope: signInScopes(server, asked).join(' ') };
      const begun = await oauth.deviceAuthorizationRequest(as, client, auth, wanted, fetched);
      const code = await oauth.processDeviceAuthorizationResponse(as, client, begun);
      const ends = clock.monotonic() + code.expires_in * 1000;
      const shown = { userCode: code.user_code, verificationUri: code.verification_uri };
      events.onCode({ ...shown, expiresInMs: code.expires_in * 1000 });
      for (let interval = code.interval ?? usualInterval; clock.monotonic() < ends; ) {
        await pause(interval);
        try {
          const polled = await oauth.deviceCodeGrantRequest(as, client, auth, code.device_code, fetched);
          const result = await oauth.processDeviceCodeResponse(as, client, await withJudgeableIdToken(server, polled));
          return success(grantOf(result, asked, clientSecret, options.loginHint, http));
        } catch (cause) {
          const word = http.failure?.kind === 'refused' ? http.failure.refusal.word : '';
          const passes = http.failure !== null && isPassing(http.failure);
          if (word === 'slow_down') interval += slowDownBy;
          if (word !== 'slow_down' && word !== 'authorization_pending' && !passes) throw cause;
          events.onPoll(passes);
        }
      }
      return failure(codeExpired());
    } catch (cause) {
      if (signal.aborted) return failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: false });
      return failure(afterSigningIn(http.translate(cause, identity).error));
    }
  };
}
