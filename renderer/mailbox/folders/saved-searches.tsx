import { Bookmark } from 'lucide-react';
import { useId } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { useCompose } from '../../compose/composers.ts';
import { useMailbox } from '../mailbox-state.ts';
import { useSavedSearches } from '../search/kept-searches.ts';
import { searchAgain } from '../search/search.ts';
import { SidebarItem } from './sidebar-item.tsx';

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
  const isOpen = useMailbox(({ open }) => open?.search?.text === text);
  // Drafts or the outbox may have taken the place of the results.
  const isShown = useCompose((state) => state.list === null) && isOpen;
  return (
    <SidebarItem
      icon={Bookmark}
      name={text}
      isShown={isShown}
      isEntry={false}
      data={{ 'data-saved': text }}
      onChoose={() => searchAgain(text)}
    />
  );
}
