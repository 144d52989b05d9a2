import type { AccountId, AccountsSource, FirstRows, OpenedView, SearchReport } from '../../shared/mail.ts';
import { failure, type Reply, success } from '../../shared/reply.ts';
import type { EngineAccount } from '../mail/engine-account.ts';
import { SearchView } from '../store/search-view.ts';
import type { SqliteMailStore } from '../store/sqlite-mail-store.ts';
import type { AccountSync } from '../sync/account-sync.ts';
import type { AccountRuntime } from './account-runtime.ts';
import { type AccountPart, AccountsView } from './accounts-view.ts';
import { viewNotFound } from './engine-errors.ts';
import { searchServer } from './search-server.ts';
import type { Views } from './views.ts';

/** What a list over accounts shows of each. `text`: a search; empty: all messages of the source's folder. */
export interface AccountsList {
  readonly source: AccountsSource;
  readonly text: string;
  /** A row for each conversation, where nothing is searched for. */
  readonly byThread?: boolean | undefined;
}

/** What a list over accounts needs of each. */
export interface ListedAccount {
  readonly account: Pick<EngineAccount, 'id' | 'address' | 'displayName'>;
  readonly store: Pick<SqliteMailStore, 'folderByRole' | 'openView' | 'openSearch'>;
  readonly sync: Pick<AccountSync, 'openFolder' | 'closeFolder'>;
}

/** Opens a list over all accounts, those included that are opened later. */
export function openAccountsList(
  accounts: ReadonlyMap<AccountId, ListedAccount>,
  views: Views,
  list: AccountsList,
  first?: FirstRows,
): OpenedView {
  return views.openAccounts(
    new AccountsView(accounts.keys(), (accountId, current) => {
      const account = accounts.get(accountId);
      return account === undefined ? null : partOf(account, list, current);
    }),
    first,
  );
}

/** An account's part of a list as it has to be now; the current one where that still holds. */
function partOf(
  account: ListedAccount,
  { source, text, byThread }: AccountsList,
  current: AccountPart | null,
): AccountPart | null {
  const {
    store,
    account: { id: accountId, address, displayName },
  } = account;
  const names = [address, displayName];
  if (source === 'everything') {
    if (current === null)
      return { accountId, view: store.openSearch({ folderId: null, text, account: names }), folderId: null };
    return current.view.followFolders?.() === true ? { ...current } : current;
  }
  const folderId = store.folderByRole(source)?.folderId ?? null;
  if (current !== null && current.folderId === folderId) return current;
  if (current !== null && current.view.folderId !== null) account.sync.closeFolder(current.view.folderId);
  if (folderId === null) return null;
  const part = {
    accountId,
    view:
      text === '' ? store.openView(folderId, byThread ?? false) : store.openSearch({ folderId, text, account: names }),
    folderId,
  };
  if (part.view.folderId !== null) account.sync.openFolder(folderId);
  return part;
}

/** The search behind a list of an account. Throws not_found for a folder's. */
function searchOf({ view }: AccountPart): SearchView {
  if (view instanceof SearchView) return view;
  throw viewNotFound();
}

/** What a search covered, summed over its accounts. Throws not_found for a list that is no search. */
export function reportOver(parts: readonly AccountPart[]): SearchReport {
  const sum = parts
    .map((part) => searchOf(part).report())
    .reduce<SearchReport>(
      (sum, report) => ({
        found: sum.found + report.found,
        isMore: sum.isMore || report.isMore,
        messages: sum.messages + report.messages,
        searched: sum.searched + report.searched,
        withText: sum.withText + report.withText,
        files: sum.files + report.files,
        fromServer: sum.fromServer + report.fromServer,
        notHere: sum.notHere + report.notHere,
        meant: sum.meant ?? report.meant,
      }),
      {
        found: 0,
        isMore: false,
        messages: 0,
        searched: 0,
        withText: 0,
        files: 0,
        fromServer: 0,
        notHere: 0,
        meant: null,
      },
    );
  return sum.found > 0 ? { ...sum, meant: null } : sum;
}

/**
 * Has the servers of all accounts of a search look for its words, at the same time. An account whose server cannot be asked does not keep the
 * others from being asked: its folders count as refused. Where none could be asked, the first one's error is the answer.
 */
export async function searchServers(
  parts: readonly AccountPart[],
  reading: <T>(accountId: AccountId, work: (account: AccountRuntime) => Promise<T>) => Promise<Reply<T>>,
  onFound: () => void,
  signal: AbortSignal,
): Promise<Reply<{ readonly found: number; readonly refused: number }>> {
  const replies = await Promise.all(
    parts.map(async (part) => {
      const search = searchOf(part);
      const reply = await reading(part.accountId, async (account) => {
        const outcome = await searchServer(account, search, signal);
        if (outcome.found > 0) onFound();
        for (const folderId of outcome.toDownload) account.sync.download(folderId);
        return { found: outcome.found, refused: outcome.refused };
      });
      return { reply, folders: search.searchedFolders.length };
    }),
  );
  const [first] = replies;
  if (first !== undefined && !first.reply.ok && replies.every(({ reply }) => !reply.ok))
    return failure(first.reply.error);
  return success({
    found: replies.reduce((sum, { reply }) => sum + (reply.ok ? reply.value.found : 0), 0),
    refused: replies.reduce((sum, { reply, folders }) => sum + (reply.ok ? reply.value.refused : folders), 0),
  });
}
