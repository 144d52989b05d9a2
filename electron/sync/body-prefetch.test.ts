import { setImmediate as immediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { FolderId, MessageId } from '../../shared/mail.ts';
import { type AppError, AppFailure, type ErrorCode } from '../../shared/reply.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { LinkFields } from '../mail/remote-mail.ts';
import { type FakeClock, fakeClock } from '../platform/clock-fake.ts';
import type { WantedFields } from '../store/wanted-fields.ts';
import { BodyPrefetch } from './body-prefetch.ts';
import { ForegroundGate } from './connections/foreground-gate.ts';
import { LaneConnection } from './connections/lane.ts';

const inbox = 1 as FolderId;
const other = 2 as FolderId;
let clock: FakeClock;
let server: FakeImapServer;
let gate: ForegroundGate;
let prefetch: BodyPrefetch;
let connection: LaneConnection;
let stopping: AbortController;
let missing: Map<FolderId, MessageId[]>;
let asked: [FolderId, number][];
let full: Set<MessageId>;
let fetched: MessageId[];
let answer: (messageId: MessageId) => boolean | Promise<boolean>;
let opened: FolderId[];
let idle: boolean;
let away: number;
let refused: FolderId[];
let wanted: WantedFields[];
let saved: [string, ReadonlyMap<number, LinkFields>][];
let faults: string[];
let logged: string[];

const ids = (...numbers: number[]): MessageId[] => numbers as MessageId[];

function fails(code: ErrorCode): never {
  throw new AppFailure(exampleError(code, true));
}

beforeEach(async () => {
  clock = fakeClock();
  gate = new ForegroundGate(clock);
  stopping = new AbortController();
  const endpoint = { host: 'imap.test', port: 993, security: 'tls' } as const;
  const credentials = { kind: 'password', username: 'ada', password: 'x' } as const;
  server = new FakeImapServer();
  const options = { endpoint, credentials, timeoutSeconds: 30, extraCa: null };
  connection = new LaneConnection(await server.open(options, stopping.signal));
  await connection.select('INBOX', stopping.signal);
  missing = new Map([[inbox, ids(30, 20, 10)]]);
  asked = [];
  full = new Set();
  fetched = [];
  answer = () => true;
  opened = [];
  idle = true;
  away = 0;
  faults = [];
  logged = [];
  refused = [];
  wanted = [];
  saved = [];
  prefetch = new BodyPrefetch({
    bodies: {
      hasRoom: (messageId) => !full.has(messageId),
      missing: (folderId, among) => {
        asked.push([folderId, among]);
        return missing.get(folderId) ?? [];
      },
      fetch: async (messageId) => {
        fetched.push(messageId);
        const isStored = await answer(messageId);
        if (isStored) for (const [key, list] of missing) missing.set(key, without(list, messageId));
        return isStored;
      },
    },
    links: {
      wanted: (isWaiting) => wanted.find(({ folderId }) => !isWaiting(folderId)) ?? null,
      save: (done, found) => {
        wanted = wanted.flatMap((each) => {
          if (each.path !== done.path) return [each];
          const uids = each.uids.filter((uid) => !done.uids.includes(uid));
          return uids.length === 0 ? [] : [{ ...each, uids }];
        });
        saved.push([done.path, found]);
      },
    },
    store: {
      folderByRole: () => ({
        folderId: inbox,
        path: 'INBOX',
        role: 'inbox',
        uidValidity: 1,
        uidNext: 1,
        highestModseq: null,
        lowestUid: 1,
        complete: true,
      }),
    },
    lane: { submit: (_options, work) => work(connection, stopping.signal) },
    priority: 10,
    clock,
    gate,
    opened: () => opened,
    isIdle: () => idle,
    isWaiting: (folderId) => refused.includes(folderId),
    onRefused: (folderId) => refused.push(folderId),
    onAway: () => {
      away += 1;
    },
    onFault: ({ error }) => faults.push(error.code),
    log: (_level, text) => logged.push(text),
  });
});

const without = (list: readonly MessageId[], gone: MessageId): MessageId[] => list.filter((id) => id !== gone);

/** Lets the idle time pass, and then everything that follows from it. */
async function rest(): Promise<void> {
  prefetch.soon();
  await clock.advance(1_000);
  for (let turn = 0; turn < 50; turn += 1) await immediate();
}

describe('BodyPrefetch', () => {
  it('waits until the account was idle for a second, and then goes newest first', async () => {
    prefetch.soon();
    await clock.advance(900);
    prefetch.soon();
    await clock.advance(900);
    expect(fetched).toEqual([]);
    await rest();
    expect(fetched).toEqual([30, 20, 10]);
    expect(away).toBe(0);
  });

  it('B3 a folder that cannot be selected costs one SELECT, and the other folders are fetched ahead', async () => {
    missing.set(other, ids(9, 7, 5));
    opened = [other];
    const refusal: AppError = {
      code: 'server_refused',
      params: { reason: 'command', server: 'imap.test:993', said: 'Mailbox cannot be opened' },
      retryable: false,
    };
    answer = async (messageId) => {
      if (messageId >= 10) return true;
      await connection.select('Elsewhere', stopping.signal).catch(() => undefined);
      throw new AppFailure(refusal);
    };
    await rest();
    expect(fetched).toEqual([9, 30, 20, 10]);
    expect(refused).toEqual([other]);
  });

  it('what would be dropped again by the budget is not fetched, also where the room went while others were fetched', async () => {
    missing.set(inbox, ids(40, 30, 20, 10));
    full.add(40 as MessageId);
    answer = (messageId) => {
      if (messageId === 30) full.add(20 as MessageId);
      return true;
    };
    await rest();
    expect(fetched).toEqual([30, 10]);
  });

  it('looks at the newest 200 of the inbox, and before it at the newest 50 of what was opened last', async () => {
    const third = 3 as FolderId;
    missing.set(other, ids(7, 5)).set(third, ids(9));
    opened = [inbox, other, third];
    await rest();
    expect(fetched).toEqual([9, 7, 5, 30, 20, 10]);
    expect(asked.slice(0, 3)).toEqual([
      [third, 50],
      [other, 50],
      [inbox, 200],
    ]);
    expect(away).toBe(1);
  });

  it('has one in flight at most', async () => {
    let inFlight = 0;
    let most = 0;
    answer = async () => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      prefetch.soon();
      await clock.advance(1_000);
      inFlight -= 1;
      return true;
    };
    await rest();
    expect(fetched).toEqual([30, 20, 10]);
    expect(most).toBe(1);
  });

  it('yields to what the user waits for', async () => {
    let release = (): void => undefined;
    const user = gate.during(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await rest();
    expect(fetched).toEqual([]);
    release();
    await user;
    for (let turn = 0; turn < 50; turn += 1) await immediate();
    expect(fetched).toEqual([30, 20, 10]);
  });

  it('ends when something else comes up, and goes on after it with what is newest then', async () => {
    answer = () => {
      idle = false;
      return true;
    };
    await rest();
    expect(fetched).toEqual([30]);
    answer = () => true;
    idle = true;
    missing.set(inbox, ids(40, 20, 10));
    await rest();
    expect(fetched).toEqual([30, 40, 20, 10]);
  });

  it('ends with the connection and when it is stopped', async () => {
    answer = () => {
      stopping.abort();
      return true;
    };
    await rest();
    expect(fetched).toEqual([30]);
    stopping = new AbortController();
    await connection.session.close();
    await rest();
    prefetch.stop();
    await rest();
    expect(fetched).toEqual([30]);
  });

  it('skips what is left to the reader or failed, in silence, and does not try it again', async () => {
    answer = (id) => (id === 30 ? fails('server_refused') : id !== 20);
    await rest();
    await rest();
    expect(fetched).toEqual([30, 20, 10]);
    expect(faults).toEqual([]);
    expect(logged).toEqual([]);
  });

  it('a message that loses the connection twice is left', async () => {
    answer = (id) => (id === 30 ? fails('connection_lost') : true);
    await rest();
    expect(fetched).toEqual([30]);
    await rest();
    expect(fetched).toEqual([30, 30]);
    await rest();
    expect(fetched).toEqual([30, 30, 20, 10]);
    expect(faults).toEqual([]);
  });

  it('a server that throttles is told of, and left in peace for an hour', async () => {
    answer = () => fails('throttled');
    await rest();
    expect(faults).toEqual(['throttled']);
    answer = () => true;
    await clock.advance(3_500_000);
    await rest();
    expect(fetched).toEqual([30]);
    await clock.advance(200_000);
    await rest();
    expect(fetched).toEqual([30, 30, 20, 10]);
  });

  it('D2: a full disk ends it, and is no fault of the message', async () => {
    answer = () => fails('disk_full');
    await rest();
    expect(faults).toEqual(['disk_full']);
    answer = () => true;
    await rest();
    expect(fetched).toEqual([30, 30, 20, 10]);
  });

  it('D3: a damaged cache is told of, wherever it shows', async () => {
    missing.get = () => fails('cache_damaged');
    await rest();
    expect(faults).toEqual(['cache_damaged']);
  });

  it('what nobody foresaw is logged, and costs one message', async () => {
    answer = (id) => {
      if (id === 30) throw new Error('Odd.');
      return true;
    };
    await rest();
    expect(fetched).toEqual([30, 20, 10]);
    expect(logged).toHaveLength(1);
  });

  describe('References and lists', () => {
    const list = { id: 'birds.test', name: 'Birds' };
    const askFor = (path: string, uids: number[], uidValidity = server.folder(path).uidValidity): void => {
      wanted.push({ folderId: path === 'INBOX' ? inbox : other, path, uidValidity, uids });
    };

    beforeEach(() => {
      for (const path of ['INBOX', 'Sent Items'])
        server.deliver(path, {
          source: 'Subject: x\r\nReferences: <a@x>\r\n\t<b@x>\r\nList-Id: Birds <birds.test>\r\n\r\nText',
        });
    });

    it('are fetched after the texts, folder by folder, and then there is a look at the inbox', async () => {
      askFor('INBOX', [1]);
      askFor('Sent Items', [1]);
      await rest();
      expect(fetched).toEqual([30, 20, 10]);
      expect(saved).toEqual([
        ['INBOX', new Map([[1, { references: expect.stringMatching(/<a@x>\s+<b@x>/), list }]])],
        ['Sent Items', new Map([[1, { references: expect.stringContaining('<a@x>'), list }]])],
      ]);
      expect(away).toBe(1);
    });

    it('are fetched a bounded number of times in a row', async () => {
      for (let uid = 1; uid <= 12; uid++) {
        if (uid > 1) server.deliver('INBOX', { source: 'Subject: x\r\n\r\nText' });
        const { uidValidity } = server.folder('INBOX');
        wanted.push({ folderId: (100 + uid) as FolderId, path: 'INBOX', uidValidity, uids: [uid] });
      }
      await rest();
      expect([saved.length, away]).toEqual([10, 1]);
      await rest();
      expect([saved.length, away]).toEqual([12, 2]);
    });

    it('are not fetched by UIDs of another UIDVALIDITY', async () => {
      askFor('INBOX', [1], 77);
      askFor('Sent Items', [1]);
      await rest();
      // Nothing is settled of messages that were not asked for, and the other folder does not wait for them.
      expect(saved.map(([path]) => path)).toEqual(['Sent Items']);
      expect(wanted.map(({ path }) => path)).toEqual(['INBOX']);
    });

    it.each(['server_refused', 'connection_lost'] as const)(
      'are fetched of all but the message that brings %s',
      async (code) => {
        for (const _ of [2, 3]) server.deliver('INBOX', { source: 'Subject: x\r\nReferences: <a@x>\r\n\r\nText' });
        askFor('INBOX', [1, 2, 3]);
        const error = code === 'server_refused' ? exampleError(code, false) : exampleError(code, true);
        server.refuses = ({ verb, uids }) => (verb === 'fetch' && uids.includes(2) ? error : null);
        for (let run = 0; run < 4 && wanted.length > 0; run++) await rest();
        expect(wanted).toEqual([]);
        expect(saved.map(([, found]) => [...found.keys()])).toEqual([[1], [], [3]]);
      },
    );

    it('are fetched after a connection that was lost once, also of the only message', async () => {
      server.deliver('INBOX', { source: 'Subject: x\r\nReferences: <a@x>\r\n\r\nText' });
      askFor('INBOX', [2]);
      let losses = 0;
      server.refuses = ({ verb }) =>
        verb === 'fetch' && losses++ === 0 ? exampleError('connection_lost', true) : null;
      for (let run = 0; run < 3 && wanted.length > 0; run++) await rest();
      expect(saved.map(([, found]) => [...found.keys()])).toEqual([[2]]);
    });

    it('wait while a server throttles', async () => {
      askFor('INBOX', [1]);
      server.refuses = ({ verb }) => (verb === 'fetch' ? exampleError('throttled', true) : null);
      await rest();
      expect([saved, faults, wanted.length]).toEqual([[], ['throttled'], 1]);
      server.refuses = () => null;
      await rest();
      expect(saved).toEqual([]);
      await clock.advance(3_700_000);
      await rest();
      expect(saved).toHaveLength(1);
    });

    it('wait with their folder', async () => {
      askFor('Sent Items', [1]);
      refused.push(other);
      await rest();
      expect([saved, wanted.length]).toEqual([[], 1]);
    });
  });
});
