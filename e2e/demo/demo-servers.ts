import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IdentityProvider, startIdentityProvider } from '../servers/identity-provider.ts';
import { type SmtpSink, startSmtpSink } from '../servers/smtp-server.ts';
import { createTestCa } from '../servers/test-ca.ts';
import { type DemoImapServer, startDemoImap } from './imap-server.ts';
import { demoMailbox } from './mailbox.ts';

const clientId = '11111111-2222-4333-8444-555555555555';

/**
 * The profile that the demo's administrator has put on this computer: the address leads to the sign-in with no question.
 * @returns the file
 */
async function writeProfile(folder: string, loginHost: string, imap: number, smtp: number): Promise<string> {
  const server = (port: number) => ({ host: 'localhost', port, security: 'tls' });
  const profile = {
    format: 'heron-organisation',
    version: 1,
    name: 'Contoso',
    domains: ['contoso.test'],
    signIn: { provider: 'microsoft365', clientId, tenant: 'organizations', loginHost },
    servers: { imap: server(imap), smtp: server(smtp) },
    helpDesk: { name: 'Contoso IT', mail: 'help@contoso.test' },
  };
  const path = join(folder, 'organisation.json');
  await writeFile(path, JSON.stringify(profile), { mode: 0o644 });
  return path;
}

/** What the demo runs on: a stand-in for Microsoft's sign-in, and an IMAP and an SMTP server that take its tokens only. */
export interface DemoServers {
  /** The address of the demo's mailbox. */
  readonly address: string;
  readonly identityProvider: IdentityProvider;
  readonly imap: DemoImapServer;
  /** Keeps what is sent; a message to the demo's own address arrives in its inbox. */
  readonly smtp: SmtpSink;
  /** The variables that make Heron use these servers. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the servers. `folder` holds the certificates; default: a temporary folder. */
export async function startDemoServers(options: {
  readonly folder?: string;
  readonly now: Date;
  readonly accessTokenLifetimeSeconds: number;
  readonly pollIntervalSeconds: number;
}): Promise<DemoServers> {
  const address = 'ada@contoso.test';
  const ca = await createTestCa(options.folder);
  const identityProvider = await startIdentityProvider({
    leaf: ca.leaf,
    accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
    pollIntervalSeconds: options.pollIntervalSeconds,
    plainPages: true,
  });
  identityProvider.addUser({ address, name: 'Ada Lovelace' });
  const imap = await startDemoImap({
    leaf: ca.leaf,
    folders: demoMailbox(options.now),
    tokenInfo: (token) => identityProvider.tokenInfo(token),
  });
  const smtp = await startSmtpSink({
    leaf: ca.leaf,
    // On a port other than 587 Heron begins with TLS (electron/accounts/presets.ts).
    implicitTls: true,
    size: 25 * 1024 * 1024,
    users: {},
    methods: ['XOAUTH2'],
    tokenOwner: (token) => {
      const info = identityProvider.tokenInfo(token);
      return info?.active === true ? info.address : null;
    },
    onMessage: ({ to, source }) => {
      if (to.includes(address)) imap.deliver({ raw: Buffer.from(source), receivedAt: new Date() });
    },
  });
  return {
    address,
    identityProvider,
    imap,
    smtp,
    environment: {
      HERON_EXTRA_CA: ca.caPath,
      HERON_MICROSOFT_AUTHORITY: identityProvider.authority,
      HERON_MICROSOFT_IMAP: `localhost:${imap.port}`,
      HERON_MICROSOFT_SMTP: `localhost:${smtp.port}`,
      MICROSOFT_CLIENT_ID: clientId,
      MICROSOFT_TENANT_ID: 'organizations',
      HERON_TEST_ORGANISATION: await writeProfile(ca.folder, identityProvider.authority, imap.port, smtp.port),
    },
    stop: async () => {
      await imap.stop();
      await smtp.stop();
      await identityProvider.stop();
      await ca.dispose();
    },
  };
}
