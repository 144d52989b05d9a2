import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Address, MessageHeader } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { SenderTile } from '../components/sender-tile.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useToday } from '../stores/today.ts';
import { HandledSigns } from './handled-signs.tsx';
import { keyed } from './keyed.ts';
import { fullDate, shortDate } from './message-dates.ts';

interface MessageSubjectProps {
  /** Null while the header is loading. */
  readonly header: MessageHeader | null;
  /** The reader has taken the list's place: the subject is the page's main heading then, because the list's is hidden. */
  readonly isPage: boolean;
  /** Stands at the end of the line, for a conversation. */
  readonly extra?: ReactNode;
}

/** The whole subject. One of many lines is scrolled, so that the message stays in sight. */
export function MessageSubject({ header, isPage, extra }: MessageSubjectProps) {
  const Heading = isPage ? 'h1' : 'h2';
  if (header === null) {
    return (
      <div className="flex h-12 items-end px-4 pb-1">
        <Skeleton className="h-5 w-80 max-w-full" />
      </div>
    );
  }
  const subject = (
    <Heading
      data-selectable
      className={classNames(
        'max-h-40 min-w-0 flex-1 overflow-y-auto px-4 pt-3 text-title font-semibold [overflow-wrap:anywhere]',
        header.markedDeleted && 'text-muted line-through',
      )}
    >
      <bdi>{subjectWords(header)}</bdi>
      {header.markedDeleted && <span className="sr-only">, {texts().mailbox.row.markedDeleted}</span>}
    </Heading>
  );
  return (
    <div className="flex items-end gap-2 pe-2">
      {subject}
      {extra}
    </div>
  );
}

/** What of a message's header its details tell. */
export type HeaderDetails = Pick<
  MessageHeader,
  'from' | 'to' | 'cc' | 'replyTo' | 'sentAt' | 'receivedAt' | 'answered' | 'forwarded'
>;

interface MessageDetailsProps {
  readonly header: HeaderDetails;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Stands at the end of the recipients' line. */
  readonly extra?: ReactNode;
  /** Labels and tags, below the recipients. */
  readonly labels?: ReactNode;
  /** Stand at the end of the sender's line: what can be done with one of several messages. */
  readonly tools?: ReactNode;
}

/** Sender with the real address, whether it was answered or forwarded, recipients (collapsed), date. */
export function MessageDetails({ header, open, onToggle, extra, labels, tools }: MessageDetailsProps) {
  const today = useToday();
  const { header: words } = texts().reader;
  const from = header.from[0];
  const date = header.sentAt ?? header.receivedAt;
  return (
    <div className={classNames('flex flex-none gap-3 px-4 pt-2 pb-3', !tools && 'border-b border-line')}>
      <SenderTile name={from?.name ?? ''} address={from?.address ?? ''} size={36} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <span data-selectable className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
            {from ? <OneAddress address={from} /> : <span className="text-muted">{words.noSender}</span>}
          </span>
          <HandledSigns answered={header.answered} forwarded={header.forwarded} />
          {date !== null && (
            <time className="text-small text-muted" dateTime={new Date(date).toISOString()} title={fullDate(date)}>
              {shortDate(date, today)}
            </time>
          )}
          {tools && <span className="ms-auto -me-2 flex shrink-0 items-center gap-2 self-center">{tools}</span>}
        </div>
        <div className="flex min-w-0 items-center gap-3">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="-mx-1 flex min-w-0 items-center gap-1 rounded-sm px-1 text-small text-muted hover:bg-hover hover:text-text"
          >
            <span className="truncate" dir="auto">
              {summary([...header.to, ...header.cc])}
            </span>
            <Icon icon={open ? ChevronUp : ChevronDown} size={14} className="shrink-0" />
          </button>
          <span className="flex-1" />
          {extra}
        </div>
        {open && (
          <dl data-selectable className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pt-1 text-small">
            <Line label={words.from} addresses={header.from} />
            <Line label={words.to} addresses={header.to} />
            <Line label={words.cc} addresses={header.cc} />
            <Line label={words.replyTo} addresses={header.replyTo} />
            {date !== null && (
              <>
                <dt className="text-muted">{words.date}</dt>
                <dd>{fullDate(date)}</dd>
              </>
            )}
          </dl>
        )}
        {labels}
      </div>
    </div>
  );
}

function Line({ label, addresses }: { readonly label: string; readonly addresses: readonly Address[] }) {
  if (addresses.length === 0) return null;
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="flex max-h-40 min-w-0 flex-col overflow-y-auto [overflow-wrap:anywhere]">
        {keyed(addresses).map(([key, address]) => (
          <OneAddress key={key} address={address} plain />
        ))}
      </dd>
    </>
  );
}

/** The name is the sender's claim; the address always stands beside it. `bdi` keeps a right-to-left name from turning the address around. */
function OneAddress({ address, plain = false }: { readonly address: Address; readonly plain?: boolean }) {
  const weight = plain ? 'font-normal' : 'font-semibold';
  if (!address.name) return <bdi className={weight}>{address.address || texts().reader.header.unknownAddress}</bdi>;
  return (
    <span>
      <bdi className={weight}>{address.name}</bdi>{' '}
      <bdi className="inline-block text-small text-muted">{address.address}</bdi>
    </span>
  );
}

/** The subject, or the words in its place. */
function subjectWords({ subject, unfetched }: Pick<MessageHeader, 'subject' | 'unfetched'>): string {
  if (unfetched !== null) return texts().troubles.messageShort;
  return subject.trim() || texts().reader.header.noSubject;
}

function summary(recipients: readonly Address[]): string {
  const { header } = texts().reader;
  if (recipients.length === 0) return header.noRecipients;
  const names = recipients.slice(0, 3).map((each) => each.name || each.address);
  return header.toSome(names, recipients.length - names.length);
}

/** Placeholders in the shape of the details while they are loading. */
export function MessageDetailsSkeleton() {
  return (
    <div className="flex h-15 flex-none gap-3 border-b border-line px-4 pt-2">
      <Skeleton className="size-9 rounded-md" />
      <div className="flex flex-col gap-2 pt-1">
        <Skeleton className="w-56 max-w-full" />
        <Skeleton className="w-40 max-w-full" />
      </div>
    </div>
  );
}
