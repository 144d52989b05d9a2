import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import type { ConnectionReport, ConnectionStepResult } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Icon } from '../components/icon.tsx';

const looks = {
  pending: { icon: Circle, className: 'text-line-strong' },
  running: { icon: LoaderCircle, className: 'animate-turn text-accent' },
  passed: { icon: Check, className: 'text-accent' },
  failed: { icon: X, className: 'text-danger' },
} as const;

/** The six steps of a connection test as they go. */
export function ConnectionSteps({ report }: { readonly report: ConnectionReport }) {
  return (
    <ol aria-label={texts().setup.test.label} aria-live="polite" className="flex flex-col">
      {report.steps.map((result) => (
        <StepRow key={result.step} result={result} />
      ))}
    </ol>
  );
}

function StepRow({ result }: { readonly result: ConnectionStepResult }) {
  const look = looks[result.state];
  const words = texts().setup.test;
  return (
    <li className="flex min-h-7 items-center gap-2" data-state={result.state}>
      <Icon icon={look.icon} className={`shrink-0 ${look.className}`} />
      <span className={result.state === 'pending' ? 'text-muted' : result.state === 'failed' ? 'font-semibold' : ''}>
        {words.steps[result.step]}
      </span>
      <span className="sr-only">{words.states[result.state]}</span>
      {result.durationMs !== null && (
        <span className="ms-auto text-small text-muted tabular-nums">
          {words.milliseconds(Math.round(result.durationMs))}
        </span>
      )}
    </li>
  );
}
