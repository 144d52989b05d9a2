import { type Dovecot, startDovecot } from './servers/dovecot.ts';
import { type GraphServer, startGraphServer } from './servers/graph-server.ts';
import { type IdentityProvider, startIdentityProvider } from './servers/identity-provider.ts';
import { type SmtpSink, startSmtpSink } from './servers/smtp-server.ts';
import { createTestCa, type TestCa } from './servers/test-ca.ts';

/** An organisation for one journey: its identity provider, and a mail server that asks it about tokens. */
export interface World {
  readonly ca: TestCa;
  readonly identityProvider: IdentityProvider;
  readonly dovecot: Dovecot;
  /** Takes what Heron sends; asks the identity provider about tokens, too. */
  readonly smtp: SmtpSink;
  /** Takes what Heron sends through Microsoft Graph, and puts it into Sent Items, as Exchange does. */
  readonly graph: GraphServer;
  /** The variables that make Heron use these servers. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Part of every token and password of a journey, so that a leak can be searched for (I2). */
export const canary = 'CANARY7f3a';
export const ada = 'ada@contoso.test';
export const grace = 'grace@contoso.test';
export const password = `${canary}-correct-horse`;

/** Starts the servers. Ada has a mailbox and signs in by OAuth2 or, until that is blocked, by password. */
export async function startWorld(options: { readonly sharedMailboxes?: boolean } = {}): Promise<World> {
  const ca = await createTestCa();
  const identityProvider = await startIdentityProvider({
    leaf: ca.leaf,
    canary: canary,
    pollIntervalSeconds: 0.2,
    plainPages: true,
  });
  const dovecot = await startDovecot({
    leaf: ca.leaf,
    introspectionUrl: identityProvider.introspectionUrl,
    ...options,
  });
  const smtp = await startSmtpSink({
    leaf: ca.leaf,
    implicitTls: true,
    users: { [ada]: password },
    tokenOwner: (token) => ownerOf(identityProvider.introspectionUrl, token),
  });
  const graph = await startGraphServer({
    leaf: ca.leaf,
    tokenInfo: (token) => identityProvider.tokenInfo(token),
    onMessage: async ({ source, user }) => {
      await dovecot.deliver(user, 'Sent Items', source);
    },
  });
  identityProvider.addUser({ address: ada, name: 'Ada Lovelace' });
  await dovecot.addUser(ada, { password: password });
  return {
    ca,
    identityProvider,
    dovecot,
    smtp,
    graph,
    environment: {
      HERON_EXTRA_CA: ca.caPath,
      HERON_MICROSOFT_AUTHORITY: identityProvider.authority,
      HERON_MICROSOFT_IMAP: `localhost:${dovecot.tlsPort}`,
      HERON_MICROSOFT_SMTP: `localhost:${smtp.port}`,
      HERON_MICROSOFT_GRAPH: graph.origin,
      MICROSOFT_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
      MICROSOFT_TENANT_ID: 'organizations',
    },
    stop: async () => {
      await smtp.stop();
      await graph.stop();
      await dovecot.stop();
      await identityProvider.stop();
      await ca.dispose();
    },
  };
}

/** Whose access token it is, by the identity provider's introspection (RFC 7662); null for one that is not valid. */
async function ownerOf(introspectionUrl: string, token: string): Promise<string | null> {
  const answer = await fetch(introspectionUrl, { headers: { authorization: `Bearer ${token}` } });
  const { active, username }: { active?: unknown; username?: unknown } = JSON.parse(await answer.text());
  return active === true && typeof username === 'string' ? username : null;
}
