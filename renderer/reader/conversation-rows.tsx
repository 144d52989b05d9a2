import { ChevronDown, Paperclip } from 'lucide-react';
import { useState } from 'react';
import type { Folder, MessageId, ThreadMessage } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { FilledStar } from '../components/filled-star.tsx';
import { Icon } from '../components/icon.tsx';
import { SenderTile } from '../components/sender-tile.tsx';
import { useToday } from '../stores/today.ts';
import { fullDate, shortDate } from './message-dates.ts';

interface ConversationRowsProps {
  /** Oldest first; nothing is drawn for none. */
  readonly messages: readonly ThreadMessage[];
  /** On which side of the shown message they stand. */
  readonly side: 'earlier' | 'later';
  /** The folder of the shown message: others are named. */
  readonly shownIn: Folder['id'] | null;
  readonly onShow: (message: ThreadMessage) => void;
}

/** As many stand beside the shown message; unread ones always do. */
const nearest = 2;

/** The other messages of a conversation, a line each: those far from the shown one are folded into one line until they are asked for. */
export function ConversationRows({ messages, side, shownIn, onShow }: ConversationRowsProps) {
  const [unfolded, setUnfolded] = useState(false);
  if (messages.length === 0) return null;
  const words = texts().reader.conversation;
  const isNear = (index: number): boolean =>
    side === 'earlier' ? index >= messages.length - nearest : index < nearest;
  const folded = unfolded ? [] : messages.filter((message, index) => !isNear(index) && message.seen);
  // One line that says "1 more" takes as much room as the message.
  const hidden = new Set<MessageId>(folded.length > 1 ? folded.map(({ id }) => id) : []);
  const more = hidden.size > 0 && (
    <li>
      <button
        type="button"
        onClick={() => setUnfolded(true)}
        className="flex w-full items-center gap-3 px-4 py-1.5 text-small text-muted hover:bg-hover hover:text-text"
      >
        <span className="flex w-6 justify-center">
          <Icon icon={ChevronDown} size={14} />
        </span>
        {side === 'earlier' ? words.moreEarlier(hidden.size) : words.moreLater(hidden.size)}
      </button>
    </li>
  );
  return (
    <ol
      aria-label={side === 'earlier' ? words.earlier : words.later}
      className={classNames(
        'max-h-40 flex-none overflow-y-auto border-line',
        side === 'earlier' ? 'mt-2 border-y' : 'border-t',
      )}
    >
      {side === 'earlier' && more}
      {messages.map((message) =>
        hidden.has(message.id) ? null : (
          <ConversationRow
            key={message.id}
            message={message}
            place={message.folderId === shownIn ? null : message.folderName}
            onShow={onShow}
          />
        ),
      )}
      {side === 'later' && more}
    </ol>
  );
}

interface ConversationRowProps {
  readonly message: ThreadMessage;
  /** The name of its folder, where that is another than the shown message's. */
  readonly place: string | null;
  readonly onShow: (message: ThreadMessage) => void;
}

function ConversationRow({ message, place, onShow }: ConversationRowProps) {
  const today = useToday();
  const { from, seen, receivedAt, snippet, subject } = message;
  const words = texts();
  const sender = from.name || from.address || words.reader.header.noSender;
  return (
    <li>
      <button
        type="button"
        data-message={message.id}
        onClick={() => onShow(message)}
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
        {place !== null && (
          <span className="max-w-24 shrink-0 truncate rounded-sm bg-sunken px-1.5 text-small text-muted">
            <bdi>{place}</bdi>
          </span>
        )}
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
    </li>
  );
}
