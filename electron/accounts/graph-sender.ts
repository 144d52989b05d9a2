import type { AccountId } from '../../shared/mail.ts';
import { type Reply, success } from '../../shared/reply.ts';
import { claimsInChallenge } from '../auth/claims.ts';
import { type HttpTransport, TransportFailure } from '../platform/net-client.ts';
import type { GraphExchange } from '../smtp/graph-submission.ts';

interface GraphRequest {
  readonly accountId: AccountId;
  readonly accessToken: string;
  /** The message as Base64. */
  readonly body: string;
}

/**
 * Posts messages to Microsoft Graph. The address comes from the account's identity provider, so the token goes nowhere else (Q3).
 * @param sendUrl where an account's messages are handed over
 * @param challenged told of what Graph wants the account's next sign-in to bring, before the refusal is answered
 */
export function graphSender(
  sendUrl: (accountId: AccountId) => Reply<string>,
  transport: HttpTransport,
  challenged: (accountId: AccountId, claims: string) => Promise<void>,
): (request: GraphRequest, signal: AbortSignal) => Promise<Reply<GraphExchange>> {
  return async ({ accountId, accessToken, body }, signal) => {
    const url = sendUrl(accountId);
    if (!url.ok) return url;
    const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'text/plain' };
    try {
      const response = await transport({ method: 'POST', url: url.value, headers, body }, signal);
      const claims = response.status === 401 ? claimsInChallenge(response.headers['www-authenticate']) : null;
      if (claims !== null) await challenged(accountId, claims);
      return success({ kind: 'answered', response });
    } catch (cause) {
      const fault = cause instanceof TransportFailure ? cause.fault : 'lost';
      return success({ kind: 'failed', fault });
    }
  };
}
