import { expect, it } from 'vitest';
import { exchangeOnline } from '../../e2e/servers/scripted-imap/personalities/exchange-online.ts';
import { startScriptedImap } from '../../e2e/servers/scripted-imap/server.ts';
import { createTestCa } from '../../e2e/servers/test-ca.ts';
import { openSession } from './connection.ts';
import type { ImapSession } from './session.ts';

const signal = new AbortController().signal;

it('waits without a command where no folder is selected, until it is ended', async () => {
  const ca = await createTestCa();
  const address = 'ada@example.test';
  const server = await startScriptedImap({
    leaf: ca.leaf,
    personality: exchangeOnline,
    credentials: { address, password: 'pw' },
  });
  const open = (): Promise<ImapSession> => {
    const endpoint = { host: 'localhost', port: server.port, security: 'tls' } as const;
    const credentials = { kind: 'password', username: address, password: 'pw' } as const;
    return openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
  };
  const [session, other] = [await open(), await open()];
  const stop = new AbortController();
  const idling = session.idle(stop.signal);
  // Each takes as long as a NOOP of the waiting session would.
  for (let round = 0; round < 10; round += 1) await other.status('INBOX', signal);
  expect(server.counts()).toMatchObject({ STATUS: 10 });
  expect(server.counts()['NOOP'] ?? 0).toBe(0);
  stop.abort();
  await idling;
  // The NOOP at the end proves that the server still answers.
  expect(server.counts()['NOOP']).toBe(1);
  await session.close();
  await other.close();
  await server.stop();
  await ca.dispose();
});
