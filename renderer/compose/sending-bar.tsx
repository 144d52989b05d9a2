import { X } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useSecond } from '../stores/ui-clock.ts';
import { dismissJustSent, takeBack, useCompose } from './composers.ts';
import { sendingWords } from './sending-words.ts';

/** The message that was just sent, as long as it can be taken back. */
export function SendingBar() {
  const justSent = useCompose(({ justSent: id, summaries }) => summaries.find((each) => each.id === id) ?? null);
  const sending = justSent?.sending ?? null;
  return (
    // The element is always in the document, so that screen readers notice when text appears in it.
    <div role="status" className="pointer-events-none fixed inset-x-3 bottom-14 z-20 flex justify-center">
      {justSent && (sending?.kind === 'held' || sending?.kind === 'scheduled') && (
        <div className="pointer-events-auto flex max-w-full animate-appear items-center gap-1 rounded-md border border-line bg-raised py-1 ps-3 pe-1 shadow-raised">
          <span className="min-w-0 truncate pe-2 tabular-nums">
            {sending.kind === 'held' ? <Countdown sending={sending} /> : sendingWords(sending, 0)}
          </span>
          <Button variant="quiet" className="shrink-0 px-2" onClick={() => void takeBack(justSent.id)}>
            {texts().compose.outbox.undo}
          </Button>
          <IconButton icon={X} label={texts().mailbox.undo.dismiss} onClick={dismissJustSent} />
        </div>
      )}
    </div>
  );
}

function Countdown({ sending }: { readonly sending: { readonly kind: 'held'; readonly until: number } }) {
  return sendingWords(sending, useSecond());
}
