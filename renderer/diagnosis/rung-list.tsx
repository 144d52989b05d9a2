import { Check, ChevronRight, Circle, LoaderCircle, Minus, X } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState } from 'react';
import type { Rung, RungFact } from '../../shared/diagnosis.ts';
import { errorMessage } from '../../shared/error-texts.ts';
import { localeOf } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';

const looks = {
  pending: { icon: Circle, className: 'text-line-strong' },
  running: { icon: LoaderCircle, className: 'animate-turn text-accent' },
  passed: { icon: Check, className: 'text-accent' },
  failed: { icon: X, className: 'text-danger' },
  skipped: { icon: Minus, className: 'text-muted' },
} as const;

/** The rungs, one line each; a line opens to what was found there and to the server's own words. */
export function RungList({ rungs }: { readonly rungs: readonly Rung[] }) {
  const words = texts().diagnosis.ladder;
  return (
    <ol aria-label={words.list} className="flex flex-col rounded-md border border-line">
      {rungs.map((rung) => (
        <li key={rung.name} data-state={rung.state} className="border-t border-line first:border-t-0">
          <RungLine rung={rung} />
        </li>
      ))}
    </ol>
  );
}

function RungLine({ rung }: { readonly rung: Rung }) {
  const [open, setOpen] = useState(false);
  const { name, state, durationMs, error, skipped, facts, said } = rung;
  const words = texts().diagnosis.ladder;
  const look = looks[state];
  const tells = error !== null || skipped !== null || facts.length > 0 || said.length > 0;
  const line = (
    <>
      <Icon icon={look.icon} className={classNames('shrink-0', look.className)} />
      <span
        className={classNames(
          'min-w-0 flex-1 text-start',
          state === 'failed' && 'font-semibold',
          (state === 'pending' || state === 'skipped') && 'text-muted',
        )}
      >
        {words.rungs[name]}
      </span>
      {state !== 'skipped' && <span className="sr-only">{words.states[state]}</span>}
      {durationMs !== null && (
        <span className="text-small text-muted tabular-nums">{words.milliseconds(Math.round(durationMs))}</span>
      )}
      {state === 'skipped' && <span className="text-small text-muted">{words.states.skipped}</span>}
    </>
  );
  if (!tells) return <div className="flex min-h-8 items-center gap-2 px-3 pe-9">{line}</div>;
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger className="flex min-h-8 w-full items-center gap-2 px-3 hover:bg-hover">
        {line}
        <Icon
          icon={ChevronRight}
          className={classNames('shrink-0 text-muted transition-transform', open ? 'rotate-90' : 'rtl:-scale-x-100')}
        />
      </Collapsible.Trigger>
      <Collapsible.Content className="flex flex-col gap-2 border-t border-line bg-sunken px-3 py-2 ps-9 text-small">
        {skipped !== null && <p>{words.skipped[skipped]}</p>}
        {error !== null && <p data-selectable>{errorMessage(error)}</p>}
        {facts.length > 0 && (
          <dl className="grid grid-cols-[minmax(0,calc(var(--unit)*30))_minmax(0,1fr)] gap-x-3 gap-y-1">
            {facts.map((fact) => (
              <Fact key={fact.name} fact={fact} />
            ))}
          </dl>
        )}
        {said.length > 0 && (
          <div className="flex flex-col gap-1">
            <p className="text-muted">{words.said}</p>
            <pre data-selectable dir="ltr" className="font-mono whitespace-pre-wrap [overflow-wrap:anywhere]">
              {said.join('\n')}
            </pre>
          </div>
        )}
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

function Fact({ fact }: { readonly fact: RungFact }) {
  return (
    <>
      <dt className="text-muted">{texts().diagnosis.ladder.facts[fact.name]}</dt>
      <dd data-selectable dir="auto" className="tabular-nums [overflow-wrap:anywhere]">
        {factValue(fact)}
      </dd>
    </>
  );
}

function factValue({ name, value }: RungFact): string {
  const words = texts().diagnosis.ladder;
  if (name === 'expires') {
    return new Date(Number(value)).toLocaleString(localeOf(language()), { dateStyle: 'medium', timeStyle: 'short' });
  }
  if (name !== 'token') return value;
  const kinds: Readonly<Record<string, string>> = words.tokens;
  return kinds[value] ?? value;
}
