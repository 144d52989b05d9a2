import { Check, Minus, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { TagsOfMessages } from '../../../shared/mail.ts';
import { newTag } from '../../../shared/new-tag.ts';
import { fold } from '../../../shared/search/folding.ts';
import { namedTag, tagName, tagsCalled, thunderbirdTags } from '../../../shared/tag-names.ts';
import { isSameTag, longestTag, mostTags } from '../../../shared/tags.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { ColourDot } from '../../components/colour-dot.tsx';
import { Icon } from '../../components/icon.tsx';
import { tagColour } from '../../components/tag-look.ts';
import { closeMailboxDialog } from '../folders/folder-actions.ts';
import type { Messages } from '../mailbox-state.ts';
import { messageCount } from './message-actions.ts';
import { refuse } from './outcome.ts';
import { Picker, type PickerOption } from './picker.tsx';
import { setTagOf, tagsOf } from './tagging.ts';

/** "Tag…": Thunderbird's five tags, then the others of the messages' accounts, narrowed by typing; a name that none of them has becomes a new one. */
export function TagPicker({ messages }: { readonly messages: Messages }) {
  const words = texts().mailbox.tags;
  const found = useTagsOf(messages);
  const [query, setQuery] = useState('');
  const offered = found === null ? [] : tagsMatching(found, query);
  const isKnown = found !== null && offered.some(({ tag }) => isCalled(tag, query));
  const typed = found === null || isKnown ? null : newTag(query);
  const isNew = typed !== null && 'keyword' in typed && found?.hasRoom === true;

  const optionOf = ({ tag, count }: Tagged): PickerOption => {
    const checked = count === 0 ? false : count === found?.messages ? true : 'mixed';
    return {
      key: tag.toLowerCase(),
      checked,
      content: <TagLine tag={tag} checked={checked} />,
      onChoose: () => void setTagOf(messages, tag, checked !== true),
    };
  };
  const created: readonly PickerOption[] =
    isNew && 'keyword' in typed
      ? [
          {
            key: '+',
            content: <NewTagLine tag={typed.keyword} />,
            onChoose: () => void setTagOf(messages, typed.keyword, true),
          },
        ]
      : [];

  return (
    <Picker
      title={words.title(messageCount(messages))}
      search={words.search}
      list={words.list}
      query={query}
      onQuery={setQuery}
      groups={[{ key: 'tags', name: null, options: [...offered.map(optionOf), ...created] }]}
      note={noteOf() && <p className="px-2 py-1 text-muted">{noteOf()}</p>}
    />
  );

  function noteOf(): string | null {
    if (typed === null) return null;
    if ('problem' in typed) {
      return typed.problem === 'length' ? words.tooLong(longestTag) : words.problems[typed.problem];
    }
    if (!isNew) return words.full(mostTags);
    return typed.keyword === query.trim() ? null : words.spelling;
  }
}

interface Tagged {
  readonly tag: string;
  readonly count: number;
}

/** What the messages have; null until it is known. Where it cannot be told, the dialog closes and says why. */
function useTagsOf(messages: Messages): TagsOfMessages | null {
  const [found, setFound] = useState<TagsOfMessages | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void tagsOf(messages).then((reply) => {
      if (!isCurrent) return;
      if (reply.ok) setFound(reply.value);
      else {
        closeMailboxDialog();
        refuse(reply.error);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [messages]);
  return found;
}

/** Thunderbird's tags first, whether or not the account knows them, and the others by name. */
function tagsMatching({ tags }: TagsOfMessages, query: string): readonly Tagged[] {
  const named = thunderbirdTags.map((tag) => tags.find((use) => namedTag(use.tag) === tag) ?? { tag, count: 0 });
  const others = tags.filter(({ tag }) => namedTag(tag) === null);
  const wanted = fold(query.trim());
  const called = wanted === '' ? [] : tagsCalled(query.trim(), 'from_the_beginning');
  return [...named, ...others].filter(
    ({ tag }) =>
      fold(tagName(tag)).includes(wanted) || called.some((each) => isSameTag(each, tag)) || isCalled(tag, query),
  );
}

/** Whether a tag has exactly the name that was typed, or would get its keyword. */
function isCalled(tag: string, query: string): boolean {
  const name = query.trim();
  const typed = newTag(name);
  if (typed !== null && 'keyword' in typed && isSameTag(typed.keyword, tag)) return true;
  return fold(tagName(tag)) === fold(name) || tagsCalled(name, 'exactly').some((each) => isSameTag(each, tag));
}

function TagLine({ tag, checked }: { readonly tag: string; readonly checked: boolean | 'mixed' }) {
  return (
    <>
      <span className="flex size-4 shrink-0 items-center justify-center text-accent">
        {checked !== false && <Icon icon={checked === 'mixed' ? Minus : Check} />}
      </span>
      <ColourDot colour={tagColour(tag)} />
      <span dir="auto" title={tag} className="min-w-0 truncate">
        {tagName(tag)}
      </span>
    </>
  );
}

function NewTagLine({ tag }: { readonly tag: string }) {
  return (
    <>
      <Icon icon={Plus} className="shrink-0 text-muted" />
      <ColourDot colour={tagColour(tag)} />
      <span dir="auto" title={tag} className="min-w-0 truncate">
        {texts().mailbox.tags.create(tag)}
      </span>
    </>
  );
}
