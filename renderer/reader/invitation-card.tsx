import { CalendarDays, CalendarX, Check, CircleQuestionMark, X } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { AnsweredInvitation, Invitation, InvitationAnswer } from '../../shared/invitation.ts';
import type { AccountId, Address, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Icon } from '../components/icon.tsx';
import { useAccount } from '../stores/accounts.ts';
import { recurrenceInWords, timeInWords, timeThere } from './invitation-words.ts';

interface InvitationCardProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

type Answering =
  | { readonly kind: 'open' }
  | { readonly kind: 'sending' | 'answered'; readonly answer: InvitationAnswer }
  | { readonly kind: 'failed'; readonly error: AppError };

const answers = [
  ['accepted', Check],
  ['tentative', CircleQuestionMark],
  ['declined', X],
] as const;
/** People whose names are listed; of more only the number is told. */
const mostNames = 12;

/** The event that a message is about: what, when, where, who, and the answer to it. Nothing where there is none. */
export function InvitationCard({ accountId, messageId }: InvitationCardProps) {
  const [invitation, setInvitation] = useState<AnsweredInvitation | null>(null);
  const [answering, setAnswering] = useState<Answering>({ kind: 'open' });
  const own = useAccount(accountId)?.account.address.toLowerCase() ?? '';
  useEffect(() => {
    let current = true;
    void call('mail.invitation', { accountId, messageId }).then((reply) => {
      if (current && reply.ok) setInvitation(reply.value);
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId]);
  if (invitation === null) return null;
  const words = texts().invitation;
  const isCancelled = invitation.method === 'cancel';
  const isOwn = invitation.organiser?.address.toLowerCase() === own;
  const canAnswer =
    invitation.method === 'request' && invitation.organiser !== null && invitation.start !== null && !isOwn;
  const answer = async (chosen: InvitationAnswer): Promise<void> => {
    setAnswering({ kind: 'sending', answer: chosen });
    const reply = await call('drafts.answerInvitation', { accountId, messageId, answer: chosen });
    setAnswering(reply.ok ? { kind: 'answered', answer: chosen } : { kind: 'failed', error: reply.error });
  };
  return (
    <section
      aria-label={words.label}
      className="mx-4 my-3 flex max-h-[50%] flex-none flex-col gap-3 overflow-y-auto rounded-lg border border-line bg-window p-4"
    >
      <div className="flex min-w-0 gap-3">
        <Icon
          icon={isCancelled ? CalendarX : CalendarDays}
          size={20}
          className={classNames('mt-0.5 shrink-0', isCancelled ? 'text-danger' : 'text-accent-text')}
        />
        <div data-selectable className="flex min-w-0 flex-1 flex-col gap-1">
          <h3
            dir="auto"
            className={classNames('text-subject font-semibold [overflow-wrap:anywhere]', isCancelled && 'line-through')}
          >
            {invitation.title || words.untitled}
          </h3>
          <Status invitation={invitation} />
          <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5">
            <Facts invitation={invitation} />
          </dl>
        </div>
      </div>
      {answering.kind === 'failed' && <ErrorNotice error={answering.error} />}
      {canAnswer && (
        <div className="flex flex-wrap items-center gap-2 ps-8">
          {answers.map(([kind, icon]) => (
            <Button
              key={kind}
              icon={icon}
              variant={kind === 'accepted' ? 'primary' : 'plain'}
              busy={answering.kind === 'sending'}
              onClick={() => void answer(kind)}
            >
              {words.answers[kind]}
            </Button>
          ))}
          <span role="status" className="text-small text-muted">
            {answering.kind === 'answered'
              ? `${words.answered[answering.answer]} ${words.sending}`
              : invitation.answer !== null && words.answered[invitation.answer]}
          </span>
        </div>
      )}
    </section>
  );
}

/** What the message says beyond the facts. */
function Status({ invitation: { method, attendees, start } }: { readonly invitation: Invitation }) {
  const words = texts().invitation;
  const [who] = attendees;
  if (method === 'cancel') return <p className="text-danger">{words.cancelled}</p>;
  if (method === 'reply' && who) return <p dir="auto">{words.statuses[who.status](nameOf(who))}</p>;
  if (start === null) return <p className="text-muted">{words.unreadable}</p>;
  return null;
}

function Facts({ invitation }: { readonly invitation: Invitation }) {
  const words = texts().invitation;
  const { place, organiser, attendees, attendeeCount, recurrence, method } = invitation;
  const time = timeInWords(invitation);
  const there = timeThere(invitation);
  const names = attendees.slice(0, mostNames).map(nameOf).join(', ');
  const people = attendeeCount > mostNames ? words.morePeople(names, attendeeCount - mostNames) : names;
  return (
    <>
      {time !== null && (
        <Fact label={words.when}>
          <span className="tabular-nums">{time}</span>
          {there !== null && <span className="block text-small text-muted">{there}</span>}
        </Fact>
      )}
      {recurrence !== null && <Fact label={words.repeats}>{recurrenceInWords(recurrence)}</Fact>}
      {place !== '' && <Fact label={words.where}>{place}</Fact>}
      {organiser !== null && <Fact label={words.organiser}>{withAddress(organiser)}</Fact>}
      {method !== 'reply' && people !== '' && <Fact label={words.people}>{people}</Fact>}
    </>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
        {children}
      </dd>
    </>
  );
}

function nameOf({ name, address }: Address): string {
  return name || address;
}

/** The name is the calendar's claim; the address always stands beside it. */
function withAddress({ name, address }: Address): string {
  return name ? `${name} (${address})` : address;
}
