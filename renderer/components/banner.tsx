import { CircleAlert, Info, type LucideIcon, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

type BannerTone = 'quiet' | 'turn' | 'danger';

interface BannerProps {
  /** `quiet`: for information. `turn`: the user has to act. `danger`: something is lost or does not work at all. */
  readonly tone: BannerTone;
  readonly title?: string;
  readonly children?: ReactNode;
  /** One button; a second one only for what follows the first. */
  readonly action?: ReactNode;
  readonly icon?: LucideIcon;
  readonly onDismiss?: () => void;
  /** Not read aloud: its text changes all the time. */
  readonly silent?: boolean;
  /** `strip` goes edge to edge above a view, `box` stands inside a column. */
  readonly shape?: 'strip' | 'box';
}

const tones = {
  quiet: { box: 'border-line bg-sunken', icon: Info, text: 'text-muted' },
  turn: { box: 'border-turn-line bg-turn-soft', icon: TriangleAlert, text: 'text-turn' },
  danger: { box: 'border-danger-line bg-danger-soft', icon: CircleAlert, text: 'text-danger' },
} as const;

/** A message that stays until its cause is gone or it is dismissed. Read aloud politely; at once if something is lost. */
export function Banner({ tone, title, children, action, icon, onDismiss, shape = 'box', silent = false }: BannerProps) {
  const look = tones[tone];
  return (
    <div
      {...(silent ? {} : { role: tone === 'danger' ? 'alert' : 'status' })}
      className={classNames(
        'flex animate-appear items-start gap-2 px-3',
        shape === 'box' ? 'rounded-md border py-1.5' : 'border-b py-2',
        look.box,
      )}
    >
      <Icon
        icon={icon ?? look.icon}
        className={classNames('shrink-0', shape === 'strip' ? 'mt-0.5' : 'mt-1.5', look.text)}
      />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-3 gap-y-2">
        <div
          data-selectable
          dir="auto"
          className={classNames(
            'min-w-[min(calc(var(--unit)*48),100%)] flex-1 text-pretty [overflow-wrap:anywhere] [text-align:-webkit-match-parent]',
            shape === 'box' && 'py-1',
          )}
        >
          {title && <span className="font-semibold">{title} </span>}
          {children}
        </div>
        {action && (
          <div className={classNames('flex max-w-full shrink-0 flex-wrap gap-1', shape === 'strip' ? '-my-1' : 'mb-1')}>
            {action}
          </div>
        )}
      </div>
      {onDismiss && (
        <IconButton
          icon={X}
          label={texts().settings.dismiss}
          className={classNames('-me-1', shape === 'strip' && '-my-1')}
          onClick={onDismiss}
        />
      )}
    </div>
  );
}
