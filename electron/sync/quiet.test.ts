import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/reply.ts';
import { accountSyncFixture } from './account-sync-fixture.ts';

const server = 'mail.contoso.example:993';
const hourMs = 3_600_000;

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(async () => {
  fixture = accountSyncFixture();
  fixture.sync.start();
  await fixture.settled();
});

afterEach(() => fixture.dispose());

const count = (verb: string): number => fixture.server.calls.filter((call) => call === verb).length;

describe('an hour of quiet', () => {
  beforeEach(async () => {
    await fixture.until(() => count('idle') === 1);
  });

  it('N1 has one connection that listens, and renews nothing of its own accord', async () => {
    fixture.server.calls.length = 0;
    await fixture.clock.advance(hourMs);
    expect(count('idle')).toBe(0);
    expect(fixture.server.sessions.size).toBe(2);
    await fixture.until(() => fixture.kind === 'online');
  });

  it('N1 in another folder than the inbox: the five-minute checks interrupt only the connection that makes them', async () => {
    fixture.sync.openFolder(fixture.store.folders().find(({ path }) => path === 'Sent Items')?.id ?? fixture.inbox);
    await fixture.until(() => count('idle') >= 3 && fixture.kind === 'online');
    fixture.server.calls.length = 0;
    for (let minutes = 0; minutes < 60; minutes += 5) {
      await fixture.clock.advance(hourMs / 12);
      await fixture.until(() => fixture.kind === 'online');
    }
    expect(count('idle')).toBeGreaterThan(0);
    expect(count('idle')).toBeLessThanOrEqual(12);
  });
});

describe('what comes while nobody listens', () => {
  it('Y1 between the look at the inbox and the SELECT to listen in it is not missed', async () => {
    await fixture.restart();
    // The connection that listens selects the inbox first, and is slow; the other one looks at everything meanwhile.
    const slow = fixture.server.hold('select');
    fixture.sync.start();
    await slow.reached;
    await fixture.until(() => count('status') > 0 && fixture.kind === 'online' && fixture.server.sessions.size === 2);
    for (let turn = 0; turn < 200; turn += 1) await immediate();
    fixture.server.deliver('INBOX', { subject: 'In between' });
    slow.release();
    await fixture.until(() => fixture.arrived.flat().includes('In between'));
  });

  it('Y1 is not looked for where the SELECT tells what is known', async () => {
    await fixture.until(() => count('idle') === 1 && fixture.kind === 'online');
    fixture.server.calls.length = 0;
    await fixture.sync.read((connection, signal) => connection.select('Sent Items', signal));
    await fixture.until(() => count('idle') === 1);
    for (let turn = 0; turn < 200; turn += 1) await immediate();
    expect(fixture.server.calls).toEqual(['select', 'select', 'idle']);
  });
});

