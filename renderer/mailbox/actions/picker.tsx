import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../../components/class-names.ts';
import { Dialog } from '../../components/dialog.tsx';
import { controlClass } from '../../components/field.tsx';
import { closeMailboxDialog } from '../folders/folder-actions.ts';

/** One thing that can be chosen. */
export interface PickerOption {
  /** Unique in its group. */
  readonly key: string;
  readonly content: ReactNode;
  /** How deep it stands below others; 0 where it is left out. */
  readonly level?: number;
  readonly disabled?: boolean;
  /** Whether all that this is about has it already, or some of it; absent where that is no question. */
  readonly checked?: boolean | 'mixed';
  readonly onChoose: () => void;
}

/** Options below one heading. */
interface PickerGroup {
  readonly key: string;
  /** Null: there is no heading. */
  readonly name: string | null;
  readonly options: readonly PickerOption[];
}

interface PickerProps {
  readonly title: string;
  /** The name of the field, which it also shows while it is empty. */
  readonly search: string;
  /** The name of the list. */
  readonly list: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly groups: readonly PickerGroup[];
  /** Stands below the options. */
  readonly note?: ReactNode;
}

/** A dialog with a field and a list that it narrows: arrows choose, Enter takes what is chosen (the combobox pattern of ARIA). */
export function Picker({ title, search, list, query, onQuery, groups, note }: PickerProps) {
  /** Null: nothing was typed or chosen yet, so Enter does nothing. */
  const [wanted, setWanted] = useState<number | null>(null);
  const id = useId();
  const options = groups.flatMap((group) =>
    group.options.map((option) => ({ ...option, id: `${id}-${group.key}-${option.key}` })),
  );
  const targets = options.filter(({ disabled }) => disabled !== true);
  const active = wanted === null ? undefined : targets[Math.min(wanted, targets.length - 1)];

  const choose = ({ onChoose }: PickerOption): void => {
    closeMailboxDialog();
    onChoose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined && targets.length > 0) {
      const at = active ? targets.indexOf(active) + step : step > 0 ? 0 : targets.length - 1;
      setWanted(Math.max(0, Math.min(at, targets.length - 1)));
    } else if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) choose(active);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onClose={closeMailboxDialog} title={title}>
      <input
        type="text"
        role="combobox"
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        aria-label={search}
        aria-expanded={options.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={active?.id}
        placeholder={search}
        value={query}
        onChange={(event) => {
          onQuery(event.target.value);
          setWanted(event.target.value.trim() === '' ? null : 0);
        }}
        onKeyDown={onKeyDown}
        className={classNames(controlClass, 'shrink-0')}
      />
      <div className="-mx-2 -mt-2 flex h-80 flex-col">
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={list}
          className="flex min-h-0 flex-col overflow-y-auto px-0.5"
        >
          {groups.map(({ key, name, options: own }) => (
            <fieldset key={key} aria-label={name ?? list} className="flex min-w-0 shrink-0 flex-col">
              {name !== null && (
                <div
                  aria-hidden="true"
                  dir="auto"
                  className="truncate px-2 pt-2 pb-1 text-small font-semibold text-muted"
                >
                  {name}
                </div>
              )}
              {own.map((option) => {
                const optionId = `${id}-${key}-${option.key}`;
                return (
                  <Option
                    key={option.key}
                    id={optionId}
                    option={option}
                    active={active?.id === optionId}
                    onChoose={() => choose(option)}
                  />
                );
              })}
            </fieldset>
          ))}
        </div>
        {note}
      </div>
    </Dialog>
  );
}

interface OptionProps {
  readonly id: string;
  readonly option: PickerOption;
  readonly active: boolean;
  readonly onChoose: () => void;
}

function Option({ id, option: { content, level = 0, disabled = false, checked }, active, onChoose }: OptionProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    // The focus stays in the field, which also handles the keys.
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-checked={checked}
      aria-disabled={disabled || undefined}
      className={classNames(
        'flex h-7 shrink-0 items-center gap-2 rounded-md pe-2',
        active && 'bg-selected',
        disabled ? 'text-muted' : !active && 'hover:bg-hover',
      )}
      style={{ paddingInlineStart: `calc(var(--unit) * ${2 + Math.min(level, 6) * 4})` }}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        if (!disabled) onChoose();
      }}
      onKeyDown={() => {}}
    >
      {content}
    </div>
  );
}
