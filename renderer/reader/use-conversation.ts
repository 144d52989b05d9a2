import { useEffect, useState } from 'react';
import type { AccountId, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { call, on } from '../bridge.ts';
import { usePreferences } from '../stores/preferences.ts';

const none: readonly ThreadMessage[] = [];

/** The conversation that was asked for last, by the message that it was asked for. */
interface Known {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly messages: readonly ThreadMessage[];
}

/**
 * The conversation of a message, which follows what arrives and changes.
 * @param onMessages called with all of its messages when they are known, and whenever they are asked for again
 */
export function useConversation(
  { accountId, messageId }: { readonly accountId: AccountId | null; readonly messageId: MessageId | null },
  onMessages: (messages: readonly ThreadMessage[]) => void,
): readonly ThreadMessage[] {
  const isWanted = usePreferences(({ conversations }) => conversations);
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    if (!isWanted || accountId === null || messageId === null) return;
    let isCurrent = true;
    let asking: 'no' | 'once' | 'again' = 'no';
    let own = new Set<MessageId>([messageId]);
    const ask = async (): Promise<void> => {
      if (asking !== 'no') {
        asking = 'again';
        return;
      }
      do {
        asking = 'once';
        const reply = await call('mail.thread', { accountId, messageId });
        if (!isCurrent) return;
        if (!reply.ok) break;
        own = new Set([messageId, ...reply.value.map(({ id }) => id)]);
        setKnown({ accountId, messageId, messages: reply.value });
        onMessages(reply.value);
      } while (isAskedAgain());
      asking = 'no';
    };
    const isAskedAgain = (): boolean => asking === 'again';
    void ask();
    const stops = [
      on('mail.threadsChanged', (changed) => {
        if (changed.accountId === accountId) void ask();
      }),
      on('mail.messageChanged', (changed) => {
        if (changed.accountId === accountId && own.has(changed.messageId)) void ask();
      }),
    ];
    return () => {
      isCurrent = false;
      for (const stop of stops) stop();
    };
  }, [accountId, messageId, isWanted, onMessages]);

  // Where the list leads to another message of it, it stays until it is asked for again.
  const isOf = ({ messageId: asked, messages }: Known): boolean =>
    asked === messageId || messages.some(({ id }) => id === messageId);
  const isKnown = known !== null && known.accountId === accountId && isOf(known);
  return isWanted && isKnown ? known.messages : none;
}
