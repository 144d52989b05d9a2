import { Bookmark } from 'lucide-react';
import { type KeyboardEvent, useId } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { useMailbox } from '../mailbox-state.ts';
import { useSavedSearches } from '../search/kept-searches.ts';
import { searchAgain } from '../search/search.ts';

/** Searches that were kept, below the accounts; nothing where there are none. */
export function SavedSearches() {
  const saved = useSavedSearches();
  const id = useId();
  if (saved.length === 0) return null;
  return (
    <fieldset aria-labelledby={id} className="flex min-w-0 flex-col pt-2">
      <span id={id} className="px-2 pb-1 text-small text-muted in-data-rail:sr-only">
        {texts().search.saved}
      </span>
      <div role="tree" aria-labelledby={id} className="group/tree flex flex-col">
        {saved.map((text) => (
          <SavedSearch key={text} text={text} />
        ))}
      </div>
    </fieldset>
  );
}

function SavedSearch({ text }: { readonly text: string }) {
  const isShown = useMailbox(({ open }) => open?.search?.text === text);
  const choose = (): void => searchAgain(text);
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      data-saved={text}
      title={text}
      aria-level={1}
      aria-selected={isShown}
      aria-label={text}
      className={classNames(
        'flex h-(--item-height) shrink-0 items-center gap-2 rounded-md ps-5 pe-2 in-data-rail:justify-center in-data-rail:px-0! focus-visible:-outline-offset-2 data-menu:bg-hover',
        isShown ? 'bg-selected-idle group-focus-within/tree:bg-selected' : 'hover:bg-hover',
      )}
      onClick={choose}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        choose();
      }}
    >
      <Icon icon={Bookmark} className={isShown ? 'shrink-0 text-accent-text' : 'shrink-0 text-muted'} />
      <bdi title={text} className="min-w-0 truncate in-data-rail:sr-only">
        {text}
      </bdi>
    </div>
  );
}