describe('a connection that was quiet for two minutes, when it is used', () => {
  let before: number;

  beforeEach(async () => {
    before = fixture.server.signIns.length;
    await fixture.clock.advance(120_000);
  });

  it('N1 and is half-open is replaced', async () => {
    fixture.server.fail('noop', { kind: 'hang' });
    fixture.sync.syncNow();
    await immediate();
    await fixture.clock.advance(10_000);
    await fixture.until(() => fixture.server.signIns.length === before + 1);
    await fixture.settled();
    expect(fixture.server.sessions.size).toBe(2);
  });

  it('N4 and whose server takes longer than the other connection would is kept', async () => {
    const slow = fixture.server.hold('noop');
    const other = fixture.server.hold('open');
    const kept = [...fixture.server.sessions];
    fixture.sync.syncNow();
    await slow.reached;
    await fixture.clock.advance(10_000);
    await other.reached;
    slow.release();
    await fixture.until(() => count('listFolders') > 1);
    other.release();
    await fixture.settled();
    expect([...fixture.server.sessions]).toEqual(kept);
  });

  it('N4 and whose server answers in time is kept, and no other is opened', async () => {
    const slow = fixture.server.hold('noop');
    fixture.sync.syncNow();
    await slow.reached;
    await fixture.clock.advance(9_000);
    slow.release();
    await fixture.settled();
    await fixture.clock.advance(20_000);
    expect(fixture.server.signIns).toHaveLength(before);
  });

  it('N6 and ends while another is opened beside it: that one is used, and no third one', async () => {
    const other = fixture.server.hold('open');
    fixture.server.fail('noop', { kind: 'hang' });
    fixture.server.fail('noop', { kind: 'hang' });
    fixture.sync.reconnect('network');
    await immediate();
    await fixture.clock.advance(5_000);
    await other.reached;
    fixture.server.dropAll({ code: 'connection_lost', params: { reason: 'lost', server }, retryable: true });
    await immediate();
    other.release();
    await fixture.settled();
    await fixture.clock.advance(20_000);
    expect(fixture.server.signIns).toHaveLength(before + 2);
    expect(fixture.server.sessions.size).toBe(2);
  });

  it('N6 is asked once, however often the network changes meanwhile', async () => {
    const other = fixture.server.hold('open');
    fixture.server.fail('noop', { kind: 'hang' });
    fixture.server.fail('noop', { kind: 'hang' });
    for (let change = 0; change < 5; change += 1) fixture.sync.reconnect('network');
    await immediate();
    await fixture.clock.advance(5_000);
    await other.reached;
    other.release();
    await fixture.until(() => fixture.server.signIns.length === before + 2);
    await fixture.settled();
    expect(fixture.server.signIns).toHaveLength(before + 2);
  });
});

describe('a connection in IDLE that is to be used', () => {
  const lost: AppError = { code: 'connection_lost', params: { reason: 'lost', server }, retryable: true };
  let before: number;
  let end: ReturnType<typeof fixture.server.hold>;

  /** The foreground connection idles, and its server does not answer the end of IDLE before `end` is released. */
  beforeEach(async () => {
    end = fixture.server.hold('idle');
    await fixture.sync.read(async () => undefined);
    await end.reached;
    await fixture.clock.advance(120_000);
    before = fixture.server.signIns.length;
  });

  const used = () => fixture.sync.read(async ({ session }) => session);

  it('N1 and is half-open is replaced, and what was to be done is done', async () => {
    const kept = [...fixture.server.sessions];
    const use = used();
    await immediate();
    await fixture.clock.advance(10_000);
    expect(kept).not.toContain(await use);
    expect(fixture.server.signIns).toHaveLength(before + 1);
    await fixture.settled();
  });

  it('N4 and whose server takes longer than the other connection would is kept', async () => {
    const kept = [...fixture.server.sessions];
    const other = fixture.server.hold('open');
    const use = used();
    await immediate();
    await fixture.clock.advance(10_000);
    await other.reached;
    end.release();
    expect(kept).toContain(await use);
    other.release();
    await immediate();
    await fixture.settled();
    expect([...fixture.server.sessions]).toEqual(kept);
  });

  it('Q2 while the server refuses a second sign-in: what waits is refused with its words as soon as the first one ends', async () => {
    const throttled: AppError = {
      code: 'throttled',
      params: { reason: 'wait', server },
      retryable: true,
      retryAfterMs: 600_000,
    };
    fixture.server.fail('open', { kind: 'error', error: throttled });
    const use = used().catch((error: unknown) => error);
    await immediate();
    await fixture.clock.advance(10_000);
    await fixture.until(() => fixture.kind === 'throttled');
    fixture.server.dropAll(lost);
    expect(await use).toMatchObject({ error: { code: 'throttled' } });
    await fixture.clock.advance(300_000);
    expect(fixture.server.signIns).toHaveLength(before + 1);
    await fixture.clock.advance(310_000);
    await fixture.settled();
  });
});

