import { describe, expect, it } from 'vitest';
import { FakeImapServer } from './fake-server.ts';

const never = new AbortController().signal;
const options = {
  endpoint: { host: 'imap.fake.test', port: 993, security: 'tls' },
  credentials: { kind: 'xoauth2', username: 'ada@contoso.test', accessToken: 'token' },
  timeoutSeconds: 30,
  extraCa: null,
} as const;

async function inbox(server = new FakeImapServer()) {
  const session = await server.open(options, never);
  await session.select('INBOX', never);
  return { server, session };
}

describe('the fake IMAP server', () => {
  it('serves windows by sequence and by UID, with gaps in the UIDs', async () => {
    const server = new FakeImapServer();
    for (let index = 0; index < 5; index += 1) server.deliver('INBOX');
    server.remove('INBOX', 3);
    const { session } = await inbox(server);
    expect(await session.uidsBySequence(4, 2, never)).toEqual([4, 5]);
    const { envelopes } = await session.fetchEnvelopesBySequence({ from: 3, to: 4 }, never);
    expect(envelopes.map(({ uid }) => uid)).toEqual([4, 5]);
    expect((await session.fetchEnvelopes({ from: 2, to: 4 }, never)).map(({ uid }) => uid)).toEqual([2, 4]);
    expect((await session.fetchEnvelopes([1, 3, 5], never)).map(({ uid }) => uid)).toEqual([1, 5]);
  });

  it('Y2 answers unknown where the connection drops before or after the effect', async () => {
    for (const kind of ['drop_before', 'drop_after'] as const) {
      const { server, session } = await inbox();
      const uid = server.deliver('INBOX');
      server.fail('move', { kind });
      expect(await session.move([uid], 'Deleted Items', never)).toEqual({ kind: 'unknown' });
      expect(session.closed).toBe(true);
      expect(server.uids('INBOX')).toEqual(kind === 'drop_before' ? [uid] : []);
      expect(server.uids('Deleted Items')).toEqual(kind === 'drop_before' ? [] : [1]);
      await expect(session.noop(never)).rejects.toMatchObject({ error: { code: 'connection_lost' } });
    }
  });

  it('skips calls before a fault, and hangs until the signal aborts', async () => {
    const { server, session } = await inbox();
    server.fail('noop', { kind: 'hang', skip: 1 });
    await session.noop(never);
    const controller = new AbortController();
    const gate = server.hold('noop');
    const hanging = session.noop(controller.signal);
    await gate.reached;
    gate.release();
    controller.abort();
    await expect(hanging).rejects.toMatchObject({ error: { code: 'cancelled' } });
    expect(session.closed).toBe(true);
  });

  it('wakes idle when the server speaks, and tells the listeners', async () => {
    const { server, session } = await inbox();
    const heard: unknown[] = [];
    session.on('exists', (path, count) => heard.push([path, count]));
    const gate = server.hold('idle');
    const idling = session.idle(never);
    await gate.reached;
    gate.release();
    await Promise.resolve();
    server.deliver('Sent Items');
    await new Promise((resolve) => setImmediate(resolve));
    server.deliver('INBOX');
    await idling;
    expect(heard).toEqual([['INBOX', 1]]);
  });

  it('tells flags changed since a modseq with CONDSTORE, and a new UIDVALIDITY', async () => {
    const server = new FakeImapServer({ capabilities: ['IMAP4REV1', 'CONDSTORE'] });
    const first = server.deliver('INBOX');
    server.deliver('INBOX');
    const { session } = await inbox(server);
    const before = await session.status('INBOX', never);
    server.setFlags('INBOX', first, { seen: true });
    const changed = await session.fetchFlags(
      { from: 1, to: 2 ** 32 - 1 },
      { changedSince: before.highestModseq },
      never,
    );
    expect(changed.map(({ uid }) => uid)).toEqual([first]);
    server.changeUidValidity('INBOX');
    expect((await session.select('INBOX', never)).uidValidity).not.toBe(before.uidValidity);
  });
});
