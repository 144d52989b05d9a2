import { ArrowLeft, FilePen, SendHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorMessage, guidanceText } from '../../shared/error-texts.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { type DraftSummary, needsUser, type SendingState } from '../../shared/writing.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { CopyButton } from '../diagnosis/copy-button.tsx';
import { shortDate } from '../reader/message-dates.ts';
import { useAccount } from '../stores/accounts.ts';
import { waitsToReach } from '../stores/sending-way.ts';
import { useToday } from '../stores/today.ts';
import { showDetails } from '../stores/ui.ts';
import { clockTime, useSecond } from '../stores/ui-clock.ts';
import { type DraftList, decide, isOnlyHere, openDraft, showDraftList, takeBack, useCompose } from './composers.ts';
import { OtherWayButton, useOtherWay } from './other-way.tsx';
import { sendingWords } from './sending-words.ts';

/** Drafts that are kept here, or the outbox, in the place of the messages. */
export function DraftListPane({ list }: { readonly list: DraftList }) {
  const summaries = useCompose((state) => state.summaries);
  const error = useCompose((state) => state.error);
  const words = texts().compose.outbox;
  const isOutbox = list === 'outbox';
  const shown = summaries.filter((summary) => (isOutbox ? summary.sending !== null : isOnlyHere(summary)));
  return (
    <section aria-label={isOutbox ? words.name : words.drafts} className="flex h-full min-w-0 flex-col bg-surface">
      <header className="flex h-13 flex-none items-center gap-1 border-b border-line ps-2 pe-2">
        <IconButton
          icon={ArrowLeft}
          label={words.back}
          className="rtl:-scale-x-100"
          onClick={() => showDraftList(null)}
        />
        <div className="min-w-0">
          <h1 className="truncate font-semibold">{isOutbox ? words.name : words.drafts}</h1>
          <p className="truncate text-small text-muted tabular-nums">
            {isOutbox ? words.count(shown.length) : words.countDrafts(shown.length)}
          </p>
        </div>
      </header>
      {error && <ErrorNotice shape="strip" error={error} />}
      {shown.length === 0 ? (
        <EmptyState icon={isOutbox ? SendHorizontal : FilePen} title={isOutbox ? words.empty : words.noDrafts} />
      ) : (
        <ul className="min-h-0 flex-1 overflow-y-auto p-2">
          {shown.map((summary) => (
            <li key={summary.id}>
              {summary.sending === null ? (
                <DraftLine summary={summary} />
              ) : (
                <OutboxLine summary={summary} sending={summary.sending} />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function DraftLine({ summary }: { readonly summary: DraftSummary }) {
  const open = useCompose((state) => state.shown === summary.id);
  return (
    <button
      type="button"
      aria-current={open || undefined}
      className={classNames(
        'flex w-full min-w-0 flex-col rounded-md px-3 py-2 text-start focus-visible:-outline-offset-2',
        open ? 'bg-selected' : 'hover:bg-hover',
      )}
      onClick={() => void openDraft(summary.id)}
    >
      <Heading summary={summary} />
      {summary.conflict && <span className="text-small text-turn">{texts().compose.conflict.line}</span>}
    </button>
  );
}

/** To whom, when, and the subject under it. */
function Heading({ summary }: { readonly summary: DraftSummary }) {
  const today = useToday();
  const words = texts().compose.outbox;
  const people = summary.to.map(({ name, address }) => name.trim() || address).join(', ');
  return (
    <>
      <span className="flex w-full min-w-0 items-baseline gap-2">
        <bdi className="min-w-0 flex-1 truncate font-semibold">{people || words.noRecipients}</bdi>
        <time
          className="shrink-0 text-small text-muted tabular-nums"
          dateTime={new Date(summary.changedAt).toISOString()}
        >
          {summary.changedAt >= today ? clockTime(summary.changedAt) : shortDate(summary.changedAt, today)}
        </time>
      </span>
      <bdi className="w-full truncate">{summary.subject.trim() || words.noSubject}</bdi>
    </>
  );
}

/** What is mended in the account's settings, and not in the message. */
const accountErrors: ReadonlySet<ErrorCode> = new Set([
  'authentication_failed',
  'basic_auth_blocked',
  'permission_missing',
  'relay_denied',
  'server_refused',
  'sign_in_required',
  'smtp_protocol',
  'tls_failed',
  'token_rejected',
]);

function isOfAccount({ code, params }: AppError): boolean {
  return accountErrors.has(code) || (code === 'message_refused' && params.reason === 'sender');
}

function OutboxLine({ summary, sending }: { readonly summary: DraftSummary; readonly sending: SendingState }) {
  const second = useSecond();
  const error = 'error' in sending ? sending.error : null;
  const { adminText } = guidanceText(error?.guidance);
  const otherWay = useOtherWay({ accountId: summary.accountId, error });
  return (
    <article className="flex min-w-0 flex-col rounded-md px-3 py-2 hover:bg-hover">
      <Heading summary={summary} />
      <p className={classNames('mt-1 text-small', needsUser(sending) ? 'text-turn' : 'text-muted')}>
        {sendingWords(sending, second)}
      </p>
      <Reason summary={summary} sending={sending} />
      <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
        {otherWay && <OtherWayButton accountId={summary.accountId} />}
        {sending.kind === 'refused' && !otherWay && isOfAccount(sending.error) && (
          <Button onClick={() => showDetails(summary.accountId)}>{texts().mailbox.sidebar.accountSettings}</Button>
        )}
        <Choices summary={summary} sending={sending} canTryNow={!otherWay} />
        {adminText && (
          // On a line of its own, where its sign stands below the other buttons' borders.
          <div className="-ms-3.25 basis-full">
            <CopyButton label={texts().diagnosis.admin.copy} text={adminText} variant="quiet" />
          </div>
        )}
      </div>
    </article>
  );
}

interface ReasonProps {
  readonly summary: DraftSummary;
  readonly sending: SendingState;
}

function Reason({ summary, sending }: ReasonProps): ReactNode {
  const view = useAccount(summary.accountId);
  if (sending.kind === 'uncertain') {
    return <p className="text-small text-muted">{texts().compose.sending.uncertainText}</p>;
  }
  const error = 'error' in sending ? sending.error : null;
  if (error === null) return null;
  const reach = view !== undefined && sending.kind === 'waiting' ? waitsToReach(view, error) : null;
  return (
    <p data-selectable className="text-small text-muted [overflow-wrap:anywhere]">
      {reach === null ? errorMessage(error) : texts().compose.sending.waitsToReach[reach]}
    </p>
  );
}

interface ChoicesProps {
  readonly summary: DraftSummary;
  readonly sending: SendingState;
  /** Whether another attempt is offered after a refusal. */
  readonly canTryNow: boolean;
}

function Choices({ summary: { id }, sending, canTryNow }: ChoicesProps) {
  const words = texts().compose.outbox;
  switch (sending.kind) {
    case 'held':
    case 'scheduled':
      return <Button onClick={() => void takeBack(id)}>{words.takeBack}</Button>;
    case 'waiting':
      return (
        <>
          <Button onClick={() => void decide(id, 'try_now')}>{words.tryNow}</Button>
          <Button onClick={() => void takeBack(id)}>{words.takeBack}</Button>
        </>
      );
    case 'refused':
      return (
        <>
          <Button onClick={() => void takeBack(id)}>{words.edit}</Button>
          {canTryNow && <Button onClick={() => void decide(id, 'try_now')}>{words.tryNow}</Button>}
        </>
      );
    case 'uncertain':
      return (
        <>
          <Button onClick={() => void decide(id, 'was_sent')}>{words.wasSent}</Button>
          <Button onClick={() => void decide(id, 'send_again')}>{words.sendAgain}</Button>
        </>
      );
    default:
      return null;
  }
}
