import { Mail } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { actOnReading, trashRefusal } from '../../stores/mailbox-actions.ts';
import { folderName } from '../../stores/mailbox-folders.ts';
import { openFolderOf, useMailbox } from '../../stores/mailbox-state.ts';
import { Reader } from '../reader/reader.tsx';
import { inWords } from './row-words.ts';

interface ReaderPaneProps {
  /** Takes the list's place: leads back to it, and has the focus from the start. */
  readonly onBack?: (() => void) | undefined;
}

/** The message that is read, or a calm word about the folder. */
export function ReaderPane({ onBack }: ReaderPaneProps) {
  const reading = useMailbox((state) => state.reading);
  const refusal = useMailbox(trashRefusal);
  const ref = useRef<HTMLElement>(null);
  useFocusAtStart(ref, onBack !== undefined);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      data-pane="reader"
      aria-label="Reader"
      className="h-full min-w-0 bg-surface outline-none"
    >
      {reading ? (
        <Reader
          accountId={reading.accountId}
          messageId={reading.messageId}
          onAction={(action) => void actOnReading(action)}
          {...(refusal ? { trashDisabledReason: refusal } : {})}
          {...(onBack ? { onBack } : {})}
        />
      ) : (
        <NothingSelected />
      )}
    </section>
  );
}

function useFocusAtStart(ref: RefObject<HTMLElement | null>, wanted: boolean): void {
  useEffect(() => {
    if (wanted) ref.current?.focus({ preventScroll: true });
  }, [ref, wanted]);
}

function NothingSelected() {
  const folder = useMailbox(openFolderOf);
  const total = useMailbox((state) => state.open?.list.total ?? 0);
  // An empty folder has said so already.
  if (!folder || total === 0) return null;
  const name = folderName(folder);
  return (
    <EmptyState icon={Mail} title="No message selected">
      {folder.unread > 0 ? `${inWords(folder.unread)} unread in ${name}` : `Nothing unread in ${name}`}
    </EmptyState>
  );
}
