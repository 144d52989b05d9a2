import { CirclePause } from 'lucide-react';
import { useEffect } from 'react';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { messageShown, showStopped, useOpening } from '../stores/opening.ts';

/** How a message is shown: `stopped`, not at all, since Heron ended while it showed it; `plain` as text, as the user wished. */
export type Showing = 'whole' | 'plain' | 'stopped';

export function useShowing(accountId: AccountId, messageId: MessageId): Showing {
  return useOpening(({ stopped, plain }) => {
    if (stopped?.accountId === accountId && stopped.messageId === messageId) return 'stopped';
    return plain?.accountId === accountId && plain.messageId === messageId ? 'plain' : 'whole';
  });
}

/** A message counts as shown when the window still answers this long after it was drawn: the frame draws later than the window. */
const answersAfterMs = 1_000;

/**
 * Says that messages are shown: where several are, of all at once, since none says which of them ended the window.
 * @param areDrawn their texts or what stands in their places are there
 */
export function useAllShown(accountId: AccountId, messageIds: readonly MessageId[], areDrawn: boolean): void {
  const shown = messageIds.join(' ');
  useEffect(() => {
    if (!areDrawn) return;
    const timer = setTimeout(() => {
      for (const id of shown.split(' ')) messageShown({ accountId, messageId: Number(id) as MessageId });
    }, answersAfterMs);
    return () => clearTimeout(timer);
  }, [accountId, shown, areDrawn]);
}

/** In place of a message that Heron ended at. */
export function StoppedMessage() {
  const words = texts().reader.stopped;
  return (
    <EmptyState
      icon={CirclePause}
      title={words.title}
      action={
        <div className="flex flex-wrap justify-center gap-2">
          <Button variant="primary" onClick={() => showStopped('plain')}>
            {words.plain}
          </Button>
          <Button onClick={() => showStopped('whole')}>{words.anyway}</Button>
        </div>
      }
    >
      {words.text}
    </EmptyState>
  );
}

/** Above a message that is shown as plain text for that reason. */
export function PlainStrip() {
  const words = texts().reader.stopped;
  return (
    <Banner tone="quiet" shape="strip" action={<Button onClick={() => showStopped('whole')}>{words.anyway}</Button>}>
      {words.isPlain}
    </Banner>
  );
}
