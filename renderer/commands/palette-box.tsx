import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { Icon } from '../components/icon.tsx';
import type { PaletteEntry } from './palette-entries.ts';
import { PaletteLines } from './palette-lines.tsx';
import { useFoundMail } from './palette-mail.ts';
import { paletteResults } from './palette-results.ts';
import { recentChoices } from './recent-commands.ts';
import { usePaletteEntries } from './use-palette-entries.ts';

const page = 8;

interface PaletteBoxProps {
  readonly onChoose: (entry: PaletteEntry) => void;
}

/**
 * The field and what it finds (the combobox pattern of the ARIA guide): the focus stays in the field, which names the active line to screen
 * readers. Lives as long as the palette is open.
 */
export function PaletteBox({ onChoose }: PaletteBoxProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [recent] = useState(recentChoices);
  const entries = usePaletteEntries();
  const mail = useFoundMail(query);
  const sections = useMemo(() => paletteResults(entries, query, recent, mail ?? []), [entries, query, recent, mail]);
  const found = sections.flatMap((section) => section.entries);
  const current = Math.min(active, found.length - 1);
  const { palette } = texts().commands;

  // The first line shows its heading too.
  useLayoutEffect(() => {
    if (current <= 0) list.current?.scrollTo({ top: 0 });
    else list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event.key, current, found.length);
    const entry = event.key === 'Enter' ? found[current] : undefined;
    if (next === null && event.key !== 'Enter') return;
    event.preventDefault();
    if (next !== null) setActive(next);
    if (entry) onChoose(entry);
  };

  return (
    <>
      <div className="flex flex-none items-center gap-2.5 border-b border-line ps-4 pe-4">
        <Icon icon={Search} className="shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label={palette.placeholder}
          aria-autocomplete="list"
          aria-expanded={found.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={found.length > 0 ? `${id}-${current}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={query}
          placeholder={palette.placeholder}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          className="h-11 min-w-0 flex-1 bg-transparent text-body outline-none"
        />
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={palette.results}
        hidden={found.length === 0}
        className="min-h-0 flex-1 scroll-py-1.5 overflow-y-auto overscroll-contain p-1.5"
      >
        <PaletteLines id={id} sections={sections} active={current} onActive={setActive} onChoose={onChoose} />
      </div>
      {found.length === 0 && mail !== null && <NothingFound query={query.trim()} />}
      <p role="status" className="sr-only">
        {query.trim() === '' || (mail === null && found.length === 0) ? '' : palette.found(found.length)}
      </p>
    </>
  );
}

/** Up and Down go round; Page Up and Page Down stop at the ends. Home and End are the field's own. */
function nextIndex(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return (current + count - 1) % count;
    case 'PageDown':
      return Math.min(current + page, count - 1);
    case 'PageUp':
      return Math.max(current - page, 0);
    default:
      return null;
  }
}

function NothingFound({ query }: { readonly query: string }) {
  const { palette } = texts().commands;
  return (
    <div className="flex flex-col gap-1 px-4 pt-5 pb-6 text-center">
      <p dir="auto" className="truncate">
        {palette.noMatch(query)}
      </p>
      <p className="text-muted">{palette.noMatchHint}</p>
    </div>
  );
}
