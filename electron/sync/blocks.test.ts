import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { AppError } from '../../shared/reply.ts';
import type { KeptBlock } from '../mail/engine-account.ts';
import { accountSyncFixture } from './account-sync-fixture.ts';

const server = 'mail.contoso.example:993';
const wrongPassword: AppError = {
  code: 'authentication_failed',
  params: { reason: 'password_refused', server, said: '' },
  retryable: false,
};
const policy: AppError = { code: 'policy_blocked', params: { reason: 'blocked' }, retryable: false };
const deadGrant: AppError = { code: 'sign_in_required', params: { reason: 'asked_again' }, retryable: false };
const throttled: AppError = {
  code: 'throttled',
  params: { reason: 'wait', server },
  retryable: true,
  retryAfterMs: 600_000,
};
const notOpened: AppError = { code: 'mailbox_unavailable', params: { reason: 'not_opened', server }, retryable: false };
const tokenRefused: AppError = {
  code: 'token_rejected',
  params: { reason: 'refused', server, said: '' },
  retryable: true,
};
const goodbye: AppError = {
  code: 'connection_lost',
  params: { reason: 'closed', server, said: 'Invalid user or password' },
  retryable: true,
};

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(() => {
  fixture = accountSyncFixture();
});

afterEach(() => fixture.dispose());

async function blockedBy(error: AppError, kind: string, refusals = 1): Promise<number> {
  for (let refusal = 0; refusal < refusals; refusal += 1) fixture.server.fail('open', { kind: 'error', error });
  fixture.sync.start();
  await fixture.until(() => fixture.kind === kind);
  return fixture.server.signIns.length;
}

/** Twenty times: the screen is unlocked, a VPN or a container's network comes up. */
async function networkChanges(): Promise<void> {
  for (let change = 0; change < 20; change += 1) {
    fixture.sync.reconnect('network');
    await immediate();
    await fixture.clock.advance(50);
  }
}

