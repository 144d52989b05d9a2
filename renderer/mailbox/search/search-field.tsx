import { Mail, Paperclip, Search, Star, X } from 'lucide-react';
import { type KeyboardEvent, memo, useId, useState } from 'react';
import { longestSearch } from '../../../shared/search/query.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { askFocus } from '../../stores/asked-focus.ts';
import { selectBy } from '../actions/message-actions.ts';
import { listFilters, useMailbox } from '../mailbox-state.ts';
import { rememberSearch } from './kept-searches.ts';
import { endSearch, meantNow, toggleFilter, typeSearch, useSearch } from './search.ts';
import { type Suggestion, useSuggestions } from './suggestions.ts';

/**
 * Where mail is searched: results come while it is typed. Down goes to what is suggested below it, and from there or with Enter to the results, and
 * where there are none to what was meant; Escape ends the search. Beside it, what the list can be narrowed to.
 */
export const SearchField = memo(function SearchField() {
  const text = useSearch((state) => state.text);
  const isOpen = useMailbox(({ open }) => open !== null);
  const meant = useSearch(meantNow);
  const words = texts().search;
  const [isFocused, setFocused] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useSuggestions(text, isFocused || text !== '');
  const id = useId();
  const chosen = suggestions[active];
  const choose = (suggestion: Suggestion): void => {
    setActive(-1);
    void typeSearch(suggestion.text);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' && active + 1 < suggestions.length) setActive(active + 1);
    else if (event.key === 'ArrowUp' && active >= 0) setActive(active - 1);
    else if (event.key === 'Enter' && chosen) choose(chosen);
    else if (event.key === 'Escape') void endSearch();
    else if (event.key === 'Enter' && meant !== null) void typeSearch(meant);
    else if (event.key === 'ArrowDown' || event.key === 'Enter') goToResults();
    else return;
    event.preventDefault();
  };
  const offers = suggestions.map((suggestion, index) => (
    <Offer
      key={suggestion.text}
      id={`${id}-${index}`}
      suggestion={suggestion}
      active={index === active}
      inLine={text !== ''}
      onChoose={choose}
    />
  ));
  return (
    <div data-pane="search" className="flex flex-none flex-col border-b border-line px-2 py-1.5">
      <div className="flex items-center gap-1">
        <div className="relative min-w-0 flex-1">
          <Icon icon={Search} className="pointer-events-none absolute start-2 top-1/2 -translate-y-1/2 text-muted" />
          <input
            type="search"
            dir="auto"
            spellCheck={false}
            autoComplete="off"
            maxLength={longestSearch}
            disabled={!isOpen}
            aria-label={words.field}
            aria-autocomplete="list"
            aria-controls={suggestions.length > 0 ? id : undefined}
            aria-activedescendant={chosen ? `${id}-${active}` : undefined}
            placeholder={words.placeholder(shortcutLabel('focus_search'))}
            value={text}
            onChange={(event) => {
              setActive(-1);
              void typeSearch(event.target.value);
            }}
            onFocus={() => setFocused(true)}
            onBlur={() => {
              setFocused(false);
              setActive(-1);
            }}
            onKeyDown={press}
            className="h-7 w-full [&::-webkit-search-cancel-button]:hidden rounded-md border border-transparent bg-sunken ps-8 pe-8 rtl:text-right focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1 focus-visible:-outline-offset-1"
          />
          {text !== '' && (
            <span className="absolute end-0.5 top-1/2 -translate-y-1/2">
              <IconButton icon={X} label={words.end} className="size-6" onClick={() => void endSearch()} />
            </span>
          )}
          {text === '' && suggestions.length > 0 && (
            <div
              id={id}
              role="listbox"
              aria-label={words.suggestions}
              className="absolute inset-x-0 top-full z-20 mt-1 flex flex-col rounded-md border border-line bg-raised p-1 shadow-raised"
            >
              {offers}
            </div>
          )}
        </div>
        <Filters disabled={!isOpen} />
      </div>
      {/* A line of its own that is always there while something is typed, so that neither results nor what stands above them is covered or moves. */}
      {text !== '' && suggestions.length === 0 && (
        <p className="mt-1 h-6 truncate ps-2 text-small/6 text-muted">{words.example}</p>
      )}
      {text !== '' && suggestions.length > 0 && (
        <div id={id} role="listbox" aria-label={words.suggestions} className="mt-1 flex h-6 gap-1 overflow-hidden">
          {offers}
        </div>
      )}
    </div>
  );
});

function goToResults(): void {
  rememberSearch(useSearch.getState().text);
  askFocus('list');
  const { open } = useMailbox.getState();
  if (open && !open.list.cursor) selectBy(1);
}

interface OfferProps {
  readonly id: string;
  readonly suggestion: Suggestion;
  readonly active: boolean;
  /** One of a line of them; else a line of its own. */
  readonly inLine: boolean;
  readonly onChoose: (suggestion: Suggestion) => void;
}

function Offer({ id, suggestion, active, inLine, onChoose }: OfferProps) {
  return (
    // The focus stays in the field, which also handles the keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-label={`${suggestion.label.trim()}, ${suggestion.what}`}
      title={inLine ? suggestion.what : undefined}
      className={classNames(
        'flex items-center gap-2 px-2',
        inLine ? 'h-6 min-w-0 max-w-52 rounded-full border border-line text-small' : 'h-7 shrink-0 rounded-sm',
        active ? 'bg-selected' : 'hover:bg-hover',
      )}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(suggestion)}
      onKeyDown={() => {}}
    >
      <bdi className="min-w-0 flex-1 truncate">{suggestion.label}</bdi>
      {!inLine && <bdi className="max-w-1/2 shrink-0 truncate text-small text-muted">{suggestion.what}</bdi>}
    </div>
  );
}

const icons = { unread: Mail, starred: Star, attachments: Paperclip } as const;

/** What the list that is open can be narrowed to, each by one button. */
const Filters = memo(function Filters({ disabled }: { readonly disabled: boolean }) {
  const filters = useSearch((state) => state.filters);
  const words = texts().search.filters;
  return (
    <fieldset aria-label={words.name} className="flex shrink-0">
      {listFilters.map((filter) => (
        <IconButton
          key={filter}
          icon={icons[filter]}
          label={words[filter]}
          disabled={disabled}
          aria-pressed={filters.includes(filter)}
          className="aria-pressed:bg-selected-idle aria-pressed:text-accent-text"
          onClick={() => toggleFilter(filter)}
        />
      ))}
    </fieldset>
  );
});
