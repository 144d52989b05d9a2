/**
 * `npm run demo`: Heron's main job on servers of its own. A stand-in for Microsoft's sign-in, an IMAP server that takes its tokens only,
 * a throwaway profile; Heron itself runs the same code as with a real account.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { resolveElectron } from '../../build/scripts/electron-runtime.mjs';
import { startIdentityProvider } from '../servers/identity-provider.ts';
import { createTestCa } from '../servers/test-ca.ts';
import { startDemoImap } from './imap-server.ts';
import { arrivingLetter, demoMailbox } from './mailbox.ts';

const MAIL_AFTER_SIGN_IN_MS = 20_000;
const TOKEN_LIFETIME_SECONDS = 10 * 60;
const address = 'ada@contoso.test';

const folder = await mkdtemp(join(tmpdir(), 'heron-demo-'));
const ca = await createTestCa(join(folder, 'ca'));
const identityProvider = await startIdentityProvider({
  leaf: ca.leaf,
  accessTokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS,
  pollIntervalSeconds: 2,
  plainDevicePage: true,
});
identityProvider.addUser({ address, name: 'Ada Lovelace' });
const imap = await startDemoImap({
  leaf: ca.leaf,
  folders: demoMailbox(new Date()),
  tokenInfo: (token) => identityProvider.tokenInfo(token),
});

console.log(`
Heron's demo is running: its own identity provider and its own IMAP server, on this computer only.

  1. In Heron, enter ${address} and choose Microsoft 365.
  2. Sign in. Heron shows a code; "Copy code and open page" opens
     ${identityProvider.devicePageUrl}
     in your browser. Paste the code there and approve.
  3. The mailbox opens. A message arrives by itself a little later; the access token lasts ${TOKEN_LIFETIME_SECONDS / 60} minutes, and
     Heron refreshes it without asking.

Quit Heron, or press Ctrl+C here, to end the demo. Nothing of it stays.
`);

const runtime = await resolveElectron();
const project = resolve(import.meta.dirname, '../..');
const heron = spawn(
  runtime.executablePath,
  [
    ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    project,
    `--profile=${join(folder, 'profile')}`,
  ],
  {
    cwd: project,
    stdio: 'inherit',
    env: {
      ...process.env,
      HERON_EXTRA_CA: ca.caPath,
      HERON_MICROSOFT_AUTHORITY: identityProvider.authority,
      HERON_MICROSOFT_IMAP: `localhost:${imap.port}`,
      HERON_MICROSOFT_SMTP: 'localhost:587',
      MICROSOFT_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
      MICROSOFT_TENANT_ID: 'organizations',
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => heron.kill());

void identityProvider.waitFor('token', undefined, 2 ** 31 - 1).then(() => {
  setTimeout(() => imap.deliver(arrivingLetter(new Date())), MAIL_AFTER_SIGN_IN_MS).unref();
});

const [code] = await once(heron, 'exit');
await imap.stop();
await identityProvider.stop();
await ca.dispose();
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit(typeof code === 'number' ? code : 0);
