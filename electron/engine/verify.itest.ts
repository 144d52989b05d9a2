import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder, FolderVerification } from '../../shared/mail.ts';
import { Database } from '../store/database.ts';
import {
  accountFolder,
  accountId,
  address,
  dovecot,
  folderAt,
  inStep,
  open,
  proxy,
  restart,
  until,
  value,
  withDovecots,
} from './dovecot-fixture.ts';

withDovecots();

const count = 2_500;

async function inbox(): Promise<Folder> {
  const folder = await folderAt('INBOX');
  if (folder === undefined) throw new Error('There is no inbox.');
  return folder;
}

async function verify(): Promise<FolderVerification> {
  const { id: folderId } = await inbox();
  await value('mail.verifyFolder', { accountId, folderId });
  let verification: FolderVerification | undefined;
  await until(async () => {
    ({ verification } = await inbox());
    return verification !== undefined && verification.kind !== 'running';
  });
  if (verification === undefined) throw new Error('There was no verification.');
  return verification;
}

/** What the cache has, in the order of UIDs, as it stands in the file. */
function cached(): { readonly uid: number }[] {
  const db = new Database(join(accountFolder(), 'cache.db'), 'cache');
  try {
    return db.all(
      `SELECT p.uid, p.flags, p.tags, m.subject, m.size, m.message_id FROM placements p JOIN messages m ON m.id = p.message
       JOIN folders f ON f.box = p.box WHERE f.path = '"INBOX"' ORDER BY p.uid`,
    );
  } finally {
    db.close();
  }
}

/** Damages what is stored of the inbox in each way that a comparison finds. @param free UIDs that the server has no more */
function damage(free: readonly number[]): void {
  const db = new Database(join(accountFolder(), 'cache.db'), 'cache');
  const box = db.get<{ box: number }>(`SELECT box FROM folders WHERE path = '"INBOX"'`)?.box ?? 0;
  const all = 'SELECT message FROM placements WHERE box = ? AND uid';
  // Three are missing, and three stand there that the server does not have: the numbers are right, and nothing else tells.
  for (const [index, uid] of [70, 500, 1200].entries()) {
    db.run('UPDATE placements SET uid = ? WHERE box = ? AND uid = ?', free[index] ?? 0, box, uid);
  }
  db.run('UPDATE placements SET flags = flags | 4 WHERE box = ? AND uid BETWEEN 600 AND 604', box);
  db.run("INSERT INTO tags (bit, name) VALUES (0, 'nobodys')");
  db.run('UPDATE placements SET tags = 1 WHERE box = ? AND uid BETWEEN 610 AND 611', box);
  db.run(`UPDATE messages SET subject = 'Damaged' WHERE id IN (${all} BETWEEN 800 AND 1000)`, box);
  db.run(`DELETE FROM messages WHERE id IN (${all} = 300)`, box);
  db.close();
}

/** Removes three old messages on the server, and answers their UIDs once they are gone here too. */
async function freeUids(like: 'exchange' | 'dovecot'): Promise<number[]> {
  const uids = () => new Set(cached().map(({ uid }) => uid));
  const before = uids();
  const names = (await dovecot(like).list(address, 'INBOX')).map(({ name }) => name);
  for (const name of names.slice(20, 23)) await dovecot(like).remove(address, 'INBOX', name);
  await value('mail.syncNow', { accountId });
  await inStep('INBOX', count - 3);
  const after = uids();
  return [...before].filter((uid) => !after.has(uid));
}

describe.each(['exchange', 'dovecot'] as const)('verifying a folder (%s)', (like) => {
  it('says that everything agrees, and how much that was', async () => {
    await dovecot(like).seedMany(address, 'INBOX', count);
    await open(like);
    await inStep('INBOX', count);
    expect(await verify()).toMatchObject({
      kind: 'done',
      compared: count,
      mended: { missing: 0, gone: 0, flags: 0, others: 0, counts: false },
    });
  });

  it('mends a store that was damaged, and says what it mended', async () => {
    await dovecot(like).seedMany(address, 'INBOX', count);
    await open(like);
    await inStep('INBOX', count);
    const free = await freeUids(like);
    let before: unknown[] = [];
    await restart(like, () => {
      before = cached();
      damage(free);
    });
    // Without CONDSTORE a first pass compares flags itself, and may have mended some of it by then.
    const mended = { missing: 3, gone: 3, flags: 7, others: 202, counts: false };
    expect(await verify()).toMatchObject({ kind: 'done', compared: count - 3, ...(like === 'dovecot' && { mended }) });
    await inStep('INBOX', count - 3);
    let after: unknown[] = [];
    await restart(like, () => {
      after = cached();
    });
    expect(after).toEqual(before);
  });

  it('goes on after connections that were lost, and ends when it is stopped', async () => {
    await dovecot(like).seedMany(address, 'INBOX', count);
    await open(like);
    await inStep('INBOX', count);
    const free = await freeUids(like);
    await restart(like, () => damage(free));
    await inStep('INBOX', count - 3);
    const { id: folderId } = await inbox();
    await proxy(like).set({ kind: 'cutAfter', direction: 'toClient', bytes: 60_000 });
    const verified = verify();
    expect(await verified).toMatchObject({ kind: 'done', compared: count - 3 });
    await proxy(like).set({ kind: 'pass' });
    await value('mail.endVerifying', { accountId, folderId });
    expect((await inbox()).verification).toBeUndefined();
  });
});
