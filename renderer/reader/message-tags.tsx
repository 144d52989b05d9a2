import { tagName } from '../../shared/tag-names.ts';
import { texts } from '../../shared/texts/texts.ts';
import { tagColour } from '../components/tag-look.ts';
import { Chips } from './chips.tsx';

interface MessageTagsProps {
  /** The message's tags, as its header tells them. */
  readonly tags: readonly string[];
  /** The button that was pressed is gone, and there is no other one. */
  readonly onFocusLost: () => void;
}

/** A message's tags: keywords that people gave it. */
export function MessageTags({ tags, onFocusLost }: MessageTagsProps) {
  const chips = tags.map((tag) => ({ key: tag, name: tagName(tag), title: tag, colour: tagColour(tag) }));
  return <Chips name={texts().mailbox.tags.list} chips={chips} onFocusLost={onFocusLost} />;
}
