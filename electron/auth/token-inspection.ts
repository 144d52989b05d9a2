import { permissionName } from '../../shared/admin-consent.ts';
import type { TokenInspection } from '../../shared/diagnosis.ts';
import type { Identity } from '../../shared/mail.ts';
import { tokenFacts } from '../diagnosis/token-facts.ts';
import { includesAll } from './held-token.ts';
import type { HeldToken, IdentityProvider } from './identity-provider.ts';

const nothingTold = { audience: null, identity: null, scopes: null } as const;

/**
 * What can be said of a token without telling it. @param held null: there is none
 * @param provider null: this Heron does not know it
 */
export function inspectToken(
  held: HeldToken | null,
  identity: Identity,
  provider: IdentityProvider | null,
  address: string,
): TokenInspection {
  const needed = provider === null ? [] : [...provider.scopes(identity, 'imap'), ...provider.scopes(identity, 'smtp')];
  const granted = identity.grantedScopes.length > 0 ? identity.grantedScopes : (held?.scopes ?? []);
  // Of a provider that names no permissions nobody knows what is missing.
  const missing = granted.length === 0 ? [] : [...new Set(needed)].filter((scope) => !includesAll(granted, [scope]));
  const permissions = { granted: granted.map(permissionName), missing: missing.map(permissionName) };
  if (held === null) {
    return { token: null, audience: null, tenant: null, identity: null, finding: nothingTold, ...permissions };
  }
  const audiences = provider?.mailAudiences?.(identity) ?? null;
  const scopes = provider?.scopes(identity, 'imap') ?? [];
  const { facts, finding } = tokenFacts(held.token, { audiences, scopes, address: identity.username ?? address });
  const told = (name: (typeof facts)[number]['name']) => facts.find((fact) => fact.name === name)?.value ?? null;
  return {
    token: told('token') === 'jwt' ? 'jwt' : 'opaque',
    audience: told('audience'),
    tenant: told('tenant'),
    identity: told('identity'),
    finding,
    ...permissions,
  };
}