describe('a block', () => {
  it.each([
    ['a wrong password', wrongPassword, 'needs_sign_in'],
    ['a policy of the organisation', policy, 'needs_sign_in'],
    ['a dead grant', deadGrant, 'needs_sign_in'],
    ['throttling', throttled, 'throttled'],
    ['a mailbox that does not open', notOpened, 'failed'],
    ['a demand to sign in with a browser', exampleError('web_sign_in_required'), 'failed'],
    ['a server that says goodbye after the password', goodbye, 'offline'],
  ] as const)('B20 Q2 by %s outlives twenty changes of the network: no sign-in', async (_name, error, kind) => {
    const before = await blockedBy(error, kind);
    await networkChanges();
    expect(fixture.server.signIns).toHaveLength(before);
    expect(fixture.kind).toBe(kind);
  });

  it('B20 N6 by a missing network is lifted by the next one', async () => {
    await blockedBy({ code: 'offline', params: { reason: 'no_network', server }, retryable: true }, 'offline');
    fixture.sync.reconnect('network');
    await fixture.settled();
  });

  it('B20 N6 by the page of a captive network is lifted by the next one', async () => {
    const page: AppError = { code: 'imap_protocol', params: { reason: 'not_imap', server }, retryable: false };
    await blockedBy(page, 'failed');
    fixture.sync.reconnect('network');
    await fixture.settled();
  });

  it('B20 by a server that is full is not lifted by another network, but by the user', async () => {
    const busy: AppError = {
      code: 'server_unavailable',
      params: { reason: 'busy', server, said: '' },
      retryable: true,
    };
    const before = await blockedBy(busy, 'offline');
    await networkChanges();
    expect(fixture.server.signIns).toHaveLength(before);
    fixture.sync.reconnect('user');
    await fixture.settled();
  });

  it.each([
    ['a wrong password', wrongPassword, 'needs_sign_in'],
    ['throttling', throttled, 'throttled'],
  ] as const)('B20 by %s outlives a pause of background work', async (_name, error, kind) => {
    const before = await blockedBy(error, kind);
    await fixture.sync.pause(fixture.clock.now() + 3_600_000);
    fixture.sync.resume();
    await networkChanges();
    expect(fixture.server.signIns).toHaveLength(before);
    expect(fixture.kind).toBe(kind);
  });

  it('B20 by a wrong password outlives changed settings of the same server, and not another server', async () => {
    const before = await blockedBy(wrongPassword, 'needs_sign_in');
    await fixture.sync.update({ ...fixture.sync.account, connectionTimeoutSeconds: 60 });
    await networkChanges();
    expect(fixture.server.signIns).toHaveLength(before);
    await fixture.sync.update({ ...fixture.sync.account, imap: { host: 'other.test', port: 993, security: 'tls' } });
    await fixture.settled();
  });

  it('B20 by a wrong password is not lifted by "Sync now" or a renewed token, and is by new credentials', async () => {
    const before = await blockedBy(wrongPassword, 'needs_sign_in');
    for (let press = 0; press < 5; press += 1) fixture.sync.syncNow();
    fixture.sync.reconnect('user');
    await networkChanges();
    expect(fixture.server.signIns).toHaveLength(before);
    fixture.sync.reconnect('credentials');
    await fixture.settled();
  });

  it('B20 by throttling ends with its time, also where that came while the computer slept', async () => {
    await blockedBy(throttled, 'throttled');
    fixture.clock.jump(700_000);
    fixture.sync.reconnect('network');
    await fixture.settled();
  });

  it('B20 by throttling is lifted by the user', async () => {
    await blockedBy(throttled, 'throttled');
    fixture.sync.reconnect('user');
    await fixture.settled();
  });

  it('B20 that is stronger takes the place of a weaker one', async () => {
    const offline: AppError = { code: 'connection_lost', params: { reason: 'lost', server }, retryable: true };
    const before = await blockedBy(offline, 'offline');
    fixture.credentials = deadGrant;
    fixture.sync.reconnect('grant_ended');
    await fixture.until(() => fixture.kind === 'needs_sign_in');
    await networkChanges();
    await fixture.clock.advance(3_600_000);
    expect(fixture.server.signIns).toHaveLength(before);
  });

  it('B20 by refused tokens is lifted by a token that is renewed later, not by one of the same minutes', async () => {
    fixture.server.fail('open', { kind: 'error', error: tokenRefused });
    await blockedBy(tokenRefused, 'failed', 0);
    fixture.server.fail('open', { kind: 'error', error: tokenRefused });
    await fixture.clock.advance(10_000);
    await fixture.until(() => fixture.kind === 'needs_sign_in');
    const before = fixture.server.signIns.length;
    for (let renewal = 0; renewal < 10; renewal += 1) {
      fixture.sync.reconnect('token');
      await fixture.clock.advance(50_000);
    }
    expect(fixture.server.signIns).toHaveLength(before);
    await fixture.clock.advance(600_000);
    fixture.sync.reconnect('token');
    await fixture.settled();
  });

  it('B20 by a policy is lifted at once by a token that is renewed', async () => {
    await blockedBy(policy, 'needs_sign_in');
    fixture.sync.reconnect('token');
    await fixture.settled();
  });
});

describe('an engine that is started anew', () => {
  async function restartedWith(kept: KeptBlock): Promise<void> {
    await fixture.restart(kept);
    fixture.sync.start();
    await networkChanges();
  }

  it('B20 goes on with the block of a wrong password: no sign-in', async () => {
    await restartedWith({ kind: 'needs_sign_in', error: wrongPassword });
    expect(fixture.server.signIns).toHaveLength(0);
    expect(fixture.sync.status().connection).toEqual({ kind: 'needs_sign_in', error: wrongPassword });
    await expect(fixture.sync.read(async () => 1)).rejects.toMatchObject({ error: wrongPassword });
    fixture.sync.reconnect('credentials');
    await fixture.settled();
  });

  it('B20 waits for the end of throttling that was there before', async () => {
    await restartedWith({ kind: 'throttled', until: fixture.clock.now() + 60_000 });
    expect(fixture.server.signIns).toHaveLength(0);
    await fixture.clock.advance(60_000);
    await fixture.settled();
  });
});