describe('an attempt whose password was sent already', () => {
  const wrongPassword: AppError = {
    code: 'authentication_failed',
    params: { reason: 'password_refused', server, said: '' },
    retryable: false,
  };
  const lost: AppError = { code: 'connection_lost', params: { reason: 'lost', server }, retryable: true };

  /** The connections are gone, and the first new one stands just before or after LOGIN when the network changes. */
  async function changedDuringSignIn(isSent: boolean): Promise<() => void> {
    const attempt = fixture.server.hold('open');
    fixture.server.dropAll(lost);
    await attempt.reached;
    if (isSent) fixture.server.signIns.at(-1)?.onSignIn?.();
    await fixture.clock.advance(2_000);
    fixture.sync.reconnect('network');
    return () => attempt.release();
  }

  it('Q2 is let finish when the network changes: a refused one is the only one', async () => {
    const before = fixture.server.signIns.length;
    const release = await changedDuringSignIn(true);
    fixture.server.fail('open', { kind: 'error', error: wrongPassword });
    release();
    await fixture.until(() => fixture.kind === 'needs_sign_in');
    await fixture.clock.advance(hourMs);
    expect(fixture.server.signIns).toHaveLength(before + 1);
  });

  it('Q2 is used when it succeeds after the network changed', async () => {
    const before = fixture.server.signIns.length;
    const release = await changedDuringSignIn(true);
    release();
    await fixture.settled();
    expect(fixture.server.signIns).toHaveLength(before + 2);
  });

  it('N6 is made again at once when the former network took it along', async () => {
    const release = await changedDuringSignIn(true);
    fixture.server.fail('open', { kind: 'error', error: lost });
    release();
    await fixture.settled();
  });

  it('N6 began just before the network changed, and fails with the former one: the next one follows at once', async () => {
    fixture.server.fail('open', { kind: 'error', error: lost });
    const attempt = fixture.server.hold('open');
    fixture.server.dropAll(lost);
    await attempt.reached;
    fixture.sync.reconnect('network');
    attempt.release();
    await fixture.settled();
  });

  it('N6 a network that comes up in ten steps causes one attempt more, not ten', async () => {
    const before = fixture.server.signIns.length;
    fixture.server.fail('open', { kind: 'error', error: lost });
    const attempt = fixture.server.hold('open');
    fixture.server.dropAll(lost);
    await attempt.reached;
    for (let step = 0; step < 10; step += 1) fixture.sync.reconnect('network');
    attempt.release();
    await fixture.settled();
    expect(fixture.server.signIns).toHaveLength(before + 3);
  });

  it('Q2 is no longer what counts when there are new credentials: its refusal blocks nothing', async () => {
    const attempt = fixture.server.hold('open');
    fixture.server.fail('open', { kind: 'error', error: wrongPassword });
    fixture.server.dropAll(lost);
    await attempt.reached;
    fixture.sync.reconnect('credentials');
    attempt.release();
    await fixture.settled();
    expect(fixture.statuses).not.toContain('needs_sign_in');
  });

  it('S1 is not used when another server was chosen meanwhile', async () => {
    const attempt = fixture.server.hold('open');
    fixture.server.dropAll(lost);
    await attempt.reached;
    const before = fixture.server.signIns.length;
    const imap = { host: 'other.test', port: 993, security: 'tls' } as const;
    await fixture.sync.update({ ...fixture.sync.account, imap });
    attempt.release();
    await fixture.settled();
    const hosts = fixture.server.signIns.slice(before).map(({ endpoint }) => endpoint.host);
    expect(hosts).toEqual(['other.test', 'other.test']);
    expect(fixture.server.sessions.size).toBe(2);
  });

  it('N6 is replaced at once where no password was sent', async () => {
    const before = fixture.server.signIns.length;
    const release = await changedDuringSignIn(false);
    release();
    await fixture.settled();
    expect(fixture.server.signIns).toHaveLength(before + 3);
  });
});
