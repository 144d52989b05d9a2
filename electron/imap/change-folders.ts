import type { ImapFlow } from 'imapflow';
import { failed, unsendable } from './change-outcome.ts';
import type { CommandLog } from './command-log.ts';
import { canBeSent, type FolderPaths } from './folder-names.ts';
import type { Outcome } from './session.ts';

/** CREATE; a folder that is there already counts as done. imapflow subscribes to it. */
export async function createFolder(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
): Promise<Outcome> {
  const wire = paths.toWire(path);
  if (!canBeSent(wire)) return unsendable();
  return await attempt(client, log, () => client.mailboxCreate(wire));
}

/** RENAME (RFC 9051 section 6.3.6). The subscription follows where the server lets it. */
export async function renameFolder(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
  newPath: string,
): Promise<Outcome> {
  const wire = paths.toWire(path);
  const newWire = paths.toWire(newPath);
  if (!canBeSent(wire) || !canBeSent(newWire)) return unsendable();
  const outcome = await attempt(client, log, () => client.mailboxRename(wire, newWire));
  if (outcome.kind !== 'done') return outcome;
  await besides(() => client.mailboxSubscribe(newWire));
  await besides(() => client.mailboxUnsubscribe(wire));
  return outcome;
}

/** DELETE (RFC 9051 section 6.3.5). */
export async function deleteFolder(
  client: ImapFlow,
  log: CommandLog,
  paths: FolderPaths,
  path: string,
): Promise<Outcome> {
  const wire = paths.toWire(path);
  if (!canBeSent(wire)) return unsendable();
  const outcome = await attempt(client, log, () => client.mailboxDelete(wire));
  if (outcome.kind === 'done') await besides(() => client.mailboxUnsubscribe(wire));
  return outcome;
}

/**
 * Runs one of imapflow's folder commands. imapflow returns undefined when it sent nothing, and throws when the server
 * refused.
 */
async function attempt(client: ImapFlow, log: CommandLog, act: () => Promise<unknown>): Promise<Outcome> {
  log.refusal = null;
  try {
    return (await act()) === undefined ? { kind: 'unknown' } : { kind: 'done' };
  } catch {
    return failed(client, log, 0);
  }
}

/** Runs a command that only matters to other clients, and ignores its failure. */
async function besides(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch {
    // The change of the folder itself has succeeded.
  }
}
