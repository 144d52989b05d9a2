import type { ViewId } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { announced, useMailbox } from '../mailbox-state.ts';
import { openIndex } from './message-actions.ts';
import { readOn } from './reading.ts';

/** Opens the next unread message of the folder, below the selected one, else from the top. Says so where there is none. */
export async function openNextUnread(): Promise<void> {
  const { open } = useMailbox.getState();
  if (open?.view.kind !== 'ready') return;
  if (readOn()) return;
  const { viewId } = open.view;
  const below = (open.list.cursor?.index ?? -1) + 1;
  const found = (await unreadFrom(viewId, below)) ?? (below > 0 ? await unreadFrom(viewId, 0) : null);
  const now = useMailbox.getState().open;
  if (now?.run !== open.run) return;
  if (found === null || found === now.list.cursor?.index)
    useMailbox.setState((state) => announced(state, texts().mailbox.reasons.noUnread));
  else openIndex(found);
}

async function unreadFrom(viewId: ViewId, start: number): Promise<number | null> {
  const reply = await call('mail.nextUnread', { viewId, start });
  return reply.ok ? reply.value.index : null;
}
