import { Check, Circle, LoaderCircle, X } from 'lucide-react';
import type { ConnectionReport, ConnectionStep, ConnectionStepResult } from '../../../shared/mail.ts';
import { Icon } from '../../components/icon.tsx';

const names: Readonly<Record<ConnectionStep, string>> = {
  dns: 'Find the server',
  tcp: 'Connect',
  tls: 'Encrypt the connection',
  greeting: 'Hear the server’s greeting',
  sign_in: 'Sign in',
  mailbox: 'Open the mailbox',
};

const looks = {
  pending: { icon: Circle, className: 'text-line-strong', said: 'not yet' },
  running: { icon: LoaderCircle, className: 'animate-turn text-accent', said: 'under way' },
  passed: { icon: Check, className: 'text-accent', said: 'passed' },
  failed: { icon: X, className: 'text-danger', said: 'failed' },
} as const;

/** The six steps of a connection test as they go. */
export function ConnectionSteps({ report }: { readonly report: ConnectionReport }) {
  return (
    <ol aria-label="Connection test" aria-live="polite" className="flex flex-col">
      {report.steps.map((result) => (
        <StepRow key={result.step} result={result} />
      ))}
    </ol>
  );
}

function StepRow({ result }: { readonly result: ConnectionStepResult }) {
  const look = looks[result.state];
  return (
    <li className="flex h-7 items-center gap-2" data-state={result.state}>
      <Icon icon={look.icon} className={`shrink-0 ${look.className}`} />
      <span className={result.state === 'pending' ? 'text-muted' : result.state === 'failed' ? 'font-semibold' : ''}>
        {names[result.step]}
      </span>
      <span className="sr-only">{look.said}</span>
      {result.durationMs !== null && (
        <span className="ms-auto text-small text-muted tabular-nums">{Math.round(result.durationMs)} ms</span>
      )}
    </li>
  );
}
