import { CircleCheck, Clock } from 'lucide-react';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { errorMessage, guidanceText } from '../../shared/error-texts.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { type VerdictId, verdicts } from '../../shared/verdicts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { Phrase } from '../components/phrase.tsx';
import { ClockTime } from './clock-time.tsx';

interface VerdictBannerProps {
  readonly verdict: VerdictId;
  readonly diagnosis: Diagnosis;
  /** When the ladder ended; milliseconds since the epoch. */
  readonly endedAt: number;
  /** Does what the verdict's button says. */
  readonly onAct: () => void;
}

const tones = { you: 'turn', admin: 'turn', wait: 'quiet', heron: 'danger', nobody: 'quiet' } as const;

/** What the diagnosis came to: what happened, whose turn it is, one button. */
export function VerdictBanner({ verdict, diagnosis: { error }, endedAt, onAct }: VerdictBannerProps) {
  const { whose, action } = verdicts[verdict];
  const words = texts().verdicts;
  const { title, todo } = words.texts[verdict];
  const icon = whose === 'nobody' ? CircleCheck : whose === 'wait' ? Clock : undefined;
  const { explanation, reference } = guidanceText(error?.guidance);
  return (
    <Banner
      tone={tones[whose]}
      title={title}
      {...(icon && { icon })}
      action={
        <Button variant="primary" data-first onClick={onAct}>
          {pageHost(error) ?? words.actions[action]}
        </Button>
      }
    >
      <span className="mt-0.5 flex flex-col gap-1.5">
        <span>{todo}</span>
        {error !== null && (
          <span className="text-muted">
            {errorMessage(error)}
            {explanation && ` ${explanation}`}
          </span>
        )}
        {error?.retryAfterMs !== undefined && verdict === 'throttled' && (
          <span>
            <Phrase
              text={texts().diagnosis.throttled}
              parts={{ time: <ClockTime at={endedAt + error.retryAfterMs} /> }}
            />
          </span>
        )}
        <span className="text-small text-muted">{words.turns[whose]}</span>
        {reference && (
          <span dir="ltr" className="font-mono text-small text-muted">
            {reference}
          </span>
        )}
      </span>
    </Banner>
  );
}

/** "Open accounts.example.org", where the verdict's button opens a page. */
function pageHost(error: AppError | null): string | null {
  const page = error?.guidance?.page;
  return page !== undefined && URL.canParse(page) ? texts().errors.openPage(new URL(page).host) : null;
}
