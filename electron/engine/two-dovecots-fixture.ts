// What tests of moving between two servers are made of: an account on each of two Dovecots, with a relay before either.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId } from '../../shared/mail.ts';
import { openSession } from '../imap/connection.ts';
import type { ImapSession } from '../imap/session.ts';
import type { RemoteEnvelope } from '../mail/remote-mail.ts';
import type { OpenedAccount } from './contract.ts';

export const source = 'a0000000-0000-4000-8000-00000000000a' as AccountId;
export const target = 'a0000000-0000-4000-8000-00000000000b' as AccountId;
/** Both mailboxes'. */
export const address = 'ada@contoso.test';
export const password = 'correct horse';
export const never = new AbortController().signal;

interface Side {
  readonly dovecot: Dovecot;
  readonly proxy: FaultProxy;
}

let ca: TestCa;
const sides = new Map<AccountId, Side>();
/** A folder that outlives each test of a file. */
export let profile: string;

/** PEM of the authority that both servers' certificates are from. */
export const caPem = (): string => ca.caPem;

export function side(accountId: AccountId): Side {
  const found = sides.get(accountId);
  if (found === undefined) throw new Error('The servers are not there yet.');
  return found;
}

/** Registers hooks that start both servers for a file. */
export function withTwoDovecots(): void {
  beforeAll(async () => {
    ca = await createTestCa();
    for (const accountId of [source, target]) {
      const dovecot = await startDovecot({ leaf: ca.leaf, like: 'dovecot' });
      await dovecot.addUser(address, { password });
      const intercept = { leaf: ca.leaf, caPem: ca.caPem };
      const proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept });
      sides.set(accountId, { dovecot, proxy });
    }
    profile = await mkdtemp(join(tmpdir(), 'heron-transfers-'));
  }, 120_000);

  afterAll(async () => {
    for (const { proxy, dovecot } of sides.values()) {
      await proxy.stop();
      await dovecot.stop();
    }
    await rm(profile, { recursive: true, force: true });
    await ca?.dispose();
  });
}

/** An account, behind its relay. */
export function accountBehindRelay(id: AccountId): OpenedAccount {
  const imap = { host: 'localhost', port: side(id).proxy.port, security: 'tls' } as const;
  return { id, address, displayName: 'Ada', imap, smtp: imap, connectionTimeoutSeconds: 10 };
}

/** Past the relay, as another client. */
export async function asOther<T>(accountId: AccountId, work: (session: ImapSession) => Promise<T>): Promise<T> {
  const session = await openSession(
    {
      endpoint: { host: 'localhost', port: side(accountId).dovecot.tlsPort, security: 'tls' },
      credentials: { kind: 'password', username: address, password },
      timeoutSeconds: 10,
      extraCa: ca.caPem,
    },
    never,
  );
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** What is in an inbox on its server. */
export async function envelopes(accountId: AccountId): Promise<readonly RemoteEnvelope[]> {
  return await asOther(accountId, async (session) => {
    await session.select('INBOX', never);
    return await session.fetchEnvelopes({ from: 1, to: 100_000 }, never);
  });
}
