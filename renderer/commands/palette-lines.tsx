import { texts } from '../../shared/texts/texts.ts';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { pointsAlong } from './command-icons.ts';
import type { PaletteEntry } from './palette-entries.ts';
import type { PaletteSection } from './palette-results.ts';

interface PaletteLinesProps {
  /** Options are `{id}-{index}`, counted over all sections. */
  readonly id: string;
  readonly sections: readonly PaletteSection[];
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onChoose: (entry: PaletteEntry) => void;
}

/** The lines of the palette; all but those that are the best for a query stand under headings. */
export function PaletteLines({ id, sections, active, onActive, onChoose }: PaletteLinesProps) {
  let index = 0;
  return sections.map(({ kind, entries }) => {
    const first = index;
    index += entries.length;
    const lines = entries.map((entry, place) => (
      <Line
        key={entry.id}
        id={`${id}-${first + place}`}
        entry={entry}
        active={first + place === active}
        naming={kind === 'found' || kind === 'recent'}
        onActive={() => onActive(first + place)}
        onChoose={() => onChoose(entry)}
      />
    ));
    if (kind === 'found') return lines;
    const heading = `${id}-${kind}`;
    return (
      <fieldset key={kind} aria-labelledby={heading} className="min-w-0">
        <div id={heading} role="presentation" className="px-2.5 pt-2 pb-1 text-small font-semibold text-muted">
          {texts().commands.palette[kind]}
        </div>
        {lines}
      </fieldset>
    );
  });
}

interface LineProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly active: boolean;
  /** Whether the line says of what kind it is, since no heading does. */
  readonly naming: boolean;
  readonly onActive: () => void;
  readonly onChoose: () => void;
}

function Line({ id, entry, active, naming, onActive, onChoose }: LineProps) {
  const { icon, kind, label, detail, shortcut, refusal } = entry;
  const { palette } = texts().commands;
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      aria-disabled={refusal !== null || undefined}
      // A press of the mouse must not take the focus from the field.
      onMouseDown={(event) => event.preventDefault()}
      // A line becomes active only when the pointer itself moves, not when the list scrolls under a resting pointer.
      onPointerMove={(event) => (event.movementX !== 0 || event.movementY !== 0 ? onActive() : undefined)}
      onClick={onChoose}
      className={classNames(
        'flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-start',
        active && 'bg-selected',
      )}
    >
      <Icon icon={icon} className={classNames('shrink-0 text-muted', pointsAlong.has(icon) && 'rtl:-scale-x-100')} />
      <span dir="auto" className={classNames('truncate', refusal !== null && 'text-muted')}>
        {label}
      </span>
      <span className="min-w-0 flex-1 truncate text-end text-small text-muted">
        <bdi>{refusal ?? detail}</bdi>
      </span>
      {naming && refusal === null && <span className="shrink-0 text-small text-muted">{palette.kinds[kind]}</span>}
      {shortcut && refusal === null && (
        <span dir="ltr" className="shrink-0 text-small text-muted">
          {shortcut}
        </span>
      )}
    </button>
  );
}
