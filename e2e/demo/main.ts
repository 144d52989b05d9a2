/**
 * `npm run demo`: Heron's main job on servers of its own. A stand-in for Microsoft's sign-in, an IMAP and an SMTP server that
 * take its tokens only, a throwaway profile; Heron itself runs the same code as with a real account.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { resolveElectron } from '../../build/scripts/electron-runtime.mjs';
import { byLine, showOutput } from './child-output.ts';
import { startDemoServers } from './demo-servers.ts';
import { arrivingLetter } from './mailbox.ts';

const mailAfterSignInMs = 20_000;
const graceMs = 5_000;
const tokenLifetimeSeconds = 10 * 60;

const folder = await mkdtemp(join(tmpdir(), 'heron-demo-'));
const servers = await startDemoServers({
  folder: join(folder, 'ca'),
  now: new Date(),
  accessTokenLifetimeSeconds: tokenLifetimeSeconds,
  pollIntervalSeconds: 2,
});
const { address, identityProvider, imap } = servers;

const instructions = `
Heron's demo is running: its own identity provider and its own mail servers, on this computer only.

  1. In Heron, enter ${address}. Contoso's administrator has set Heron up for it.
  2. "Sign in by browser" opens a page in your browser. Approve there, and Heron goes on.
     Or "Use a code instead": Heron shows a code, and "Copy code and open page" opens
     ${identityProvider.devicePageUrl}
     Paste the code there and approve.
  3. The mailbox opens. A message arrives by itself a little later; the access token lasts ${tokenLifetimeSeconds / 60} minutes, and
     Heron refreshes it without asking.
  4. Answer a message (R, then Send): after a few seconds, in which it can be taken back, it lies in Sent Items. What is
     sent to ${address} arrives in the inbox; nothing leaves this computer.
  5. The newest message is a conversation of four, one of them your own answer from Sent Items. To find something, press /
     and type, for example: from:grace programme. A typing error is no harm: try progamme.

Quit Heron, or press Ctrl+C here, to end the demo. Nothing of it stays.
`;

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
    stdio: ['inherit', 'pipe', 'pipe'],
    env: { ...process.env, ...servers.environment },
  },
);
const show = showOutput((text) => console.log(text), instructions);
for (const stream of [heron.stdout, heron.stderr]) stream.setEncoding('utf8').on('data', byLine(show));
// Ctrl+C in a terminal reaches Heron as well, and a second signal would break its orderly end. So this process only
// waits, for a limited time.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => setTimeout(() => heron.kill(), graceMs).unref());
}

void identityProvider.waitFor('token', undefined, 2 ** 31 - 1).then(() => {
  setTimeout(() => imap.deliver(arrivingLetter(new Date())), mailAfterSignInMs).unref();
});

const [code] = await once(heron, 'exit');
await servers.stop();
await rm(folder, { recursive: true, force: true, maxRetries: 5 });
process.exit(typeof code === 'number' ? code : 0);
