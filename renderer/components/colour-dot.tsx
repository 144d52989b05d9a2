import type { AccountColour } from '../../shared/preferences.ts';

/** An account's colour beside its name; empty space of the same size where it has none. */
export function ColourDot({ colour }: { readonly colour: AccountColour | null }) {
  return (
    <span
      aria-hidden="true"
      data-colour={colour ?? 'none'}
      className="size-2 shrink-0 rounded-full"
      style={colour ? { background: `var(--account-${colour})` } : {}}
    />
  );
}
