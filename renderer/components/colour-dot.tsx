import type { AccountColour } from '../../shared/preferences.ts';
import { classNames } from './class-names.ts';

interface ColourDotProps {
  readonly colour: AccountColour | null;
  readonly className?: string;
}

/** An account's or a tag's colour beside its name; empty space of the same size where it has none. */
export function ColourDot({ colour, className = '' }: ColourDotProps) {
  return (
    <span
      aria-hidden="true"
      data-colour={colour ?? 'none'}
      className={classNames('size-2 shrink-0 rounded-full', className)}
      style={colour ? { background: `var(--account-${colour})` } : {}}
    />
  );
}
