import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

interface ButtonProps extends ComponentProps<'button'> {
  /**
   * `primary`: the main action of the place. `plain`: any other. `quiet`: without a border. `danger`: it destroys
   * something.
   */
  readonly variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
  /** Work started by this button is under way: it keeps its size and focus but does nothing. */
  readonly busy?: boolean;
}

const variants = {
  primary: 'border-transparent bg-accent font-semibold text-on-accent enabled:hover:bg-accent-hover',
  plain: 'border-line-strong bg-surface text-text enabled:hover:bg-hover enabled:active:bg-pressed',
  quiet: 'border-transparent bg-transparent text-accent-text enabled:hover:bg-hover enabled:active:bg-pressed',
  danger: 'border-transparent bg-danger font-semibold text-on-danger enabled:hover:bg-danger-hover',
} as const;

/** A push button, 28 px high. Its type is `button` unless said otherwise. */
export function Button({
  variant = 'plain',
  icon,
  busy = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      className={classNames(
        'inline-flex min-h-7 items-center justify-center gap-1.5 rounded-md border px-3 py-0.5 text-base',
        'transition-colors disabled:opacity-50 aria-busy:opacity-70',
        variants[variant],
        className,
      )}
    >
      {icon && <Icon icon={icon} className="shrink-0" />}
      {children}
    </button>
  );
}
