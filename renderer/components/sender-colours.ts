/** The muted colours of a sender's tile in one theme: its surface, and the letters on it. */
export interface TileColours {
  readonly surface: string;
  readonly letters: string;
}

/** Hues of OKLCH, in degrees, far enough from each other to be told apart. */
const hues: readonly number[] = [20, 50, 80, 110, 140, 165, 190, 220, 250, 280, 310, 340];

/** Lightness and chroma of OKLCH, the same for all hues, so that no sender stands out. */
export const tilePalette = {
  light: { surface: [0.91, 0.045], letters: [0.4, 0.085] },
  dark: { surface: [0.36, 0.05], letters: [0.9, 0.06] },
} as const;

/** The hue of a sender: the same address always has the same one. */
export function senderHue(address: string): number {
  let hash = 0;
  for (const unit of address.toLowerCase()) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0;
  return hues[Math.abs(hash % hues.length)] ?? 0;
}

/** CSS values for both themes; the browser takes the one of the colour scheme that is used. */
export function senderColours(address: string): TileColours {
  const hue = senderHue(address);
  const colour = (part: keyof TileColours): string => {
    const [light, dark] = [tilePalette.light[part], tilePalette.dark[part]];
    return `light-dark(oklch(${light[0]} ${light[1]} ${hue}), oklch(${dark[0]} ${dark[1]} ${hue}))`;
  };
  return { surface: colour('surface'), letters: colour('letters') };
}

/** One or two letters that stand for a sender: of the first and the last word of the name, else of the address. */
export function initialsOf({ name, address }: { readonly name: string; readonly address: string }): string {
  const words = name
    .split(/[\s._-]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '');
  const [first, last] = words.length > 0 ? [words[0], words.length > 1 ? words.at(-1) : undefined] : [address];
  const letters = [first, last].map((word) => firstLetter(word ?? '')).join('');
  return letters.toLocaleUpperCase();
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A letter with all its marks, however many code points it has; at most 8 of them. */
function firstLetter(word: string): string {
  const letters = word.slice(0, 32).replace(/^[^\p{L}\p{N}]+/u, '');
  // Most names begin so; a segmenter takes longer than drawing the rest of a row.
  if (/^[ -~](?:[ -~]|$)/.test(letters)) return letters.slice(0, 1);
  const [first] = segmenter.segment(letters);
  return [...(first?.segment ?? '')].slice(0, 8).join('');
}
