import { FilePen, type LucideIcon, SendHorizontal, SquarePen } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import { needsUser } from '../../shared/writing.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { type DraftList, isOnlyHere, showDraftList, useCompose } from './composers.ts';

/** At the top of the sidebar: "New message", and what is being written or waits to be sent, while there is any. */
export function WritingLines({ onNewMessage }: { readonly onNewMessage: () => void }) {
  const summaries = useCompose((state) => state.summaries);
  const words = texts().compose;
  const waiting = summaries.filter(({ sending }) => sending !== null);
  const drafts = summaries.filter(isOnlyHere).length;
  return (
    <div className="flex flex-none flex-col gap-0.5 px-2 pt-2 pb-1">
      <Button
        icon={SquarePen}
        aria-label={words.newMessage}
        className="mb-1 w-full justify-start px-2 in-data-rail:justify-center"
        onClick={onNewMessage}
      >
        <span className="in-data-rail:hidden">{words.newMessage}</span>
      </Button>
      {drafts > 0 && <Line list="drafts" icon={FilePen} label={words.outbox.drafts} count={drafts} turn={false} />}
      {waiting.length > 0 && (
        <Line
          list="outbox"
          icon={SendHorizontal}
          label={words.outbox.name}
          count={waiting.length}
          turn={waiting.some(({ sending }) => needsUser(sending))}
        />
      )}
    </div>
  );
}

interface LineProps {
  readonly list: DraftList;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count: number;
  /** Something in it waits for the user. */
  readonly turn: boolean;
}

function Line({ list, icon, label, count, turn }: LineProps) {
  const open = useCompose((state) => state.list === list);
  return (
    <button
      type="button"
      aria-current={open || undefined}
      title={label}
      onClick={() => showDraftList(list)}
      className={classNames(
        'flex h-(--item-height) shrink-0 items-center gap-2 rounded-md px-2 text-start in-data-rail:justify-center in-data-rail:gap-1 focus-visible:-outline-offset-2',
        open ? 'bg-selected-idle' : 'hover:bg-hover',
        turn && 'text-turn',
      )}
    >
      <Icon icon={icon} className={classNames('shrink-0 rtl:-scale-x-100', !turn && 'text-muted')} />
      <span className="min-w-0 flex-1 truncate in-data-rail:sr-only">{label}</span>
      <span className={classNames('text-small tabular-nums', !turn && 'text-muted')}>{count}</span>
    </button>
  );
}
