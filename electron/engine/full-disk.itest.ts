import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import type { AccountId } from '../../shared/mail.ts';
import { until } from './asked-again-fixture.ts';
import { startKillableEngine } from './killable-engine-fixture.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const address = 'ada@contoso.test';
const password = 'correct horse';
const mebibyte = 1_048_576;
let ca: TestCa;
let dovecot: Dovecot;

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf });
  await dovecot.addUser(address, { password });
}, 120_000);

afterAll(async () => {
  await dovecot?.stop();
  await ca?.dispose();
});

// A disk of its own can be had without rights on Linux only: a tmpfs in a namespace, which ends with its process.
it.runIf(process.platform === 'linux')(
  'D2: on a full disk what is stored is read, what is answered is durable, and all comes when there is room again',
  async () => {
    const profile = await mkdtemp(join(tmpdir(), 'heron-full-'));
    onTestFinished(() => rm(profile, { recursive: true, force: true }));
    await dovecot.seedMany(address, 'INBOX', 8_000);
    const mount = `mount -t tmpfs -o size=${16 * mebibyte} tmpfs "$0" && exec "$@"`;
    const engine = await startKillableEngine(
      { profileFolder: profile, extraCa: ca.caPem, username: address, password, hurry: 20 },
      { wrapper: ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount, profile] },
    );
    onTestFinished(() => engine.kill());
    const imap = { host: 'localhost', port: dovecot.tlsPort, security: 'tls' } as const;
    const status = () => engine.value('account.status', { accountId });
    const account = { id: accountId, address, displayName: 'Ada', connectionTimeoutSeconds: 30 };
    await engine.value('account.open', { ...account, imap, smtp: imap });
    // The engine's disk, as its process sees it.
    const disk = `/proc/${engine.pid}/root${profile}`;
    const { bavail, bsize } = await statfs(disk);
    await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize - 3 * mebibyte));

    const isFull = async (): Promise<boolean> => (await status()).lastError?.error.code === 'disk_full';
    await until(isFull, async () => JSON.stringify(await status()));
    expect((await status()).connection).toMatchObject({ kind: 'failed', error: { code: 'disk_full' } });
    const inbox = (await engine.value('mail.folders', { accountId })).find(({ role }) => role === 'inbox');
    if (inbox === undefined) throw new Error('There is no inbox.');
    const { viewId } = await engine.value('mail.openView', { accountId, folderId: inbox.id });
    const { rows } = await engine.value('mail.rows', { viewId, start: 0, count: 50 });
    expect(rows).toHaveLength(50);
    expect(inbox.syncState).not.toBe('complete');

    // Either it is refused for what it is, or it is answered, and then it is done.
    const [newest] = rows;
    const asked = await engine
      .value('mail.setFlagged', { accountId, messageIds: newest === undefined ? [] : [newest.id], flagged: true })
      .then(
        () => 'answered' as const,
        (error: { error?: { code?: string } }) => error.error?.code,
      );
    expect(['answered', 'disk_full']).toContain(asked);

    await rm(join(disk, 'filler'));
    await until(
      async () => {
        const now = (await engine.value('mail.folders', { accountId })).find(({ id }) => id === inbox.id);
        const { connection, pendingOperations } = await status();
        const isThere = now?.proof.kind === 'reconciled' && now.total === 8_000 && pendingOperations === 0;
        // What went wrong before is over with the end of the work that brought all of it.
        return isThere && connection.kind === 'online';
      },
      async () => JSON.stringify(await status()),
    );
    const after = await engine.value('mail.rows', { viewId, start: 0, count: 50 });
    expect(after.rows[0]?.flagged).toBe(asked === 'answered');
    const starred = (await dovecot.list(address, 'INBOX')).filter(({ flags }) => flags.includes('\\Flagged'));
    expect(starred).toHaveLength(asked === 'answered' ? 1 : 0);
  },
  300_000,
);
