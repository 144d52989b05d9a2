import { Search } from 'lucide-react';
import { Fragment, useState } from 'react';
import { commandIds, type Shortcut } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Icon } from '../components/icon.tsx';
import { keyboard } from '../keyboard/keyboard.ts';
import { shortcutsOf, shortcutText } from '../keyboard/shortcut-label.ts';
import { usePreferences } from '../stores/preferences.ts';
import { type CommandGroup, commandGroups, groupOf } from './command-groups.ts';
import { KeyCaps } from './key-caps.tsx';
import { folded, score, wordsOf } from './palette-search.ts';

interface Line {
  readonly label: string;
  readonly shortcuts: readonly Shortcut[];
}

interface Group {
  readonly name: string;
  readonly lines: readonly Line[];
}

/** Keys of the message list that are no commands. */
const listShortcuts: readonly { readonly label: 'rows' | 'page' | 'ends'; readonly shortcuts: readonly Shortcut[] }[] =
  [
    { label: 'rows', shortcuts: ['ArrowUp', 'ArrowDown'] },
    { label: 'page', shortcuts: ['PageUp', 'PageDown'] },
    { label: 'ends', shortcuts: ['Home', 'End'] },
  ];

function linesOf(group: CommandGroup): Line[] {
  const { labels, shortcuts } = texts().commands;
  const board = keyboard();
  const own = commandIds
    .filter((id) => groupOf(id) === group)
    .map((id) => ({ label: labels[id], shortcuts: shortcutsOf(id, board) }))
    .filter((line) => line.shortcuts.length > 0);
  const more = group === 'going' ? listShortcuts.map((line) => ({ ...line, label: shortcuts[line.label] })) : [];
  return [...own, ...more];
}

/** The groups with those of their shortcuts that match a query. */
function groupsFor(query: string): Group[] {
  const words = wordsOf(query);
  const fits = ({ label, shortcuts }: Line): boolean =>
    words.length === 0 ||
    score(words, { name: folded(label), more: folded(shortcuts.map(shortcutText).join(' ')) }) > 0;
  return commandGroups
    .map((group) => ({ name: texts().commands.groups[group], lines: linesOf(group).filter(fits) }))
    .filter(({ lines }) => lines.length > 0);
}

interface ShortcutListProps {
  /** One level below what it stands under. */
  readonly heading: 'h2' | 'h3';
}

/** Every shortcut by group, with a field to search in: in the dialog on "?" and on the settings page. */
export function ShortcutList({ heading }: ShortcutListProps) {
  const [query, setQuery] = useState('');
  // Draws the list anew when the preference changes: it decides which shortcuts exist.
  usePreferences((preferences) => preferences.singleKeyShortcuts);
  const { shortcuts: words } = texts().commands;
  const groups = groupsFor(query);
  return (
    <div className="flex flex-col gap-4">
      <div className="relative">
        <Icon icon={Search} className="pointer-events-none absolute inset-y-0 start-2 my-auto text-muted" />
        <input
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          value={query}
          spellCheck={false}
          onChange={(event) => setQuery(event.target.value)}
          className="h-8 w-full rounded-md border border-line-strong bg-surface ps-8 pe-2 focus-visible:-outline-offset-1"
        />
      </div>
      <div className="gap-8 [columns:2_calc(var(--unit)*70)]">
        {groups.map((group) => (
          <GroupTable key={group.name} group={group} heading={heading} />
        ))}
      </div>
      <p role="status" className={groups.length === 0 ? 'pb-4 text-center' : 'sr-only'}>
        {groups.length === 0 ? words.noMatch(query.trim()) : ''}
      </p>
    </div>
  );
}

function GroupTable({ group: { name, lines }, heading: Heading }: ShortcutListProps & { readonly group: Group }) {
  return (
    <section className="mb-5 break-inside-avoid">
      <Heading className="mb-1 text-small font-semibold text-muted">{name}</Heading>
      <dl>
        {lines.map(({ label, shortcuts }) => (
          <div key={label} className="flex min-h-7 items-center gap-3 border-t border-line py-0.5">
            <dt className="min-w-0 flex-1 text-pretty">{label}</dt>
            <dd className="flex flex-wrap items-center justify-end gap-x-1.5 gap-y-1">
              {shortcuts.map((shortcut, index) => (
                <Fragment key={shortcut}>
                  {index > 0 && <span className="text-small text-muted">{texts().commands.shortcuts.or}</span>}
                  <KeyCaps shortcut={shortcut} />
                </Fragment>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
