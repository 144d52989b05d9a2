import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId } from '../../shared/mail.ts';
import { type FakeSecretStore, fakeSecretStore } from '../platform/secret-store-fake.ts';
import { sampleAccount, sampleIdentity } from './account-samples.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

const identity = sampleIdentity();
const password = sampleAccount();
const shared = '0b7a1c1e-6c1f-4d53-9a3e-333333333333' as AccountId;
const oauth2 = sampleAccount({ id: shared, auth: { method: 'oauth2', identityId: identity.id } });
const gone = '0b7a1c1e-6c1f-4d53-9a3e-999999999999';
const store = { list: () => [password, oauth2], identities: () => [identity] };
const used = [`account-${password.id}`, `identity-${identity.id}`];

let profileFolder = '';
let secrets: FakeSecretStore;
let lines: string[];
beforeEach(async () => {
  profileFolder = await mkdtemp(join(tmpdir(), 'heron-sweep-'));
  await writeFile(join(profileFolder, 'settings.json'), '{}');
  for (const id of [password.id, shared, gone]) await mkdir(join(profileFolder, 'accounts', id), { recursive: true });
  await writeFile(join(profileFolder, 'accounts', gone, 'cache.db'), 'mail');
  secrets = fakeSecretStore();
  // The OAuth2 account's former password, and what an account that is gone left.
  for (const key of [...used, `account-${shared}`, `account-${gone}`, `identity-${gone}`])
    await secrets.write(key, 'x');
  lines = [];
});
afterEach(() => rm(profileFolder, { recursive: true }));

const sweep = (from: Parameters<typeof sweepLeftovers>[0]['store'] = store) =>
  sweepLeftovers({ store: from, secrets, profileFolder, log: (_level, _scope, text) => void lines.push(text) });
const folders = async () => (await readdir(join(profileFolder, 'accounts'))).sort();

describe('sweepLeftovers', () => {
  it('removes secrets and mail that no account uses, and nothing else', async () => {
    const elsewhere = join(profileFolder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'file'), '');
    await mkdir(join(profileFolder, 'accounts', 'backup'));
    await symlink(elsewhere, join(profileFolder, 'accounts', gone.replace('3', '4')));
    await sweep();
    expect([...secrets.values.keys()]).toEqual(used);
    expect(await folders()).toEqual([password.id, shared, gone.replace('3', '4'), 'backup'].sort());
    expect(await readdir(elsewhere)).toEqual(['file']);
  });

  it.each([
    ['no settings are there', () => rm(join(profileFolder, 'settings.json'))],
    ['damaged settings were set aside once', () => writeFile(join(profileFolder, 'settings.damaged-2026.json'), '{')],
  ])('T2 removes nothing while %s', async (_case, prepare) => {
    await prepare();
    await sweep({ list: () => [], identities: () => [] });
    expect(secrets.values.size).toBe(5);
    expect(await folders()).toHaveLength(3);
  });

  it('logs what it cannot remove, and goes on with the rest', async () => {
    secrets.refuseDelete = { code: 'storage_failed', params: { reason: 'database' }, retryable: true };
    await sweep();
    expect(lines.filter((line) => line === 'storage_failed (reason: database)')).toHaveLength(3);
    expect(await folders()).toEqual([password.id, shared].sort());
    expect(lines.join()).not.toContain(gone);
  });

  it('is content with a profile that has no mail yet', async () => {
    await rm(join(profileFolder, 'accounts'), { recursive: true });
    await sweep();
    expect([...secrets.values.keys()]).toEqual(used);
    expect(lines).toEqual(Array(3).fill('Removed an unused secret.'));
  });
});
