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

/** imapflow answers nothing where it sent nothing, and throws what was refused. */
async function attempt(client: ImapFlow, log: CommandLog, act: () => Promise<unknown>): Promise<Outcome> {
  log.refusal = null;
  try {
    return (await act()) === undefined ? { kind: 'unknown' } : { kind: 'done' };
  } catch {
    return failed(client, log, 0);
  }
}

/** Of use to other clients only, so its failure is none of ours. */
async function besides(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch {
    // The folder is as it was asked for all the same.
  }
}
