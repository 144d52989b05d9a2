import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { dismissWritingError, useCompose } from '../compose/composers.ts';
import { DraftListPane } from '../compose/draft-list.tsx';
import { SendingBar } from '../compose/sending-bar.tsx';
import { AccountBanner } from '../diagnosis/account-banner.tsx';
import { Notices } from '../diagnosis/notices.tsx';
import type { ReaderAction } from '../reader/reader-actions.ts';
import { useAccounts } from '../stores/accounts.ts';
import { usePreferences } from '../stores/preferences.ts';
import { leaveBeside } from './actions/beside.ts';
import { leaveReader } from './actions/message-actions.ts';
import { UndoBar } from './actions/undo-bar.tsx';
import { folderName } from './folders/folder-tree.ts';
import { unreadOver } from './list/accounts-lists.ts';
import { ListPane } from './list/list-pane.tsx';
import { MailboxDialogs } from './mailbox-dialogs.tsx';
import { openFolderOf, useMailbox } from './mailbox-state.ts';
import { Panes } from './panes.tsx';
import { ReaderPane } from './reader-pane.tsx';
import { useShownAccountId } from './shown-account.ts';
import { useNarrow } from './use-narrow.ts';

interface MailboxScreenProps {
  /** Runs a command that the reader's toolbar asks for. */
  readonly onCommand: (command: ReaderAction) => void;
}

/** Accounts and folders | messages | reader, which may also be below the list or take its place. */
export function MailboxScreen({ onCommand }: MailboxScreenProps) {
  const narrow = useNarrow();
  const readerOpen = useMailbox((state) => state.narrow && state.readerOpen);
  const list = useCompose((state) => state.list);
  const composing = useCompose((state) => state.shown !== null);
  const over = readerOpen || (narrow && composing);
  const listRef = useRef<HTMLDivElement>(null);
  const below = usePreferences(({ readingPane }) => readingPane === 'below');
  useTitle();
  useFocusBack(listRef, over);

  return (
    <main aria-label={texts().mailbox.screen} className="flex h-full flex-col">
      <Notices />
      <OpenAccountBanner />
      <WritingTrouble />
      <Panes
        narrow={narrow}
        below={below}
        list={
          <div className="relative h-full">
            <div ref={onListUsed} className="h-full" inert={over}>
              {list === null ? <ListPane listRef={listRef} /> : <DraftListPane list={list} />}
            </div>
            {over && (
              <div className="absolute inset-0 z-20">
                <ReaderPane onAction={onCommand} onBack={leaveReader} />
              </div>
            )}
          </div>
        }
        reader={narrow ? null : <ReaderPane onAction={onCommand} />}
      />
      <Bars />
      <Announcement />
      <MailboxDialogs />
    </main>
  );
}

/** What can be taken back, at the bottom of the window: one above the other where there are several. */
function Bars() {
  return (
    <div className="pointer-events-none fixed inset-x-3 bottom-3 z-40 flex flex-col items-center gap-2">
      <SendingBar />
      <UndoBar />
    </div>
  );
}

/** What keeps the open account from working. The banner spans the window, because it is about every pane. */
function OpenAccountBanner() {
  const accountId = useShownAccountId();
  return accountId ? <AccountBanner accountId={accountId} /> : null;
}

/** Why a message could not be begun, or a draft opened; the list of drafts says so itself. */
function WritingTrouble() {
  const error = useCompose((state) => (state.list === null ? state.error : null));
  return error && <ErrorNotice shape="strip" error={error} onDismiss={dismissWritingError} />;
}

/** Text for screen readers about what just happened; the same text twice is announced twice. */
function Announcement() {
  const { text, count } = useMailbox((state) => state.announcement);
  return (
    <div role="status" className="sr-only">
      <span key={count}>{text}</span>
    </div>
  );
}

/** The list is used again: the reader shows its message, and no other of the conversation. Its pane is mounted anew with each arrangement of the panes. */
function onListUsed(pane: HTMLDivElement | null): () => void {
  pane?.addEventListener('pointerdown', leaveBeside);
  pane?.addEventListener('focusin', leaveBeside);
  return () => {
    pane?.removeEventListener('pointerdown', leaveBeside);
    pane?.removeEventListener('focusin', leaveBeside);
  };
}

/**
 * Gives the focus back to the list when the user leaves the reader that took its place. This waits until the list is
 * drawn: before, it is inert.
 */
function useFocusBack(listRef: RefObject<HTMLDivElement | null>, readerOpen: boolean): void {
  const wasOpen = useRef(readerOpen);
  useLayoutEffect(() => {
    if (wasOpen.current && !readerOpen) listRef.current?.focus({ preventScroll: true });
    wasOpen.current = readerOpen;
  }, [listRef, readerOpen]);
}

/** "Inbox (3) – ada@contoso.test – Heron" */
function useTitle(): void {
  const folder = useMailbox(openFolderOf);
  const address = useAddress();
  const over = useMailbox(({ open }) => open?.over ?? null);
  const count = useMailbox(({ lists }) => (over === null ? (folder?.unread ?? 0) : unreadOver(lists, over)));
  const unread = count > 0 ? ` (${count})` : '';
  const name = over === null ? folder && folderName(folder) : texts().mailbox.overAccounts.lists[over];
  const title = [name ? `${name}${unread}` : '', address, 'Heron'].filter(Boolean).join(' – ');
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Heron';
    };
  }, [title]);
}

function useAddress(): string {
  const accountId = useMailbox((state) => state.open?.accountId);
  return useAccounts((state) => state.accounts?.find(({ account }) => account.id === accountId)?.account.address ?? '');
}
