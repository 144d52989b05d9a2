import { tagName } from '../../shared/tag-names.ts';
import { isSameTag } from '../../shared/tags.ts';
import { texts } from '../../shared/texts/texts.ts';
import { tagColour } from '../components/tag-look.ts';
import { Chips } from './chips.tsx';

interface MessageTagsProps {
  /** The message's tags, as its header tells them. */
  readonly tags: readonly string[];
  /** The only ones that the server keeps where the message is; left out: any. */
  readonly kept?: readonly string[] | undefined;
  /** Absent: they are only shown. */
  readonly onRemove?: ((tag: string) => void) | undefined;
  /** The button that was pressed is gone, and there is no other one. */
  readonly onFocusLost: () => void;
}

/** A message's tags: keywords that people gave it, each with a button that takes it away. */
export function MessageTags({ tags, kept, onRemove, onFocusLost }: MessageTagsProps) {
  const isKept = (tag: string): boolean => kept === undefined || kept.some((each) => isSameTag(each, tag));
  const chips = tags.map((tag) => {
    const name = tagName(tag);
    const words = texts().mailbox.tags.remove(name);
    const remove = onRemove && isKept(tag) ? { words, act: () => onRemove(tag) } : undefined;
    return { key: tag, name, title: tag, colour: tagColour(tag), remove };
  });
  return <Chips name={texts().mailbox.tags.list} chips={chips} onFocusLost={onFocusLost} />;
}
