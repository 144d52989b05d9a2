import { useEffect, useState } from 'react';
import { errorMessage, errorText } from '../../../shared/error-texts.ts';
import type { AccountId, AccountView } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { loadParked, type ParkedGroup, parkedGroups, resolveParked } from './parked.ts';

/** Shows how many changes are parked (they will not be made as they stand, Y4), with a dialog to decide about them. */
export function ParkedStrip({ view }: { readonly view: AccountView }) {
  const [reviewing, setReviewing] = useState(false);
  const accountId = view.account.id;
  const count = view.status.parkedOperations;
  const words = texts().mailbox.parked;
  const parked = useMailbox((state) => (state.parked?.accountId === accountId ? state.parked.operations : null));

  useEffect(() => {
    if (reviewing && count > 0) void loadParked(accountId);
  }, [reviewing, accountId, count]);

  return (
    <>
      <Banner tone="turn" shape="strip" action={<Button onClick={() => setReviewing(true)}>{words.review}</Button>}>
        {words.count(count)}
      </Banner>
      <Dialog open={reviewing} onClose={() => setReviewing(false)} title={words.title} description={words.description}>
        <ul className="flex flex-col divide-y divide-line border-y border-line">
          {parkedGroups(parked ?? []).map((group) => (
            <Parked key={group.first.id} accountId={accountId} group={group} />
          ))}
        </ul>
      </Dialog>
    </>
  );
}

/** What was to be done, what happened, and what can be done about it: one button where trying again is pointless. */
function Parked({ accountId, group }: { readonly accountId: AccountId; readonly group: ParkedGroup }) {
  const { kind, error, first, ids } = group;
  const words = texts().mailbox;
  const decide = (decision: 'retry' | 'discard') => () => void resolveParked(accountId, ids, decision);
  const subject = first.subject.trim() || words.row.noSubject;
  // The copy is there: trying again removes the original, and copies nothing.
  const isCopied = error.code === 'operation_parked' && error.params.reason === 'copied';
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex min-w-0 flex-col">
        <span dir="auto" className="truncate text-start font-semibold">
          {ids.length > 1 ? words.parked.andMore(subject, ids.length - 1) : subject}
        </span>
        <span className="text-small text-muted">{words.parked.kinds[kind]}</span>
        <span data-selectable className="mt-1 [overflow-wrap:anywhere]">
          {error.code === 'operation_parked' ? '' : `${errorText(error.code).title} `}
          {errorMessage(error)}
        </span>
      </div>
      <div className="flex justify-end gap-2">
        <Button variant={error.retryable ? 'quiet' : 'plain'} onClick={decide('discard')}>
          {isCopied ? words.parked.keepBoth : words.parked.discard}
        </Button>
        {error.retryable && (
          <Button onClick={decide('retry')}>{isCopied ? words.parked.removeOriginal : words.parked.retry}</Button>
        )}
      </div>
    </li>
  );
}
