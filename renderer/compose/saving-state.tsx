import { Check, CloudUpload, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftCopyState } from '../../shared/writing.ts';
import { classNames } from '../components/class-names.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Tooltip } from '../components/tooltip.tsx';
import { useAccount } from '../stores/accounts.ts';
import { clockTime } from '../stores/ui-clock.ts';
import { type OpenDraft, useCompose } from './composers.ts';

/** Whether what was written is safe, here and on the server. */
export function SavingState({ draft }: { readonly draft: OpenDraft }) {
  const { revision } = draft.stored;
  const copy = useCopy(draft);
  const isOffline = useIsOffline(draft);
  const words = texts().compose.state;
  const text = {
    saved: revision === 0 ? '' : (copy && savedText(copy, isOffline)) || words.saved,
    waiting: words.saving,
    saving: words.saving,
    failed: words.failed,
  }[draft.saving];
  const Icon = draft.saving === 'failed' ? TriangleAlert : draft.saving === 'saved' ? Check : CloudUpload;
  return (
    <Tooltip text={text} side="top">
      <span
        className={classNames(
          '@container flex min-w-6 flex-1 justify-end px-1 text-small',
          draft.saving === 'failed' ? 'text-danger' : 'text-muted',
        )}
      >
        <span className="hidden truncate @min-[4rem]:block">{text}</span>
        {text !== '' && <Icon role="img" aria-label={text} className="size-4 @min-[4rem]:hidden" />}
      </span>
    </Tooltip>
  );
}

/** Why the server does not take a copy. The draft itself is safe. */
export function CopyTrouble({ draft }: { readonly draft: OpenDraft }) {
  const copy = useCopy(draft);
  const [dismissed, setDismissed] = useState(false);
  if (copy?.kind !== 'refused' || dismissed) return null;
  return <ErrorNotice shape="strip" error={copy.error} onDismiss={() => setDismissed(true)} />;
}

function useCopy({ stored: { id } }: OpenDraft): DraftCopyState | undefined {
  return useCompose(({ summaries }) => summaries.find((summary) => summary.id === id)?.copy);
}

/** Empty where there is nothing to say beyond that it is saved here. */
function savedText(copy: DraftCopyState, isOffline: boolean): string {
  const words = texts().compose.state;
  switch (copy.kind) {
    case 'kept':
      return copy.at === null ? words.kept : words.keptAt(clockTime(copy.at));
    case 'due':
      return isOffline ? words.waits : '';
    case 'refused':
      return words.hereOnly;
    case 'too_large':
      return words.tooLarge;
    default:
      return '';
  }
}

function useIsOffline({ accountId }: OpenDraft): boolean {
  const connection = useAccount(accountId)?.status.connection.kind;
  return connection !== undefined && !['online', 'syncing', 'connecting'].includes(connection);
}
