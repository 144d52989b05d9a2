import { type Dovecot, startDovecot } from './servers/dovecot.ts';
import { type OpenIdStandIn, startOpenIdStandIn } from './servers/openid-provider.ts';
import { createTestCa, type TestCa } from './servers/test-ca.ts';

/** A mail server, and a provider that follows the standards, which it asks about tokens. */
export interface OpenIdWorld {
  readonly ca: TestCa;
  readonly provider: OpenIdStandIn;
  readonly dovecot: Dovecot;
  stop(): Promise<void>;
}

interface OpenIdWorldOptions {
  /** The provider wants a secret, and gives refresh tokens as Google does. */
  readonly googleLike?: boolean;
  /** The provider is Google by its name, and so is the mail server. */
  readonly isGoogle?: boolean;
  /** The provider asks the person on a page; otherwise whoever comes is let through. */
  readonly asks?: boolean;
  /** How far the provider's clock is from this computer's, milliseconds. */
  readonly clockOffsetMs?: number;
}

/** Where Google's people sign in, and where their mail is. */
export const googleHosts = { login: 'accounts.google.com', imap: 'imap.gmail.com', smtp: 'smtp.gmail.com' } as const;

/** Starts a provider and a mail server for the tokens that it gives. */
export async function startOpenIdWorld(options: OpenIdWorldOptions = {}): Promise<OpenIdWorld> {
  const { isGoogle = false, googleLike = isGoogle, asks = false, clockOffsetMs = 0 } = options;
  const ca = await createTestCa();
  const leaf = isGoogle ? await ca.issue('google', Object.values(googleHosts)) : ca.leaf;
  const issuer = isGoogle ? { issuer: `https://${googleHosts.login}` } : {};
  const provider = await startOpenIdStandIn({ leaf, googleLike, asks, clockOffsetMs, ...issuer });
  const dovecot = await startDovecot({ leaf, introspectionUrl: provider.introspectionUrl });
  return {
    ca,
    provider,
    dovecot,
    stop: async () => {
      await dovecot.stop();
      await provider.stop();
      await ca.dispose();
    },
  };
}
