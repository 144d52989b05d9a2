import type { ImapFlow } from 'imapflow';
import type { ImapAttributeList, ImapResponse } from 'imapflow/lib/handler/types.js';
import type { RemoteStatus } from '../mail/remote-mail.ts';
import { atom, commandsOf, listOf, numberOf, textOf } from './commands.ts';
import type { FolderPaths } from './folder-names.ts';
import { remoteStatus } from './select-folder.ts';

/** What LIST-STATUS asks for; HIGHESTMODSEQ where the server has CONDSTORE. */
const items = ['MESSAGES', 'UNSEEN', 'UIDNEXT', 'UIDVALIDITY'];

/**
 * STATUS of all folders in one round trip (LIST-STATUS, RFC 5819), by path. A folder whose status the server could not tell, and one that
 * cannot be selected, is left out. Throws what the server refuses with.
 */
export async function listStatuses(client: ImapFlow, paths: FolderPaths): Promise<Map<string, RemoteStatus>> {
  const found = new Map<string, RemoteStatus>();
  const onStatus = async ({ attributes }: ImapResponse): Promise<void> => {
    const wire = textOf(attributes?.[0] ?? null);
    if (wire !== '') found.set(paths.learn(wire), statusOf(listOf(attributes?.[1] ?? null)));
  };
  const asked = [...items, ...(client.capabilities.has('CONDSTORE') ? ['HIGHESTMODSEQ'] : [])];
  const response = await commandsOf(client).exec(
    'LIST',
    [string(''), string('*'), atom('RETURN'), [atom('STATUS'), asked.map(atom)]],
    // The names of folders are what listFolders reads, with their roles.
    { untagged: { STATUS: onStatus } },
  );
  response.next();
  return found;
}

function statusOf(list: ImapAttributeList): RemoteStatus {
  const told = new Map<string, string>();
  for (let index = 0; index + 1 < list.length; index += 2) {
    told.set(textOf(list[index] ?? null).toUpperCase(), textOf(list[index + 1] ?? null));
  }
  const number = (name: string): number | undefined => numberOf(atom(told.get(name) ?? '')) ?? undefined;
  const long = (name: string): bigint | undefined => {
    const digits = told.get(name) ?? '';
    return /^\d{1,19}$/.test(digits) ? BigInt(digits) : undefined;
  };
  return remoteStatus({
    messages: number('MESSAGES'),
    unseen: number('UNSEEN'),
    uidNext: number('UIDNEXT'),
    uidValidity: long('UIDVALIDITY'),
    highestModseq: long('HIGHESTMODSEQ'),
  });
}

function string(value: string): { type: string; value: string } {
  return { type: 'STRING', value };
}
