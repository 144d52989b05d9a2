import { useEffect, useState } from 'react';
import { type CommandId, defaultShortcuts } from '../../shared/commands.ts';
import type { AccountId, Folder, MessageId } from '../../shared/mail.ts';
import { type AppError, assertNever, type Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call, on } from '../bridge.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { keyboard } from '../keyboard/keyboard.ts';
import { bindingsOf, pressed } from '../keyboard/shortcut-engine.ts';
import { pressOf } from '../keyboard/shortcut-strokes.ts';
import { openFind, stepHit } from './find/find.ts';
import { printMessage } from './message-files.ts';
import { Reader } from './reader.tsx';
import type { ReaderAction } from './reader-actions.ts';

interface MessageWindowProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** What needs the list or a dialog of the main window, or what this window is already. */
const elsewhere: ReadonlySet<ReaderAction> = new Set(['move', 'tag', 'delete_forever', 'open_in_window']);

/** Those of the main window's shortcuts that there are here as well. */
const shared: ReadonlySet<CommandId> = new Set(['find_in_message', 'next_hit', 'previous_hit', 'print']);
const bindings = bindingsOf(defaultShortcuts).filter(({ command }) => shared.has(command));

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
      // Chromium's autofill sends key events without a key.
      if (event.isComposing || event.defaultPrevented || !event.key) return;
      if (event.key === 'Escape') void call('app.closeWindow', undefined);
      const { outcome } = pressed(bindings, null, pressOf(event), event.timeStamp, keyboard().platform);
      if (outcome.kind !== 'run') return;
      event.preventDefault();
      if (outcome.command === 'find_in_message') openFind();
      else if (outcome.command === 'print') void printMessage({ accountId, messageId }, 'printer');
      else stepHit(outcome.command === 'next_hit' ? 1 : -1);
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
          onRemoveTag={({ id }, tag) => {
            void call('mail.setTag', { accountId, messageIds: [id], tag, on: false }).then((reply) =>
              setError(reply.ok ? null : reply.error),
            );
          }}
        />
      </div>
    </main>
  );
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
    case 'tag':
    case 'delete_forever':
    case 'open_in_window':
    case 'print':
    case 'save_pdf':
    case 'save_eml':
    case 'fixed_width':
    case 'original_colours':
    case 'view_headers':
    case 'view_source':
      // The first four are not offered here; the reader does the others itself.
      return { reply: { ok: true, value: null }, closes: false };
    default:
      return assertNever(action);
  }
}
