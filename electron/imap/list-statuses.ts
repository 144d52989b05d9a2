import type { ImapFlow } from 'imapflow';
import type { ImapAttributeList, ImapResponse } from 'imapflow/lib/handler/types.js';
import type { RemoteStatus } from '../mail/remote-mail.ts';
import { atom, commandsOf, listOf, numberOf, textOf } from './commands.ts';
import type { FolderPaths } from './folder-names.ts';

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
  const count = (name: string): number | null => numberOf({ type: 'ATOM', value: told.get(name) ?? '' });
  const positive = (name: string): number | null => count(name) || null;
  const modseq = told.get('HIGHESTMODSEQ') ?? '';
  return {
    messages: count('MESSAGES'),
    unseen: count('UNSEEN'),
    uidNext: positive('UIDNEXT'),
    uidValidity: positive('UIDVALIDITY'),
    // 0 stands for a folder that keeps none (RFC 7162 section 3.1.2.2).
    highestModseq: /^[1-9]\d{0,18}$/.test(modseq) ? BigInt(modseq) : null,
  };
}

function string(value: string): { type: string; value: string } {
  return { type: 'STRING', value };
}
