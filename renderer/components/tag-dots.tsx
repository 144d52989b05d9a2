import { tagName } from '../../shared/tag-names.ts';
import { texts } from '../../shared/texts/texts.ts';
import { ColourDot } from './colour-dot.tsx';
import { tagColour } from './tag-look.ts';

/** So many dots stand beside each other; the name tells of all tags. */
const mostDots = 3;

/** The tags of a message, where there is room for their colours alone: a dot for each of the first ones. */
export function TagDots({ tags }: { readonly tags: readonly string[] | undefined }) {
  if (tags === undefined || tags.length === 0) return null;
  const name = texts().mailbox.tags.tagged(tags.map(tagName));
  return (
    <span title={name} className="flex shrink-0 items-center gap-0.5">
      {tags.slice(0, mostDots).map((tag) => (
        <ColourDot key={tag} colour={tagColour(tag)} />
      ))}
      <span className="sr-only">{name}</span>
    </span>
  );
}
