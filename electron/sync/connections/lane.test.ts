import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AppError, success } from '../../../shared/reply.ts';
import { FakeImapServer } from '../../imap/fake-server.ts';
import type { ImapSession } from '../../imap/session.ts';
import { type FakeClock, fakeClock } from '../../platform/clock-fake.ts';
import { Connector } from './connector.ts';
import { Lane, LaneConnection } from './lane.ts';

const host = 'mail.contoso.example:993';
const lost: AppError = { code: 'connection_lost', params: { reason: 'lost', server: host }, retryable: true };

let server: FakeImapServer;
let clock: FakeClock;
let connector: Connector;
let lane: Lane;

/** One lane that listens nowhere. */
function start(onDemand: boolean): void {
  const endpoint = { host: 'mail.contoso.example', port: 993, security: 'tls' } as const;
  connector = new Connector({
    account: () => ({
      id: 'a0000000-0000-4000-8000-000000000001' as never,
      address: 'ada@contoso.test',
      displayName: 'Ada',
      imap: endpoint,
      smtp: endpoint,
      connectionTimeoutSeconds: 30,
    }),
    openSession: server.open,
    extraCa: null,
    credentials: async () => success({ kind: 'password', username: 'ada', password: 'x' }),
    clock,
    random: () => 0.5,
    onState: () => {
      if (connector.blockedBy !== null) lane.refuseWaiting(connector.blockedBy);
    },
    onError: () => undefined,
    hasWorked: () => true,
  });
  lane = new Lane({
    connector,
    clock,
    onDemand,
    idlePath: () => null,
    onConnected: () => undefined,
    onSelected: () => undefined,
    onListens: () => undefined,
    onHeard: () => undefined,
    onRefused: () => undefined,
    onFault: (cause) => {
      throw cause;
    },
  });
  lane.start();
}

/** Uses the connection for something that the user waits for; answers with its session, or the error's code. */
const use = (): Promise<ImapSession | string> =>
  lane
    .submit({ priority: 1, interactive: true, again: true }, async ({ session }) => session)
    .catch((error: unknown) => (error as { error: AppError }).error.code);

/** The connection was used, was quiet, and is to be used again: its server is asked for a sign of life. */
async function askedAfterQuiet() {
  const first = await use();
  await clock.advance(29_000);
  await lane.probe(10_000);
  await clock.advance(29_000);
  server.calls.length = 0;
  const answer = server.hold('noop');
  await clock.advance(10_000);
  const used = use();
  await answer.reached;
  return { first, used, answer };
}

beforeEach(() => {
  server = new FakeImapServer();
  clock = fakeClock();
});

afterEach(async () => {
  connector.stop();
  await lane.stop();
  expect(server.sessions.size).toBe(0);
});

describe('while a connection that was quiet is proved', () => {
  beforeEach(() => start(false));

  it('N6 the account is removed: what waits ends, and no connection is left', async () => {
    const { used, answer } = await askedAfterQuiet();
    await lane.stop();
    expect(await used).toBe('cancelled');
    answer.release();
  });

  it('N6 the account is removed just when another connection was opened beside it: that one is closed as well', async () => {
    const { used } = await askedAfterQuiet();
    const other = server.hold('open');
    await clock.advance(10_000);
    await other.reached;
    const stopped = lane.stop();
    other.release();
    await stopped;
    expect(await used).toBe('cancelled');
    await immediate();
    expect(server.sessions.size).toBe(0);
  });

  it('N6 the account is paused: what waits is refused, and the other connection is not kept', async () => {
    const { used } = await askedAfterQuiet();
    const other = server.hold('open');
    await clock.advance(10_000);
    await other.reached;
    connector.pause(clock.now() + 3_600_000);
    await lane.renew();
    other.release();
    expect(await used).toBe('paused');
    await clock.advance(1_800_000);
    expect(server.sessions.size).toBe(0);
    connector.resume();
    expect(await use()).toBe([...server.sessions][0]);
  });

  it('Q2 the server throttles: the one that answers late goes on, and no other is opened', async () => {
    const { first, used, answer } = await askedAfterQuiet();
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server: host },
      retryable: true,
      retryAfterMs: 600_000,
    };
    server.fail('open', { kind: 'error', error: throttled });
    await clock.advance(10_000);
    expect(connector.state.kind).toBe('throttled');
    answer.release();
    expect(await used).toBe(first);
    await clock.advance(900_000);
    expect(connector.state.kind).toBe('online');
    expect(server.signIns).toHaveLength(2);
  });

  it('N1 the network is lost: what waits is refused when the connection ends, and does not wait for the next network', async () => {
    const { used } = await askedAfterQuiet();
    server.fail('open', { kind: 'error', error: lost });
    await clock.advance(10_000);
    server.dropAll(lost);
    expect(await used).toBe('connection_lost');
    await clock.advance(60_000);
    expect(await use()).toBe([...server.sessions][0]);
  });

  it('what is more urgent and came meanwhile runs first', async () => {
    const { used, answer } = await askedAfterQuiet();
    const order: string[] = [];
    const urgent = lane.submit({ priority: 0, interactive: true, again: true }, async () => order.push('urgent'));
    answer.release();
    await Promise.all([urgent, used.then(() => order.push('first asked'))]);
    expect(order).toEqual(['urgent', 'first asked']);
  });
});

describe('a connection on demand', () => {
  beforeEach(() => start(true));

  it('N5 that nothing waits for is not replaced: its next use opens one', async () => {
    const first = await use();
    server.fail('noop', { kind: 'hang' });
    const proof = lane.probe(5_000);
    await clock.advance(25_000);
    expect(server.signIns).toHaveLength(1);
    await clock.advance(10_000);
    await proof;
    expect(server.sessions.size).toBe(0);
    expect(await use()).not.toBe(first);
    expect(server.signIns).toHaveLength(2);
  });
});

it('asks the server for what is new before a folder is used again in which another connection found something', async () => {
  start(true);
  const session = await use();
  if (typeof session === 'string') throw new Error(session);
  const { signal } = new AbortController();
  const connection = new LaneConnection(session);
  server.calls.length = 0;
  await connection.select('INBOX', signal);
  await connection.select('INBOX', signal);
  connection.changedElsewhere('Deleted Items');
  await connection.select('INBOX', signal);
  expect(server.calls).toEqual(['select']);
  connection.changedElsewhere('INBOX');
  await connection.select('INBOX', signal);
  await connection.select('INBOX', signal);
  expect(server.calls).toEqual(['select', 'noop']);
});
