import { useEffect, useState } from 'react';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { type AppError, assertNever, type Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call, on } from '../bridge.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { openFind, stepHit } from './find/find.ts';
import { printMessage } from './message-files.ts';
import { Reader } from './reader.tsx';
import type { ReaderAction } from './reader-actions.ts';

interface MessageWindowProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** What needs the list or a dialog of the main window, or what this window is already. */
const elsewhere: ReadonlySet<ReaderAction> = new Set(['move', 'delete_forever', 'open_in_window']);

/** A whole window for one message. What takes the message out of its folder closes the window. */
export function MessageWindow({ accountId, messageId }: MessageWindowProps) {
  const [folders, setFolders] = useState<readonly Folder[]>([]);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    void call('mail.folders', { accountId }).then((reply) => {
      if (reply.ok) setFolders(reply.value);
    });
    void call('mail.header', { accountId, messageId }).then((reply) => {
      if (reply.ok) document.title = reply.value.subject.trim() || texts().reader.header.noSubject;
    });
    // Nothing is typed here, so nothing has to be saved before it closes.
    return on('app.savePage', () => void call('app.pageSaved', { saved: true }));
  }, [accountId, messageId]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      if (event.key === 'Escape') void call('app.closeWindow', undefined);
      else if (findByKey(event)) event.preventDefault();
      else if (
        event.key.toLowerCase() === 'p' &&
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        !event.altKey
      ) {
        event.preventDefault();
        void printMessage({ accountId, messageId }, 'printer');
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [accountId, messageId]);
  const act = async (action: ReaderAction): Promise<void> => {
    const { reply, closes } = await carryOut(action, accountId, messageId);
    setError(reply.ok ? null : reply.error);
    if (reply.ok && closes) await call('app.closeWindow', undefined);
  };
  return (
    <main aria-label={texts().reader.message} className="flex h-full flex-col">
      {error && <ErrorNotice shape="strip" error={error} onDismiss={() => setError(null)} />}
      <div className="min-h-0 flex-1">
        <Reader
          accountId={accountId}
          messageId={messageId}
          folders={folders}
          isAlone
          without={elsewhere}
          onAction={(action) => void act(action)}
          onRemoveLabel={({ id }, { id: folderId }) => {
            void call('mail.removeLabel', { accountId, messageIds: [id], folderId }).then((reply) =>
              setError(reply.ok ? null : reply.error),
            );
          }}
        />
      </div>
    </main>
  );
}

/** The keys of finding, as the main window has them. @returns whether it was one of them */
function findByKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  const isMod = (ctrlKey || metaKey) && !altKey;
  const name = key.toLowerCase();
  if (isMod && !shiftKey && name === 'f') openFind();
  else if (name === 'f3' || (isMod && name === 'g')) stepHit(shiftKey ? -1 : 1);
  else return false;
  return true;
}

interface Outcome {
  readonly reply: Reply<unknown>;
  /** The message is in this folder no more. */
  readonly closes: boolean;
}

async function carryOut(action: ReaderAction, accountId: AccountId, messageId: MessageId): Promise<Outcome> {
  const messageIds = [messageId];
  const moved = async (role: 'archive' | 'trash' | 'junk' | 'inbox'): Promise<Outcome> => ({
    reply: await call('mail.moveToRole', { accountId, messageIds, role }),
    closes: true,
  });
  const stays = async (reply: Promise<Reply<unknown>>): Promise<Outcome> => ({ reply: await reply, closes: false });
  switch (action) {
    case 'reply':
    case 'reply_all':
    case 'forward':
    case 'forward_attached':
    case 'edit_as_new':
      return stays(call('drafts.write', { accountId, start: { kind: action, messageId } }));
    case 'continue_draft': {
      const draft = await call('drafts.openMessage', { accountId, messageId });
      if (!draft.ok) return { reply: draft, closes: false };
      return { reply: await call('drafts.openWindow', { draftId: draft.value.id }), closes: true };
    }
    case 'archive':
    case 'trash':
    case 'junk':
      return moved(action);
    case 'not_junk':
      return moved('inbox');
    case 'mark_seen':
    case 'mark_unseen':
      return stays(call('mail.setSeen', { accountId, messageIds, seen: action === 'mark_seen' }));
    case 'toggle_flag': {
      const header = await call('mail.header', { accountId, messageId });
      if (!header.ok) return { reply: header, closes: false };
      return stays(call('mail.setFlagged', { accountId, messageIds, flagged: !header.value.flagged }));
    }
    case 'move':
    case 'delete_forever':
    case 'open_in_window':
    case 'print':
    case 'save_pdf':
    case 'save_eml':
    case 'fixed_width':
    case 'original_colours':
    case 'view_headers':
    case 'view_source':
      // The first three are not offered here; the reader does the others itself.
      return { reply: { ok: true, value: null }, closes: false };
    default:
      return assertNever(action);
  }
}
