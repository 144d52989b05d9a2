import { RefreshCw } from 'lucide-react';
import type { AccountView, Folder } from '../../../shared/mail.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { ProgressBar } from '../../components/progress-bar.tsx';
import { retryNow } from '../../stores/accounts.ts';
import { folderName } from '../../stores/mailbox-folders.ts';
import { inWords } from './row-words.ts';

interface ListToolbarProps {
  readonly view: AccountView | undefined;
  readonly folder: Folder | undefined;
}

/** The open folder's name, what is in it, what is arriving, and "Sync now". Its height never changes. */
export function ListToolbar({ view, folder }: ListToolbarProps) {
  const status = view?.status;
  const progress = status?.progress && status.progress.folderId === folder?.id ? status.progress : null;
  const syncing = status?.connection.kind === 'syncing' || status?.connection.kind === 'connecting';
  return (
    <header className="relative flex h-13 flex-none items-center gap-2 border-b border-line ps-6 pe-2">
      <div className="min-w-0 flex-1">
        <h1 dir="auto" className="truncate text-start font-semibold">
          {folder ? folderName(folder) : 'Mail'}
        </h1>
        <p className="truncate text-small text-muted tabular-nums">{statusLine(view, folder)}</p>
      </div>
      {view && (
        <IconButton
          icon={RefreshCw}
          label="Sync now"
          aria-busy={syncing}
          className={syncing ? '[&>svg]:animate-turn' : ''}
          onClick={() => void retryNow(view.account.id)}
        />
      )}
      {progress && (
        <div className="absolute inset-x-0 -bottom-0.5 z-10">
          <ProgressBar label={`Downloading ${folder?.name ?? ''}`} value={progress.stored} max={progress.total} />
        </div>
      )}
    </header>
  );
}

/** "12,000 of 100,000 messages" while it fills; "1,204 messages, 3 unread" otherwise. */
function statusLine(view: AccountView | undefined, folder: Folder | undefined): string {
  const status = view?.status;
  if (!folder) return status?.connection.kind === 'connecting' ? 'Connecting…' : '';
  const { progress } = status ?? { progress: null };
  if (progress && progress.folderId === folder.id) {
    return `${inWords(progress.stored)} of ${inWords(progress.total)} messages`;
  }
  if (folder.total === 0) return folder.syncState === 'complete' ? 'No messages' : '';
  const messages = folder.total === 1 ? '1 message' : `${inWords(folder.total)} messages`;
  return folder.unread > 0 ? `${messages}, ${inWords(folder.unread)} unread` : messages;
}
