import { memo } from 'react';
import { initialsOf, senderColours } from './sender-colours.ts';

interface SenderTileProps {
  readonly name: string;
  readonly address: string;
  /** In CSS pixels at the medium text size. */
  readonly size: number;
}

/** A sender's initials on a colour of their own. It only repeats the name beside it, so it is not read out. */
export const SenderTile = memo(function SenderTile({ name, address, size }: SenderTileProps) {
  const { surface, letters } = senderColours(address || name);
  return (
    <span
      aria-hidden="true"
      className="inline-flex shrink-0 items-center justify-center overflow-hidden rounded-md text-small font-semibold"
      style={{
        width: `${size / 13}rem`,
        height: `${size / 13}rem`,
        background: surface,
        color: letters,
      }}
    >
      {initialsOf({ name, address })}
    </span>
  );
});
