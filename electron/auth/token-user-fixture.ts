import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../shared/mail.ts';
import { systemClock } from '../platform/clock.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { openEncryption } from '../platform/safe-storage.ts';
import { fakeKeyring, fakeSyncSafeStorage } from '../platform/safe-storage-fake.ts';
import { openSecretStore } from '../platform/secret-store.ts';
import { IdentityProviders } from './identity-provider.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { openIdProvider } from './openid-provider.ts';
import { TokenService } from './token-service.ts';

/** The tokens of one identity over a vault in `folder`, as main has them; also run as a process of its own, which uses tokens until it is killed. */
export async function tokensIn(folder: string, identity: Identity, caPem: string): Promise<TokenService> {
  const encryption = await openEncryption(fakeSyncSafeStorage(fakeKeyring()), 'linux');
  return new TokenService({
    providers: new IdentityProviders(microsoftProvider([]), openIdProvider()),
    identity: () => identity,
    secrets: openSecretStore({ folder: join(folder, 'vault'), encryption, clock: systemClock }),
    transport: nodeHttpsTransport(caPem),
    clock: systemClock,
    random: () => 0.5,
    log: () => {},
    report: () => {},
  });
}

const [, , folder, useUrl] = process.argv;
if (import.meta.filename === process.argv[1] && folder !== undefined && useUrl !== undefined) {
  const identity: Identity = JSON.parse(readFileSync(join(folder, 'identity.json'), 'utf8'));
  const tokens = await tokensIn(folder, identity, readFileSync(join(folder, 'ca.pem'), 'utf8'));
  let rejected: string | null = null;
  for (;;) {
    const reply = await tokens.accessToken(
      { identityId: identity.id, purpose: 'imap', rejected },
      new AbortController().signal,
    );
    if (!reply.ok) {
      await fetch(useUrl, { headers: { 'x-error': reply.error.code } });
      break;
    }
    rejected = reply.value.token;
    await fetch(useUrl, { headers: { authorization: `Bearer ${rejected}` } });
  }
}
