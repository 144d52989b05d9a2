import type { AccountColour } from '../../shared/preferences.ts';
import { type NamedTag, namedTag } from '../../shared/tag-names.ts';

/** Thunderbird's own colours, in our tones. */
const namedColours: Readonly<Record<NamedTag, AccountColour>> = {
  $label1: 'red',
  $label2: 'amber',
  $label3: 'green',
  $label4: 'blue',
  $label5: 'purple',
};

/** Red is left to what is important. */
const ownColours: readonly AccountColour[] = ['teal', 'pink', 'blue', 'amber', 'purple', 'green'];

/** A tag's colour, always the same for the same name. */
export function tagColour(tag: string): AccountColour {
  const named = namedTag(tag);
  if (named !== null) return namedColours[named];
  let hash = 0;
  for (const unit of tag.toLowerCase()) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0;
  return ownColours[Math.abs(hash % ownColours.length)] ?? 'teal';
}
