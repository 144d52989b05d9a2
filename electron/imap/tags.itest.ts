import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { exchangeOnline } from '../../e2e/servers/scripted-imap/personalities/exchange-online.ts';
import { startScriptedImap } from '../../e2e/servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { keptTags } from '../mail/remote-mail.ts';
import { openSession } from './connection.ts';

const signal = new AbortController().signal;
const address = 'ada@example.test';
let ca: TestCa;
let dovecot: Dovecot;

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf });
  await dovecot.addUser(address, { password: 'pw' });
});
afterAll(async () => {
  await dovecot?.stop();
  await ca?.dispose();
});

/** A session with the inbox selected, and what SELECT told of it. */
async function inInbox(port: number) {
  const credentials = { kind: 'password', username: address, password: 'pw' } as const;
  const endpoint = { host: 'localhost', port, security: 'tls' } as const;
  const session = await openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
  onTestFinished(async () => await session.close());
  await session.listFolders(signal);
  return { session, selected: await session.select('INBOX', signal) };
}

describe('tags', () => {
  it('are given and taken, and keep other keywords as they are', async () => {
    await dovecot.deliver(address, 'INBOX', buildMessage({ subject: 'Invoice' }).raw, { flags: ['\\Seen'] });
    const { session, selected } = await inInbox(dovecot.tlsPort);
    expect(keptTags(selected)).toBeNull();
    const flags = async () => (await session.fetchFlags({ from: 1, to: 1 }, { changedSince: null }, signal))[0]?.flags;
    for (const tag of ['$label1', 'travel', "it's", 'b&apw-ro', '#1']) {
      expect(await session.setTag([1], tag, true, signal)).toEqual({ kind: 'done' });
    }
    expect(await session.mark([1], 'forwarded', signal)).toEqual({ kind: 'done' });
    expect(await session.setTag([1], 'TRAVEL', false, signal)).toEqual({ kind: 'done' });
    expect(await session.setTag([1], 'nowhere', false, signal)).toEqual({ kind: 'done' });
    expect(await flags()).toMatchObject({
      seen: true,
      forwarded: true,
      tags: ['#1', '$label1', 'b&apw-ro', "it's"],
    });
    expect(await session.setTag([], 'travel', true, signal)).toEqual({ kind: 'done' });
  });

  it('are refused where PERMANENTFLAGS has neither them nor \\*, without a command', async () => {
    const server = await startScriptedImap({
      leaf: ca.leaf,
      personality: exchangeOnline,
      credentials: { address, password: 'pw' },
    });
    onTestFinished(async () => await server.stop());
    server.store.deliver('INBOX', buildMessage({ subject: 'Invoice' }));
    const { session, selected } = await inInbox(server.port);
    expect(keptTags(selected)).toEqual([]);
    for (const on of [true, false]) {
      expect(await session.setTag([1], 'travel', on, signal)).toEqual({ kind: 'refused', text: '', own: 'no_tags' });
    }
    expect(server.counts(/STORE/)).toEqual({});
  });
});
