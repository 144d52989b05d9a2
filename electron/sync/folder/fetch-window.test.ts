import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../shared/reply.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { ImapSession } from '../../imap/session.ts';
import { fetchWindow, mostInARow, mostRefused, type WindowRange } from './fetch-window.ts';

const never = new AbortController().signal;

function refusal(said: string, responseCode = ''): AppError {
  return {
    code: 'server_refused',
    params: { reason: 'command', server: 'imap.test:993', said, responseCode },
    retryable: false,
  };
}

const unfetchable = refusal('Some messages could not be FETCHed');

/** A server with this many messages, of which it refuses each FETCH that names one of `bad`. */
async function opened(count: number, bad: readonly number[], error: AppError = unfetchable) {
  const server = new FakeImapServer();
  for (let message = 0; message < count; message += 1) server.deliver('INBOX');
  const isBad = new Set(bad);
  server.refuses = ({ verb, uids }) => (verb === 'fetch' && uids.some((uid) => isBad.has(uid)) ? error : null);
  const session = await server.open(
    {
      endpoint: { host: 'imap.test', port: 993, security: 'tls' },
      credentials: { kind: 'password', username: 'ada', password: 'x' },
      timeoutSeconds: 30,
      extraCa: null,
    },
    never,
  );
  await session.select('INBOX', never);
  server.calls.length = 0;
  return { server, session };
}

async function fetched(session: ImapSession, window: WindowRange, known: readonly number[] = []) {
  const result = await fetchWindow(window, { session, signal: never, known: () => new Set(known) });
  const uids = result.envelopes.map(({ uid }) => uid).sort((a, b) => a - b);
  return { ...result, uids, bad: result.refused.map(({ uid }) => uid).sort((a, b) => a - b) };
}

const all = (count: number): WindowRange => ({ by: 'sequence', range: { from: 1, to: count } });
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, each) => from + each);

describe('fetchWindow', () => {
  it('B3b an ordinary window costs one command', async () => {
    const { server, session } = await opened(1_000, []);
    const { uids, spanned } = await fetched(session, all(1_000));
    expect([uids.length, spanned, server.calls]).toEqual([1_000, null, ['fetchEnvelopesBySequence']]);
  });

  it.each(['nothing', 'before', 'others'] as const)(
    'B3b one refused message of 1,000 costs a logarithmic number of commands, where the server sends %s with NO',
    async (sends) => {
      const { server, session } = await opened(1_000, [777]);
      server.sendsWithRefusal = sends;
      const { uids, bad, stopped } = await fetched(session, all(1_000));
      expect(bad).toEqual([777]);
      expect(uids).toEqual(numbers(1, 1_000).filter((uid) => uid !== 777));
      expect(stopped).toBeNull();
      // Two commands at each of the ten levels, and the first window with the question for its UIDs.
      expect(server.calls.length).toBeLessThanOrEqual(2 * 10 + 2);
    },
  );

  it.each<[string, AppError]>([
    ['NO [SERVERBUG]', refusal('Internal error', 'SERVERBUG')],
    ['NO [CORRUPTION]', refusal('Message damaged', 'CORRUPTION')],
    ['NO [LIMIT]', refusal('Too many at once', 'LIMIT')],
    ['BAD without a code', refusal('Invalid messageset')],
    ['an unknown code', refusal('Whatever', 'X-YAHOO')],
  ])('B3b %s is of the messages', async (_name, error) => {
    const { session } = await opened(64, [1, 30, 64], error);
    const { bad, uids } = await fetched(session, all(64));
    expect([bad, uids.length]).toEqual([[1, 30, 64], 61]);
  });

  it('B3b by UIDs, as new mail is fetched', async () => {
    const { session } = await opened(40, [12, 13]);
    expect((await fetched(session, { by: 'uid', uids: { from: 10, to: 40 } })).bad).toEqual([12, 13]);
    expect((await fetched(session, { by: 'uid', uids: [11, 12, 20] })).uids).toEqual([11, 20]);
  });

  it('B3b a window whose messages are all refused, where there are only a few', async () => {
    const { session } = await opened(3, [1, 2, 3]);
    const { bad, stopped } = await fetched(session, all(3));
    expect([bad, stopped]).toEqual([[1, 2, 3], null]);
  });

  it('B3b does not ask again for what is known to be refused', async () => {
    const { server, session } = await opened(50, [7]);
    const { uids, bad } = await fetched(session, all(50), [7]);
    expect([uids.length, bad]).toEqual([49, []]);
    // The window, its UIDs, and the two halves without the refused one.
    expect(server.calls.length).toBe(4);
  });

  it('B3 what refuses everything is the folder: it is left after a few commands', async () => {
    const { server, session } = await opened(1_000, numbers(1, 1_000));
    const { stopped } = await fetched(session, all(1_000));
    expect(stopped).toEqual(unfetchable);
    expect(server.calls.length).toBeLessThanOrEqual(mostInARow + 2);
  });

  it('B3b every second message of 1,000: the number of commands has a bound', async () => {
    const { server, session } = await opened(
      1_000,
      numbers(1, 1_000).filter((uid) => uid % 2 === 0),
    );
    const { stopped, uids, bad } = await fetched(session, all(1_000));
    expect(stopped).toEqual(unfetchable);
    expect(bad.length).toBeGreaterThan(100);
    expect(uids.length).toBeGreaterThan(100);
    expect(server.calls.length).toBeLessThanOrEqual(2 * mostRefused + 2);
  });

  it('B3 throttling ends the window at once, and keeps what came', async () => {
    const throttled = refusal('Account exceeded command or bandwidth limits', 'OVERQUOTA');
    const { server, session } = await opened(50, [20], throttled);
    server.sendsWithRefusal = 'before';
    const { uids, stopped, bad } = await fetched(session, all(50));
    expect([uids, stopped, bad]).toEqual([numbers(1, 19), throttled, []]);
    expect(server.calls).toEqual(['fetchEnvelopesBySequence']);
  });

  it('B3b an OK that leaves messages out: they are asked for once more, and then known to be refused', async () => {
    const { server, session } = await opened(50, []);
    server.leavesOut.add(9);
    const { bad, refused, uids } = await fetched(session, all(50));
    expect([bad, uids.length]).toEqual([[9], 49]);
    expect(refused[0]?.error.params).toEqual({ reason: 'left_out' });
    expect(server.calls.length).toBe(4);
  });

  it('a message that another client removed meanwhile is neither fetched nor refused', async () => {
    const { server, session } = await opened(50, []);
    server.remove('INBOX', 25);
    const { bad, uids } = await fetched(session, all(50));
    expect([bad, uids.length]).toEqual([[], 49]);
    expect((await fetched(session, { by: 'uid', uids: [24, 25] })).bad).toEqual([]);
  });

  it('B3 a server that will not even tell the UIDs: the folder is to blame', async () => {
    const { server, session } = await opened(50, [25]);
    server.fail('uidsBySequence', { kind: 'error', error: refusal('No') });
    expect((await fetched(session, all(50))).stopped).toEqual(refusal('No'));
  });

  it('a lost connection is thrown', async () => {
    const { server, session } = await opened(50, [25]);
    server.fail('fetchEnvelopes', { kind: 'drop_before' });
    await expect(fetched(session, all(50))).rejects.toMatchObject({ error: { code: 'connection_lost' } });
  });
});
