import { failure, success } from '../../shared/reply.ts';
import type { MailPurpose } from '../mail/credentials.ts';
import { signInRequired } from './auth-errors.ts';
import type { ConnectOptions, IdentityProvider, Redemption, SignInGrant } from './identity-provider.ts';

/**
 * A second kind of identity provider, for tests: no MSAL, no tenants, no administrator; scopes that are no URLs, and mail to read and mail to
 * send as two resources. Its grant is one refresh token, good for one redemption.
 */
export interface ExampleProvider extends IdentityProvider {
  /** The scopes of each redemption. */
  readonly redeemed: (readonly string[])[];
  /** The options of the identities that clients were made for. */
  readonly connectedWith: ConnectOptions['identity']['options'][];
  /** The scopes to refuse. */
  readonly refused: Set<string>;
  /** How often a refresh token was presented that was used already or never issued. */
  reused: number;
}

const scopes: Readonly<Record<MailPurpose, readonly string[]>> = {
  imap: ['read:mail'],
  smtp: ['send:mail'],
  graph: ['hand:over'],
};
const lifeMs = 3600_000;

export function exampleProvider(): ExampleProvider {
  const live = new Set<string>();
  let serial = 0;
  const next = (kind: string) => {
    serial += 1;
    return `example-${kind}-${serial}-CANARY`;
  };
  const newRefreshToken = () => {
    const token = next('refresh');
    live.add(token);
    return JSON.stringify({ example: token });
  };
  const newToken = (scopes: readonly string[], clock: ConnectOptions['clock']) => ({
    token: next('access'),
    scopes,
    timing: { lifeMs: lifeMs, monotonic: clock.monotonic(), wall: clock.now() },
  });

  const provider: ExampleProvider = {
    id: 'example',
    name: 'Example Mail',
    loginHosts: ['https://login.example.test'],
    tenants: [],
    scopes: (_identity, purpose) => scopes[purpose],
    resourceOf: (scope) => scope,
    mailHosts: () => ['imap.example.test', 'smtp.example.test'],
    signIn: {
      browser: null,
      deviceCode: async ({ clock }, events, signal) => {
        if (signal.aborted) return failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: false });
        events.onCode({ userCode: 'EXAMPLE', verificationUri: 'https://login.example.test/device', expiresInMs: 1000 });
        const grant: SignInGrant = {
          homeAccountId: 'ada',
          username: 'ada@example.test',
          names: ['ada@example.test'],
          grantedScopes: ['openid', ...scopes.imap, ...scopes.smtp].filter((scope) => !provider.refused.has(scope)),
          held: newToken(scopes.imap, clock),
          blob: newRefreshToken(),
        };
        return success(grant);
      },
    },
    pageVerdict: null,
    adminConsent: null,
    sendUrl: null,
    isGrant: (text) => /^\{"example":"[^"]+"\}$/.test(text),
    connect: ({ identity, grant, clock }) => {
      provider.connectedWith.push(identity.options);
      return {
        redeem: async (scopes): Promise<Redemption> => {
          provider.redeemed.push(scopes);
          const token = /"([^"]+)"\}$/.exec(grant.text ?? '')?.[1] ?? '';
          if (!live.has(token)) {
            provider.reused += 1;
            const error = signInRequired('no_sign_in');
            return { ok: false, failure: { error, consequence: 'sign_in' }, refusesScopes: false };
          }
          if (scopes.some((scope) => provider.refused.has(scope))) {
            const error = signInRequired('asked_again');
            return { ok: false, failure: { error, consequence: 'sign_in' }, refusesScopes: true };
          }
          live.delete(token);
          await grant.save(newRefreshToken());
          return { ok: true, held: newToken(scopes, clock), renewed: true };
        },
      };
    },
    redeemed: [],
    connectedWith: [],
    refused: new Set(),
    reused: 0,
  };
  return provider;
}
