import { CircleCheck, CircleX, Clock } from 'lucide-react';
import { errorMessage, errorText } from '../../shared/error-texts.ts';
import type { MovedAccount } from '../../shared/moving.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { showMailbox } from '../stores/ui.ts';
import { goBackTo } from './setup-store.ts';
import { StepFrame } from './step-frame.tsx';

/** What became of the accounts that were wanted. */
export function MovedAccounts({ moved }: { readonly moved: readonly MovedAccount[] }) {
  const words = texts().moving.done;
  const hasAccounts = useAccounts((state) => (state.accounts?.length ?? 0) > 0);
  const count = moved.filter(({ accountId }) => accountId !== null).length;
  const leave = () => (hasAccounts ? showMailbox() : goBackTo('address'));
  return (
    <StepFrame
      title={words.title}
      lead={count === 0 ? words.nothing : words.lead(count)}
      onSubmit={leave}
      buttons={
        <Button data-first variant="primary" type="submit">
          {hasAccounts ? words.toMailbox : texts().setup.continue}
        </Button>
      }
    >
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {moved.map((account) => (
          <MovedRow key={account.key} account={account} />
        ))}
      </ul>
      {moved.some(({ needs }) => needs !== null) && <p className="text-pretty text-muted">{words.waiting}</p>}
    </StepFrame>
  );
}

function MovedRow({ account: { address, accountId, needs, error } }: { readonly account: MovedAccount }) {
  const words = texts().moving.done;
  const [icon, colour] =
    accountId === null
      ? ([CircleX, 'text-danger'] as const)
      : needs === null
        ? ([CircleCheck, 'text-accent'] as const)
        : ([Clock, 'text-turn'] as const);
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <Icon icon={icon} className={`mt-1 shrink-0 ${colour}`} />
      <div className="flex min-w-0 flex-1 flex-col [overflow-wrap:anywhere]">
        <bdi data-selectable className="font-semibold">
          {address}
        </bdi>
        <div className="flex flex-col text-small text-pretty text-muted">
          {accountId !== null && <span>{needs === null ? words.works : words[needs]}</span>}
          {error !== null && (
            <span>
              {errorText(error.code).title} {errorMessage(error)}
            </span>
          )}
        </div>
      </div>
    </li>
  );
}
