import { useEffect, useState } from 'react';
import type { AccountId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { usePreferences } from '../stores/preferences.ts';

/** A message, and the rest of its conversation, oldest first. */
interface Conversation {
  readonly earlier: readonly ThreadMessage[];
  readonly later: readonly ThreadMessage[];
}

/**
 * The conversation of a message, which follows what arrives and changes.
 * @param shown the message of it that is shown
 * @param onMessages called with all of its messages when they are known, and whenever they are asked for again
 */
export function useConversation(
  { accountId, messageId }: { readonly accountId: AccountId | null; readonly messageId: MessageId | null },
  shown: MessageId | null,
  onMessages: (messages: readonly ThreadMessage[]) => void,
): Conversation {
  const isWanted = usePreferences(({ conversations }) => conversations);
  const [known, setKnown] = useState<{ readonly of: MessageId; readonly messages: readonly ThreadMessage[] } | null>(
    null,
  );
  useEffect(() => {
    if (!isWanted || accountId === null || messageId === null) return;
    let isCurrent = true;
    const ask = async (): Promise<void> => {
      const reply = await call('mail.thread', { accountId, messageId });
      if (!isCurrent || !reply.ok) return;
      setKnown({ of: messageId, messages: reply.value });
      onMessages(reply.value);
    };
    void ask();
    const stops = (['mail.threadsChanged', 'mail.foldersChanged', 'mail.messageChanged'] as const).map((event) =>
      on(event, (changed) => {
        if (changed.accountId === accountId) void ask();
      }),
    );
    return () => {
      isCurrent = false;
      for (const stop of stops) stop();
    };
  }, [accountId, messageId, isWanted, onMessages]);

  const messages = isWanted && known?.of === messageId ? known.messages : [];
  const index = messages.findIndex(({ id }) => id === shown);
  if (index < 0) return { earlier: [], later: [] };
  return { earlier: messages.slice(0, index), later: messages.slice(index + 1) };
}
