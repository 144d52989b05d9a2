import type { FolderId, MessageId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { isForServer, type SearchQuery, wordsOf } from '../../shared/search/query.ts';
import { tagsCalled } from '../../shared/tag-names.ts';
import { isTag } from '../../shared/tags.ts';
import type { RemoteSearchKey } from '../mail/remote-mail.ts';
import type { SearchView } from '../store/search-view.ts';
import type { AccountRuntime } from './account-runtime.ts';

/** What the server's search came to. */
export interface ServerSearch {
  /** Stored messages that only the server's search found. */
  readonly found: number;
  /** Folders that the server did not search. */
  readonly refused: number;
  /** Folders with messages that it found and that are not stored here yet. */
  readonly toDownload: readonly FolderId[];
}

/**
 * Lets the server look for the words of a search in each of its folders, on the connection for long reads. What it finds of the stored
 * messages is added to the list, where the rest of the search holds for them. Throws AppFailure where it cannot be asked.
 */
export async function searchServer(
  account: AccountRuntime,
  search: SearchView,
  signal: AbortSignal,
): Promise<ServerSearch> {
  const clauses = serverClauses(search.query);
  const toDownload: FolderId[] = [];
  let refused = 0;
  let found = 0;
  for (const { id, path, selectable } of clauses.length === 0 ? [] : search.searchedFolders) {
    if (!selectable) continue;
    signal.throwIfAborted();
    try {
      const { stored, missing } = await askFolder(account, id, path, clauses);
      found += search.addFound(stored);
      search.expect(id, missing);
      if (missing.length > 0) toDownload.push(id);
    } catch (error) {
      // One folder's refusal does not keep the others from being searched; a lost connection does.
      if (!(error instanceof AppFailure) || error.error.code !== 'server_refused') throw error;
      refused += 1;
    }
  }
  return { found, refused, toDownload };
}

/** What the server found in a folder: stored messages, and the UIDs of those that are not. */
async function askFolder(
  account: AccountRuntime,
  folderId: FolderId,
  path: string,
  clauses: readonly (readonly RemoteSearchKey[])[],
): Promise<{ readonly stored: readonly MessageId[]; readonly missing: readonly number[] }> {
  const { uids, uidValidity } = await account.sync.transfer(async (connection, signal) => {
    const selected = await connection.select(path, signal);
    return { uids: await connection.session.search(clauses, signal), uidValidity: selected.uidValidity };
  });
  // Under another UIDVALIDITY, or where nothing was stored yet, none of them is here.
  if (uidValidity !== account.store.folderSync(folderId)?.uidValidity) return { stored: [], missing: uids };
  const ids = account.store.idsOf(folderId, uids);
  return { stored: [...ids.values()], missing: uids.filter((uid) => !ids.has(uid)) };
}

/**
 * The clauses of a search that a server can judge; the others are looked at in the store, which knows flags, dates and sizes. A flag that few messages
 * have, as those that were answered or forwarded, the server is asked for as well, since it spares downloading the others. None where nothing on a server
 * could be meant.
 */
export function serverClauses(query: SearchQuery): RemoteSearchKey[][] {
  const clauses = query.flatMap((clause) => {
    const [only] = clause;
    if (clause.length === 1 && only?.term.kind === 'state') {
      const words = flagsAsked[only.term.state];
      return words === undefined ? [] : [[{ not: only.not, place: 'flag' as const, words }]];
    }
    if (!isForServer(clause)) return [];
    // None of the keywords that are called so may be there.
    if (clause.length === 1 && only?.term.kind === 'tag' && only.not)
      return keywords(true, only.term.name).map((key) => [key]);
    // Words that each have to be there are a clause each.
    if (clause.length === 1 && only?.term.kind === 'words' && !only.not && !only.term.whole) {
      const { term } = only;
      return wordsOf(term).map((word) => keys(false, term.place, word));
    }
    return [
      clause.flatMap(({ not, term }) => {
        if (term.kind === 'words') return keys(not, term.place, term.text);
        if (term.kind === 'tag') return keywords(not, term.name);
        return term.kind === 'list' ? keys(not, 'list', term.name) : [];
      }),
    ];
  });
  return clauses.every((clause) => clause.length > 0) ? clauses : [];
}

/** A server knows tags by their whole keywords alone. */
function keywords(not: boolean, name: string): RemoteSearchKey[] {
  const called = [...tagsCalled(name, 'exactly'), ...[name].filter(isTag)];
  return called.map((words) => ({ not, place: 'flag', words }));
}

const flagsAsked: Readonly<Record<string, string>> = { answered: '\\Answered', forwarded: '$Forwarded' };

function keys(not: boolean, place: string, words: string): RemoteSearchKey[] {
  switch (place) {
    case 'to':
      return not
        ? [{ not, place: 'to', words }]
        : [
            { not, place: 'to', words },
            { not, place: 'cc', words },
          ];
    case 'subject':
    case 'from':
    case 'cc':
    case 'body':
    case 'list':
      return [{ not, place, words }];
    default:
      // Names of files stand in the message's own header lines.
      return [{ not, place: 'text', words }];
  }
}
