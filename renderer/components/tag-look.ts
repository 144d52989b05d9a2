import type { AccountColour } from '../../shared/preferences.ts';
import { texts } from '../../shared/texts/texts.ts';

interface KnownTag {
  readonly name: 'important' | 'work' | 'personal' | 'todo' | 'later';
  readonly colour: AccountColour;
}

/** The tags that Thunderbird has from the start: their names are in no server's reach, and their colours are its own in our tones. */
const knownTags: Readonly<Record<string, KnownTag>> = {
  $label1: { name: 'important', colour: 'red' },
  $label2: { name: 'work', colour: 'amber' },
  $label3: { name: 'personal', colour: 'green' },
  $label4: { name: 'todo', colour: 'blue' },
  $label5: { name: 'later', colour: 'purple' },
};

/** Red is left to what is important. */
const ownColours: readonly AccountColour[] = ['teal', 'pink', 'blue', 'amber', 'purple', 'green'];

/** A tag's name for people: in their language where it is one of Thunderbird's, else as somebody wrote it. */
export function tagName(tag: string): string {
  const known = knownTags[tag.toLowerCase()];
  if (known) return texts().mailbox.tags[known.name];
  // Evolution writes its own tags so.
  return tag.replace(/^\$label(?=.*[^\d])/i, '');
}

/** A tag's colour, always the same for the same name. */
export function tagColour(tag: string): AccountColour {
  const folded = tag.toLowerCase();
  const known = knownTags[folded];
  if (known) return known.colour;
  let hash = 0;
  for (const unit of folded) hash = (Math.imul(hash, 31) + (unit.codePointAt(0) ?? 0)) | 0;
  return ownColours[Math.abs(hash % ownColours.length)] ?? 'teal';
}
