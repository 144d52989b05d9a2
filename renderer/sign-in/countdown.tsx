import { texts } from '../../shared/texts/texts.ts';
import { timeLeft, useSecond } from '../stores/ui-clock.ts';

/** How long a code or a page can still be used. */
export function Countdown({ expiresAt }: { readonly expiresAt: number }) {
  const now = useSecond();
  return (
    <span role="timer" aria-label={texts().setup.code.timeLeft} className="min-w-10 shrink-0 text-muted">
      {texts().setup.code.left(timeLeft(expiresAt, now))}
    </span>
  );
}
