import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { longestSearch } from '../../../shared/search/query.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { shortcutLabel } from '../../keyboard/shortcut-label.ts';
import { closeFind, stepHit, typeFind, useFind } from './find.ts';
import { hitNumber } from './hit-list.ts';

/** Where something is typed to find it in the open messages. Enter goes to the next hit, Shift+Enter to the one before, Escape closes it. */
export function FindBar() {
  const isOpen = useFind((state) => state.isOpen);
  const typed = useFind((state) => state.typed);
  const asked = useFind((state) => state.asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (asked === 0 || !isOpen) return;
    field.current?.focus();
    field.current?.select();
  }, [asked, isOpen]);
  if (!isOpen) return null;
  const words = texts().reader.find;
  const close = (): void => {
    const reader = field.current?.closest('article');
    closeFind();
    reader?.focus({ preventScroll: true });
  };
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') stepHit(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
  };
  return (
    <search className="flex h-10 flex-none items-center gap-2 border-b border-line ps-4 pe-2" aria-label={words.label}>
      <input
        ref={field}
        type="search"
        dir="auto"
        spellCheck={false}
        autoComplete="off"
        maxLength={longestSearch}
        aria-label={words.field}
        placeholder={words.field}
        value={typed}
        onChange={(event) => typeFind(event.target.value)}
        onKeyDown={press}
        className="h-7 w-60 min-w-0 rounded-md border border-transparent bg-sunken px-2 focus-visible:border-accent focus-visible:bg-surface focus-visible:outline-1 focus-visible:-outline-offset-1 rtl:text-right [&::-webkit-search-cancel-button]:hidden"
      />
      <HitSteps />
      <span className="flex-1" />
      <IconButton icon={X} label={words.close} shortcut={shortcutLabel('back_to_list')} onClick={close} />
    </search>
  );
}

/** Which of the marked hits is the current one, and what goes to the next; nothing where nothing is sought. */
function HitSteps() {
  const list = useFind((state) => state.list);
  const typed = useFind((state) => state.typed);
  const isOpen = useFind((state) => state.isOpen);
  const hasStepped = useFind((state) => state.hasStepped);
  const { number, total, isMore } = hitNumber(list);
  const isCounting = total === 0 && isMore;
  const words = texts().reader.find;
  const isTyped = isOpen && typed.trim() !== '';
  if (total === 0 && !isTyped) return null;
  return (
    <fieldset aria-label={words.hits} className="flex shrink-0 items-center">
      <output aria-live={isTyped || hasStepped ? 'polite' : 'off'} className="pe-1 text-small text-muted tabular-nums">
        {total > 0 ? words.count(number, total, isMore) : isCounting ? '' : words.none}
      </output>
      <IconButton
        icon={ChevronUp}
        label={words.previous}
        shortcut={shortcutLabel('previous_hit')}
        disabled={total === 0}
        onClick={() => stepHit(-1)}
      />
      <IconButton
        icon={ChevronDown}
        label={words.next}
        shortcut={shortcutLabel('next_hit')}
        disabled={total === 0}
        onClick={() => stepHit(1)}
      />
    </fieldset>
  );
}

/** The same beside the subject, for what was searched for in the list, while nothing is typed in the bar. */
export function QuietHitSteps() {
  const isOpen = useFind((state) => state.isOpen);
  return isOpen ? null : <HitSteps />;
}
