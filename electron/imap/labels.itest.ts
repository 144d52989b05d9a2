import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { exchangeOnline } from '../../e2e/servers/scripted-imap/personalities/exchange-online.ts';
import { gmail } from '../../e2e/servers/scripted-imap/personalities/gmail.ts';
import type { Personality } from '../../e2e/servers/scripted-imap/personality.ts';
import { startScriptedImap } from '../../e2e/servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { openSession } from './connection.ts';

const signal = new AbortController().signal;
const address = 'ada@example.test';
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => await ca?.dispose());

/** A session with the inbox selected, in which one message lies. */
async function inInbox(personality: Personality) {
  const server = await startScriptedImap({ leaf: ca.leaf, personality, credentials: { address, password: 'pw' } });
  onTestFinished(async () => await server.stop());
  server.store.deliver('INBOX', buildMessage({ subject: 'Invoice' }));
  const credentials = { kind: 'password', username: address, password: 'pw' } as const;
  const endpoint = { host: 'localhost', port: server.port, security: 'tls' } as const;
  const session = await openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
  onTestFinished(async () => await session.close());
  await session.listFolders(signal);
  await session.select('INBOX', signal);
  return { session, server };
}

describe('labels', () => {
  it('are given, taken and told by the paths of folders, also those outside of ASCII, and the inbox as INBOX', async () => {
    const { session, server } = await inInbox(gmail);
    for (const label of ['Receipts', 'Reisen/Köln', 'Über & "unter"']) {
      expect(await session.setLabel([1], label, true, signal)).toEqual({ kind: 'done' });
      expect(server.store.folder(label).entries).toHaveLength(1);
    }
    expect(await session.fetchLabels(1, signal)).toEqual(['Receipts', 'Reisen/Köln', 'Über & "unter"']);
    await session.select('Receipts', signal);
    expect(await session.fetchLabels(1, signal)).toEqual(['INBOX', 'Reisen/Köln', 'Über & "unter"']);
    expect(await session.setLabel([1], 'INBOX', false, signal)).toEqual({ kind: 'done' });
    expect(await session.setLabel([1], 'Reisen/Köln', false, signal)).toEqual({ kind: 'done' });
    expect(await session.fetchLabels(1, signal)).toEqual(['Über & "unter"']);
    expect([server.store.folder('INBOX').entries, server.store.folder('Reisen/Köln').entries]).toEqual([[], []]);
    expect(server.store.folder('[Gmail]/All Mail').entries).toHaveLength(1);
    expect(await session.fetchLabels(7, signal)).toBeNull();
  });

  it('are refused where the server has none, without a command', async () => {
    const { session, server } = await inInbox(exchangeOnline);
    expect(await session.setLabel([1], 'Notes', true, signal)).toEqual({ kind: 'refused', text: '', own: 'no_labels' });
    expect(await session.fetchLabels(1, signal)).toBeNull();
    expect(server.counts(/LABELS/)).toEqual({});
  });
});
