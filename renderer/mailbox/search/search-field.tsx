import { Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { longestSearch } from '../../../shared/search/query.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { askFocus } from '../../stores/asked-focus.ts';
import { selectBy } from '../actions/message-actions.ts';
import { useMailbox } from '../mailbox-state.ts';
import { endSearch, typeSearch, useSearch } from './search.ts';

/** Where mail is searched: results come while it is typed. Down and Enter go to them, Escape ends the search. */
export function SearchField() {
  const text = useSearch((state) => state.text);
  const isOpen = useMailbox(({ open }) => open !== null);
  const words = texts().search;
  return (
    <div data-pane="search" className="relative flex-none border-b border-line px-2 py-1.5">
      <Icon icon={Search} className="pointer-events-none absolute start-4 top-1/2 -translate-y-1/2 text-muted" />
      <input
        type="search"
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        maxLength={longestSearch}
        disabled={!isOpen}
        aria-label={words.field}
        placeholder={words.placeholder(shortcutLabel('focus_search'))}
        value={text}
        onChange={(event) => void typeSearch(event.target.value)}
        onKeyDown={pressInField}
        className="h-7 w-full [&::-webkit-search-cancel-button]:hidden rounded-md border border-transparent bg-sunken ps-8 pe-8 rtl:text-right focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1 focus-visible:-outline-offset-1"
      />
      {text !== '' && (
        <span className="absolute end-2.5 top-1/2 -translate-y-1/2">
          <IconButton icon={X} label={words.end} className="size-6" onClick={() => void endSearch()} />
        </span>
      )}
    </div>
  );
}

function pressInField(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.nativeEvent.isComposing) return;
  if (event.key === 'Escape') void endSearch();
  else if (event.key === 'ArrowDown' || event.key === 'Enter') {
    askFocus('list');
    const { open } = useMailbox.getState();
    if (open && !open.list.cursor) selectBy(1);
  } else return;
  event.preventDefault();
}
