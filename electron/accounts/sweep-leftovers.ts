import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { logText } from '../../shared/reply.ts';
import { identityKey } from '../auth/token-service.ts';
import { nameOfThrown } from '../platform/listeners.ts';
import type { Log } from '../platform/log.ts';
import { isProxyKey } from '../platform/proxy/proxy-passwords.ts';
import type { SecretStore } from '../platform/secret-store.ts';
import { errorCodeOf } from '../platform/storage-errors.ts';
import { passwordKey } from './account-ports.ts';
import type { AccountStore } from './account-store.ts';

interface SweepOptions {
  readonly store: Pick<AccountStore, 'list' | 'identities'>;
  readonly secrets: Pick<SecretStore, 'keys' | 'delete'>;
  readonly profileFolder: string;
  readonly log: Log;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const settings = 'settings.json';
const setAside = /^settings\.damaged-/;

/**
 * Removes secrets and mail folders that no account uses, left by a removal that a crash or a file in use interrupted.
 * To be run before any account is opened or added, and only when the settings loaded without a notice. Nothing is
 * removed when there are no settings, or when damaged ones were ever set aside: what looks unused may belong to
 * accounts that the user will restore.
 */
export async function sweepLeftovers(options: SweepOptions): Promise<void> {
  const { log, profileFolder } = options;
  try {
    const names = await readdir(profileFolder);
    if (!names.includes(settings) || names.some((name) => setAside.test(name))) return;
    await sweepSecrets(options);
    await sweepMail(options);
  } catch (cause) {
    log('warn', 'accounts', `Leftovers were not removed: ${errorCodeOf(cause) || nameOfThrown(cause)}`);
  }
}

async function sweepSecrets({ store, secrets, log }: SweepOptions): Promise<void> {
  const withPassword = store.list().filter(({ auth }) => auth.method !== 'oauth2');
  const used = new Set([
    ...withPassword.map(({ id }) => passwordKey(id)),
    ...store.identities().map(({ id }) => identityKey(id)),
  ]);
  const keys = await secrets.keys();
  if (!keys.ok) {
    log('warn', 'accounts', logText(keys.error));
    return;
  }
  for (const key of keys.value.filter((each) => !used.has(each) && !isProxyKey(each))) {
    const deleted = await secrets.delete(key);
    log(deleted.ok ? 'info' : 'warn', 'accounts', deleted.ok ? 'Removed an unused secret.' : logText(deleted.error));
  }
}

async function sweepMail({ store, profileFolder, log }: SweepOptions): Promise<void> {
  const used = new Set<string>(store.list().map(({ id }) => id));
  const parent = join(profileFolder, 'accounts');
  const entries = await readdir(parent, { withFileTypes: true }).catch((cause: unknown) => {
    if (errorCodeOf(cause) === 'ENOENT') return [];
    throw cause;
  });
  for (const entry of entries) {
    // Only a folder (not a link) that is named like an account is Heron's.
    if (!entry.isDirectory() || !uuid.test(entry.name) || used.has(entry.name)) continue;
    await rm(join(parent, entry.name), { recursive: true, force: true });
    log('info', 'accounts', 'Removed the mail of an account that is gone.');
  }
}
