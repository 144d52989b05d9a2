import type { AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import type { AppError } from '../../shared/reply.ts';
import type { Clock } from '../platform/clock.ts';
import { consentGuidance } from './auth-guidance.ts';
import type { DeviceCodeOptions, SignInGrant } from './identity-provider.ts';
import { heldToken } from './msal-client.ts';
import type { MsalNetwork } from './msal-network.ts';

/** The grant of a sign-in that MSAL has completed. Throws `IncompleteAnswer`. */
export function grantOf(
  result: AuthenticationResult | null,
  client: PublicClientApplication,
  asked: readonly string[],
  network: MsalNetwork,
  clock: Pick<Clock, 'now' | 'monotonic'>,
): SignInGrant {
  if (result === null || !result.account?.homeAccountId) throw new IncompleteAnswer('no_account');
  const claims: Record<string, unknown> = { ...result.idTokenClaims };
  const names = [result.account.username, claims['preferred_username'], claims['upn'], claims['email']];
  const known = [...new Set(names.filter((name) => typeof name === 'string' && name !== '').map(String))];
  const username = known[0];
  if (username === undefined) throw new IncompleteAnswer('no_name');
  return {
    homeAccountId: result.account.homeAccountId,
    username,
    names: known,
    grantedScopes: fullNames(result.scopes, asked),
    held: heldToken(result, asked, network, clock),
    blob: client.getTokenCache().serialize(),
  };
}

/** Microsoft names the permissions of Graph without their resource, for example "Mail.Send". */
function fullNames(granted: readonly string[], asked: readonly string[]): readonly string[] {
  return granted.map((scope) => asked.find((each) => each.toLowerCase().endsWith(`/${scope.toLowerCase()}`)) ?? scope);
}

/** A missing approval names the permissions of this sign-in. */
export function askingFor({ identity, purpose }: DeviceCodeOptions, error: AppError): AppError {
  if (purpose === undefined || error.guidance?.letter?.kind !== 'consent') return error;
  const { adminUrl, letter } = consentGuidance(identity, purpose);
  return { ...error, guidance: { ...error.guidance, adminUrl, letter } };
}

/** The provider's answer lacks the account or its name. */
export class IncompleteAnswer extends Error {
  readonly missing: 'no_account' | 'no_name';

  constructor(missing: 'no_account' | 'no_name') {
    super(missing);
    this.missing = missing;
  }
}

/** "Sign in again" is no help to somebody who signed in a moment ago. */
export function afterSigningIn(error: AppError): AppError {
  if (error.code !== 'sign_in_required') return error;
  const { guidance } = error;
  return { code: 'sign_in_declined', params: { reason: 'not_completed' }, retryable: false, guidance };
}
