import { TriangleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { useSecond } from '../stores/ui-clock.ts';
import { DiscardDialog } from './composer-dialogs.tsx';
import {
  dismissJustFailed,
  dismissJustKept,
  dismissJustSent,
  openDraft,
  showDraftList,
  takeBack,
  useCompose,
} from './composers.ts';
import { sendingWords } from './sending-words.ts';

const bar =
  'pointer-events-auto flex max-w-full animate-appear items-center gap-1 rounded-md border border-line bg-raised py-1 ps-3 pe-1 shadow-raised';

/** How long it is said that a draft was kept, in milliseconds. */
const keptMs = 10_000;

/** The draft that was just closed: it is kept, and can be opened again or thrown away. */
function KeptDraft() {
  const kept = useCompose(
    ({ justKept, summaries }) => summaries.find(({ id, place }) => id === justKept && place === null) ?? null,
  );
  const [asks, setAsks] = useState(false);
  const id = kept?.id;
  const words = texts().compose.kept;
  useEffect(() => {
    if (id === undefined || asks) return undefined;
    const timer = setTimeout(dismissJustKept, keptMs);
    return () => clearTimeout(timer);
  }, [id, asks]);
  if (kept === null) return null;
  return (
    <div className={bar}>
      <span className="min-w-0 truncate pe-2" dir="auto">
        {words.text(kept.subject.trim() || texts().compose.outbox.noSubject)}
      </span>
      <Button variant="quiet" className="shrink-0 px-2" onClick={() => void openDraft(kept.id)}>
        {words.open}
      </Button>
      <Button variant="quiet" className="shrink-0 px-2" onClick={() => setAsks(true)}>
        {texts().compose.discard}
      </Button>
      <IconButton icon={X} label={texts().mailbox.undo.dismiss} onClick={dismissJustKept} />
      {asks && <DiscardDialog id={kept.id} onClose={() => setAsks(false)} />}
    </div>
  );
}

/** The message that was just refused, or may have been sent, and the way to it. */
function FailedMessage() {
  const failed = useCompose(({ justFailed, summaries }) => summaries.find(({ id }) => id === justFailed) ?? null);
  const kind = failed?.sending?.kind;
  if (failed === null || (kind !== 'refused' && kind !== 'uncertain')) return null;
  const words = texts().compose.failed;
  return (
    <div className={bar}>
      <Icon icon={TriangleAlert} className="shrink-0 text-turn" />
      <span className="min-w-0 truncate px-1" dir="auto">
        {words[kind](failed.subject.trim() || texts().compose.outbox.noSubject)}
      </span>
      <Button variant="quiet" className="shrink-0 px-2" onClick={() => showDraftList('outbox')}>
        {words.show}
      </Button>
      <IconButton icon={X} label={texts().mailbox.undo.dismiss} onClick={dismissJustFailed} />
    </div>
  );
}

/** What became of the message that was closed or sent last, as long as it can be taken back. */
export function SendingBar() {
  const justSent = useCompose(({ justSent: id, summaries }) => summaries.find((each) => each.id === id) ?? null);
  const sending = justSent?.sending ?? null;
  return (
    // The element is always in the document, so that screen readers notice when text appears in it.
    <div role="status" className="flex max-w-full flex-col items-center gap-2">
      <FailedMessage />
      <KeptDraft />
      {justSent && (sending?.kind === 'held' || sending?.kind === 'scheduled') && (
        <div className={bar}>
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
