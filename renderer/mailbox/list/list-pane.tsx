import { CloudOff, Inbox } from 'lucide-react';
import type { RefObject } from 'react';
import type { AccountView, Folder } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { useAccounts } from '../../stores/accounts.ts';
import { headingHeight, rowHeight, usePreferences } from '../../stores/preferences.ts';
import { dismissRefusal } from '../actions/outcome.ts';
import { ParkedStrip } from '../actions/parked-strip.tsx';
import { TransferStrips } from '../actions/transfer-strips.tsx';
import { folderIcon } from '../folders/folder-looks.ts';
import { folderName } from '../folders/folder-tree.ts';
import { RefusedFolder, TroubleStrip } from '../folders/folder-trouble.tsx';
import { accountsListIcon } from '../folders/over-accounts.tsx';
import { VerifyStrip } from '../folders/verify-strip.tsx';
import { openFolderOf, useMailbox } from '../mailbox-state.ts';
import { SearchField } from '../search/search-field.tsx';
import { NothingFound, SearchStrip } from '../search/search-strip.tsx';
import { foldersOver } from './accounts-lists.ts';
import { type DrawnOpen, useDrawnOpen } from './drawn-open.ts';
import { accountsPhase, listPhase } from './list-phase.ts';
import { ListToolbar } from './list-toolbar.tsx';
import { MessageList } from './message-list.tsx';
import { reopenFolder } from './open-view.ts';
import { SkeletonRows } from './row-skeleton.tsx';

/** The open folder: its toolbar, notices about what failed, and its messages. */
export function ListPane({ listRef }: { readonly listRef: RefObject<HTMLDivElement | null> }) {
  const open = useDrawnOpen();
  const folder = useMailbox(openFolderOf);
  const view = useAccounts(({ accounts }) =>
    open ? accounts?.find(({ account }) => account.id === open.accountId) : accounts?.[0],
  );
  const refused = useMailbox((state) => state.refused);
  const isInPlace = listPhase(open, folder, view?.status.connection) === 'refused';
  return (
    <section
      aria-label={texts().mailbox.list.name}
      data-pane="list"
      tabIndex={-1}
      className="relative flex h-full min-w-0 flex-col bg-surface outline-none"
    >
      <ListToolbar view={view} folder={folder} />
      <SearchField />
      {open?.search && open.search.text.trim() !== '' && <SearchStrip folder={folder} />}
      {view && view.status.parkedOperations > 0 && <ParkedStrip view={view} />}
      {folder && !isInPlace && <TroubleStrip folder={folder} />}
      {folder && <VerifyStrip folder={folder} />}
      <TransferStrips />
      {refused && <ErrorNotice shape="strip" error={refused} onDismiss={dismissRefusal} />}
      <div className="min-h-0 flex-1">
        <ListContent open={open} folder={folder} view={view} listRef={listRef} />
      </div>
    </section>
  );
}

interface ListContentProps {
  readonly open: DrawnOpen | null;
  readonly folder: Folder | undefined;
  readonly view: AccountView | undefined;
  readonly listRef: RefObject<HTMLDivElement | null>;
}

function ListContent({ open, folder, view, listRef }: ListContentProps) {
  const words = texts().mailbox.list;
  // When the folders could not be listed, nothing is loading: the sidebar shows the reason and what to do.
  const unlisted = useMailbox(({ lists }) => {
    const list = view && lists.get(view.account.id);
    return list?.folders === null && list.error !== null;
  });
  const accounts = useAccounts((state) => state.accounts);
  const lists = useMailbox((state) => state.lists);
  const over = open?.over ?? null;
  if (!open && unlisted) return null;
  const phase =
    open?.over != null
      ? accountsPhase(open, foldersOver(lists, open.over), accounts?.map(({ status }) => status.connection) ?? [])
      : listPhase(open, folder, view?.status.connection);
  if (phase === 'rows' && open) return <MessageList listRef={listRef} />;
  if (phase === 'failed' && open?.view.kind === 'failed') {
    return <ErrorNotice shape="strip" error={open.view.error} actions={{ retry: reopenFolder, close: reopenFolder }} />;
  }
  if (phase === 'refused' && folder?.trouble) return <RefusedFolder folder={folder} trouble={folder.trouble} />;
  if (phase === 'not_downloaded' && over) {
    const { notDownloaded, notDownloadedHint } = texts().mailbox.overAccounts;
    return (
      <EmptyState icon={CloudOff} title={notDownloaded}>
        {notDownloadedHint}
      </EmptyState>
    );
  }
  if (phase === 'not_downloaded') {
    return (
      <EmptyState icon={CloudOff} title={words.notDownloaded}>
        {view?.status.connection.kind === 'paused' ? words.notDownloadedPaused : words.notDownloadedHint}
      </EmptyState>
    );
  }
  if (phase === 'nothing_found') return <NothingFound text={open?.search?.text ?? ''} />;
  if (phase === 'empty' && over)
    return <EmptyState icon={accountsListIcon(over)} title={texts().mailbox.overAccounts.empty[over]} />;
  if (phase === 'empty') {
    return (
      <EmptyState
        icon={folder ? folderIcon(folder.role) : Inbox}
        title={folder ? words.noMessagesIn(folderName(folder)) : words.noMessages}
      />
    );
  }
  return <Loading />;
}

function Loading() {
  const compact = usePreferences(({ density }) => density === 'compact');
  const preview = usePreferences(({ previewLines }) => previewLines);
  const tiles = usePreferences(({ senderTiles }) => senderTiles);
  const height = usePreferences(rowHeight);
  const heading = usePreferences(headingHeight);
  return <SkeletonRows look={{ compact, preview, tiles, height }} heading={heading} />;
}
