import { ChevronDown, ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Address, MessageHeader } from '../../../shared/mail.ts';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { keyed } from './keyed.ts';
import { fullDate, shortDate } from './message-dates.ts';

interface MessageHeaderBlockProps {
  readonly header: MessageHeader;
  readonly toolbar: ReactNode;
}

/** Subject, sender with the real address, recipients (collapsed), date. */
export function MessageHeaderBlock({ header, toolbar }: MessageHeaderBlockProps) {
  const [open, setOpen] = useState(false);
  const from = header.from[0];
  const date = header.sentAt ?? header.receivedAt;
  const recipients = [...header.to, ...header.cc];
  return (
    <header className="flex flex-none flex-col gap-1 border-b border-line px-4 pt-3 pb-2">
      <div className="flex items-start gap-2">
        <h2
          data-selectable
          className="min-w-0 flex-1 pt-1 text-subject font-semibold [overflow-wrap:anywhere]"
          dir="auto"
        >
          {header.subject || 'No subject'}
        </h2>
        {toolbar}
      </div>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span data-selectable className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          {from ? <OneAddress address={from} /> : <span className="text-muted">No sender</span>}
        </span>
        <time className="text-small text-muted" dateTime={new Date(date).toISOString()} title={fullDate(date)}>
          {shortDate(date)}
        </time>
      </div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-mx-1 flex max-w-full min-w-0 items-center gap-1 self-start rounded-sm px-1 text-small text-muted hover:bg-hover hover:text-text"
      >
        <Icon icon={open ? ChevronDown : ChevronRight} className="shrink-0" />
        <span className="truncate">{summary(recipients)}</span>
      </button>
      {open && (
        <dl data-selectable className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 ps-1 text-small">
          <Line label="From" addresses={header.from} />
          <Line label="To" addresses={header.to} />
          <Line label="Cc" addresses={header.cc} />
          <Line label="Reply to" addresses={header.replyTo} />
          <dt className="text-muted">Date</dt>
          <dd>{fullDate(date)}</dd>
        </dl>
      )}
    </header>
  );
}

function Line({ label, addresses }: { readonly label: string; readonly addresses: readonly Address[] }) {
  if (addresses.length === 0) return null;
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="flex max-h-40 min-w-0 flex-col overflow-y-auto [overflow-wrap:anywhere]">
        {keyed(addresses).map(([key, address]) => (
          <OneAddress key={key} address={address} />
        ))}
      </dd>
    </>
  );
}

/** The name is the sender's claim; the address always stands beside it. `bdi` keeps a right-to-left name from turning the address around. */
function OneAddress({ address }: { readonly address: Address }) {
  if (!address.name) return <bdi className="font-semibold">{address.address || 'Unknown'}</bdi>;
  return (
    <span>
      <bdi className="font-semibold">{address.name}</bdi> <bdi className="text-small text-muted">{address.address}</bdi>
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
export function MessageHeaderSkeleton() {
  return (
    <div className="flex flex-none flex-col gap-3 border-b border-line px-4 py-4">
      <Skeleton className="h-4 w-80 max-w-full" />
      <Skeleton className="w-56 max-w-full" />
      <Skeleton className="w-40 max-w-full" />
    </div>
  );
}
