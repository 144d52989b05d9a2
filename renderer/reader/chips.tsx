import { X } from 'lucide-react';
import { useRef } from 'react';
import type { AccountColour } from '../../shared/preferences.ts';
import { ColourDot } from '../components/colour-dot.tsx';
import { Icon } from '../components/icon.tsx';
import { Tooltip } from '../components/tooltip.tsx';

/** What a message has several of, each with a name: a label or a tag. */
interface Chip {
  readonly key: string;
  readonly name: string;
  /** What the pointer tells beside the name. */
  readonly title?: string;
  readonly colour?: AccountColour;
  /** The words of its button, and what that does; absent: it is only shown. */
  readonly remove?: { readonly words: string; readonly act: () => void } | undefined;
}

interface ChipsProps {
  /** The name of the list. */
  readonly name: string;
  readonly chips: readonly Chip[];
  /** The button that was pressed is gone, and there is no other one. */
  readonly onFocusLost: () => void;
}

/** Chips below a message's recipients, each with a button that takes it away. */
export function Chips({ name, chips, onFocusLost }: ChipsProps) {
  const list = useRef<HTMLUListElement>(null);
  if (chips.length === 0) return null;
  const remove = (act: () => void, index: number): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const next = buttons[index + 1] ?? buttons[index - 1];
    if (next === undefined) onFocusLost();
    else next.focus();
    act();
  };
  return (
    <ul ref={list} aria-label={name} className="flex flex-wrap gap-1 pt-1">
      {chips.map(({ key, name: own, title, colour, remove: removing }, index) => (
        <li
          key={key}
          title={title}
          className="flex h-5 min-w-0 max-w-60 items-center rounded-sm bg-sunken ps-1.5 text-small text-muted"
        >
          {colour && <ColourDot colour={colour} className="me-1.5" />}
          <bdi className={removing ? 'truncate' : 'truncate pe-1.5'}>{own}</bdi>
          {removing && (
            <Tooltip text={removing.words}>
              <button
                type="button"
                aria-label={removing.words}
                onClick={() => remove(removing.act, index)}
                className="inline-flex size-5 shrink-0 items-center justify-center rounded-sm hover:bg-hover hover:text-text"
              >
                <Icon icon={X} size={12} />
              </button>
            </Tooltip>
          )}
        </li>
      ))}
    </ul>
  );
}
