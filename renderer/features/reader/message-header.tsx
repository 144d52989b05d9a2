import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Address, MessageHeader } from '../../../shared/mail.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useToday } from '../../stores/mailbox-today.ts';
import { keyed } from './keyed.ts';
import { fullDate, shortDate } from './message-dates.ts';

interface MessageHeaderBlockProps {
  readonly header: MessageHeader;
  readonly toolbar: ReactNode;
  /** The way back to the list where the reader has taken its place; stands before the subject. */
  readonly back: ReactNode;
}

/** Subject, sender with the real address, recipients (collapsed), date. */
export function MessageHeaderBlock({ header, toolbar, back }: MessageHeaderBlockProps) {
  const [open, setOpen] = useState(false);
  const today = useToday();
  const from = header.from[0];
  const date = header.sentAt ?? header.receivedAt;
  const recipients = [...header.to, ...header.cc];
  return (
    <header className="flex-none">
      <Band back={back}>
        <h2
          data-selectable
          title={header.subject}
          className={classNames(
            'min-w-0 flex-1 text-subject font-semibold [overflow-wrap:anywhere]',
            !open && 'line-clamp-2',
          )}
        >
          <bdi>{header.subject.trim() || 'No subject'}</bdi>
        </h2>
        {toolbar}
      </Band>
      <div className="flex flex-col gap-0.5 border-b border-line px-4 py-2">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <span data-selectable className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
            {from ? <OneAddress address={from} /> : <span className="text-muted">No sender</span>}
          </span>
          <time className="text-small text-muted" dateTime={new Date(date).toISOString()} title={fullDate(date)}>
            {shortDate(date, today)}
          </time>
        </div>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-mx-1 flex max-w-full min-w-0 items-center gap-1 self-start rounded-sm px-1 text-small text-muted hover:bg-hover hover:text-text"
        >
          <span className="truncate">{summary(recipients)}</span>
          <Icon icon={open ? ChevronUp : ChevronDown} size={14} className="shrink-0" />
        </button>
        {open && (
          <dl data-selectable className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 pt-1 text-small">
            <Line label="From" addresses={header.from} />
            <Line label="To" addresses={header.to} />
            <Line label="Cc" addresses={header.cc} />
            <Line label="Reply to" addresses={header.replyTo} />
            <dt className="text-muted">Date</dt>
            <dd>{fullDate(date)}</dd>
          </dl>
        )}
      </div>
    </header>
  );
}

/** The line that all panes share, 52 px high: one line of subject or two fit. */
function Band({ back, children }: { readonly back: ReactNode; readonly children: ReactNode }) {
  return (
    <div
      className={classNames(
        'flex min-h-13 items-center gap-2 border-b border-line py-[5px] pe-2',
        back ? 'ps-2' : 'ps-4',
      )}
    >
      {back}
      {children}
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
  if (!address.name) return <bdi className={weight}>{address.address || 'Unknown'}</bdi>;
  return (
    <span>
      <bdi className={weight}>{address.name}</bdi>{' '}
      <bdi className="inline-block text-small text-muted">{address.address}</bdi>
    </span>
  );
}

function summary(recipients: readonly Address[]): string {
  if (recipients.length === 0) return 'No recipients shown';
  const names = recipients.slice(0, 3).map((each) => each.name || each.address);
  const more = recipients.length - names.length;
  return `To ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The header's shape while it is on its way. */
export function MessageHeaderSkeleton({ back }: { readonly back: ReactNode }) {
  return (
    <div className="flex-none">
      <Band back={back}>
        <Skeleton className="h-4 w-80 max-w-full" />
      </Band>
      <div className="flex h-[55px] flex-col justify-center gap-2 border-b border-line px-4">
        <Skeleton className="w-56 max-w-full" />
        <Skeleton className="w-40 max-w-full" />
      </div>
    </div>
  );
}
