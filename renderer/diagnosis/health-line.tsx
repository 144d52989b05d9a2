import { type AccountHealth, healthText } from '../../shared/health.ts';
import { classNames } from '../components/class-names.ts';
import { dayTime } from '../stores/ui-clock.ts';

/** An account's health in one line: a dot and a word. The dot repeats what the word says. */
export function HealthLine({
  health,
  className = '',
}: {
  readonly health: AccountHealth;
  readonly className?: string;
}) {
  return (
    <span className={classNames('flex min-w-0 items-center gap-2', className)}>
      <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', dots[health.kind])} />
      <span className={classNames('min-w-0 text-pretty', isTurn(health) ? 'text-turn' : 'text-muted')}>
        {healthText(health, 'states', dayTime)}
      </span>
    </span>
  );
}

const hollow = 'border-[1.5px] border-line-strong bg-transparent';
const dots: Readonly<Record<AccountHealth['kind'], string>> = {
  ok: 'bg-accent',
  behind: hollow,
  refreshing: 'bg-line-strong',
  paused: hollow,
  offline: hollow,
  throttled: hollow,
  needs_you: 'bg-turn',
  needs_administrator: 'bg-turn',
  needs_attention: 'bg-turn',
};

/** Whether it waits for somebody. */
function isTurn({ kind }: AccountHealth): boolean {
  return kind === 'needs_you' || kind === 'needs_administrator' || kind === 'needs_attention';
}
