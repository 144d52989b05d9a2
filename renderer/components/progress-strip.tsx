import type { LucideIcon } from 'lucide-react';
import { Banner } from './banner.tsx';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { ProgressBar } from './progress-bar.tsx';

interface ProgressStripProps {
  readonly icon: LucideIcon;
  /** What goes on, and how far it is: "Moving to Work / Archive: 120 of 500 messages". */
  readonly text: string;
  /** What it waits for, and whose turn it is. */
  readonly waits?: string | null;
  /** Nothing goes on before the user does something. */
  readonly yourTurn?: boolean;
  readonly value: number;
  readonly max: number;
  readonly stop: string;
  readonly onStop: () => void;
}

/** Edge to edge above a view: work that goes on in the background, how far it is, and the way to stop it. Its numbers are not read aloud as they change. */
export function ProgressStrip({
  icon,
  text,
  waits = null,
  yourTurn = false,
  value,
  max,
  stop,
  onStop,
}: ProgressStripProps) {
  return (
    <div className="relative">
      <Banner
        tone={yourTurn ? 'turn' : 'quiet'}
        shape="strip"
        icon={icon}
        silent
        action={<Button onClick={onStop}>{stop}</Button>}
      >
        <span className="tabular-nums">{text}</span>
        {waits && <span className={classNames('block text-small', !yourTurn && 'text-muted')}>{waits}</span>}
      </Banner>
      <div className="absolute inset-x-0 -bottom-0.5 z-10">
        <ProgressBar label={text} value={value} max={max} />
      </div>
    </div>
  );
}
