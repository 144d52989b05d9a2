import { ChevronDown, Paperclip } from 'lucide-react';
import type { ThreadMessage } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { FilledStar } from '../components/filled-star.tsx';
import { Icon } from '../components/icon.tsx';
import { SenderTile } from '../components/sender-tile.tsx';
import { TagDots } from '../components/tag-dots.tsx';
import { useToday } from '../stores/today.ts';
import { HandledSigns } from './handled-signs.tsx';
import { fullDate, shortDate } from './message-dates.ts';

interface ConversationLineProps {
  readonly message: ThreadMessage;
  /** The name of its folder, where that is another than the list's message's. */
  readonly place: string | null;
  readonly onOpen: () => void;
}

/** A message of a conversation that is folded: a line that opens it in its place. */
export function ConversationLine({ message, place, onOpen }: ConversationLineProps) {
  const today = useToday();
  const { from, seen, receivedAt, snippet, subject } = message;
  const words = texts();
  const sender = from.name || from.address || words.reader.header.noSender;
  return (
    <button
      type="button"
      aria-expanded={false}
      onClick={onOpen}
      className="flex w-full items-center gap-3 px-4 py-1.5 text-start hover:bg-hover"
    >
      <SenderTile name={from.name} address={from.address} size={24} />
      <span className={classNames('max-w-[40%] shrink-0 truncate', !seen && 'font-semibold')}>
        <bdi>{sender}</bdi>
      </span>
      {!seen && <span className="sr-only">{words.mailbox.row.unread}</span>}
      <span className="min-w-0 flex-1 truncate text-muted">
        <bdi>{snippet || subject}</bdi>
      </span>
      <TagDots tags={message.tags} />
      <HandledSigns answered={message.answered} forwarded={message.forwarded} />
      {message.flagged && (
        <span className="shrink-0">
          <Icon icon={FilledStar} size={14} />
          <span className="sr-only">{words.mailbox.row.flagged}</span>
        </span>
      )}
      {message.hasAttachments && (
        <span className="shrink-0 text-muted">
          <Icon icon={Paperclip} size={14} />
          <span className="sr-only">{words.mailbox.row.hasAttachments}</span>
        </span>
      )}
      {place !== null && <FolderName name={place} />}
      {receivedAt !== null && (
        <time
          dateTime={new Date(receivedAt).toISOString()}
          title={fullDate(receivedAt)}
          className="shrink-0 text-small text-muted tabular-nums"
        >
          {shortDate(receivedAt, today)}
        </time>
      )}
    </button>
  );
}

/** Says in which folder a message of a conversation lies. */
export function FolderName({ name }: { readonly name: string }) {
  return (
    <span className="max-w-24 shrink-0 truncate rounded-sm bg-sunken px-1.5 text-small text-muted">
      <bdi>{name}</bdi>
    </span>
  );
}

/** Lines that are folded into one until they are asked for. */
export function MoreLines({ count, onUnfold }: { readonly count: number; readonly onUnfold: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={false}
      onClick={onUnfold}
      className="flex w-full items-center gap-3 px-4 py-1.5 text-small text-muted hover:bg-hover hover:text-text"
    >
      <span className="flex w-6 justify-center">
        <Icon icon={ChevronDown} size={14} />
      </span>
      {texts().reader.conversation.more(count)}
    </button>
  );
}
