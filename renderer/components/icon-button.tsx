import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  readonly icon: LucideIcon;
  /** The accessible name, and the tooltip's text. */
  readonly label: string;
  readonly shortcut?: string;
  readonly tooltipSide?: 'top' | 'bottom' | 'left' | 'right';
}

/** An icon as a button, 28 × 28 px, named for screen readers and by a tooltip with its shortcut. */
export function IconButton({
  icon,
  label,
  shortcut,
  tooltipSide,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} {...(shortcut ? { shortcut } : {})} {...(tooltipSide ? { side: tooltipSide } : {})}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={classNames(
          'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-muted transition-colors',
          'enabled:hover:bg-hover enabled:hover:text-text enabled:active:bg-pressed disabled:opacity-50',
          className,
        )}
      >
        <Icon icon={icon} />
      </button>
    </Tooltip>
  );
}
