import type { LucideIcon } from 'lucide-react';
import { AtSign, Languages, Settings, SunMoon } from 'lucide-react';
import { type CommandId, commandIds } from '../../shared/commands.ts';
import type { AccountView, Folder } from '../../shared/mail.ts';
import type { EffectivePreferences } from '../../shared/preferences.ts';
import { languages } from '../../shared/texts/format.ts';
import { texts } from '../../shared/texts/texts.ts';
import { shortcutLabel } from '../keyboard/shortcut-label.ts';
import { folderIcon } from '../mailbox/folders/folder-looks.ts';
import { type FolderLists, firstFolder, folderName, inSidebarOrder } from '../mailbox/folders/folder-tree.ts';
import { openFolder } from '../mailbox/list/open-view.ts';
import { setPreferences } from '../stores/preferences.ts';
import { settingsPages, showMailbox, showSettings } from '../stores/ui.ts';
import { commandGroups, groupOf } from './command-groups.ts';
import { commandIcons } from './command-icons.ts';
import { folded, type Searchable } from './palette-search.ts';

export type PaletteKind = 'commands' | 'accounts' | 'folders' | 'settings' | 'looks' | 'people' | 'messages';

/** One line of the palette. */
export interface PaletteEntry {
  /** Stays the same as long as the command, account or folder exists; remembered when the user chooses the entry. */
  readonly id: string;
  readonly kind: PaletteKind;
  readonly label: string;
  /** Where it is: a folder's path and account; empty where the label says all. */
  readonly detail: string;
  readonly shortcut: string;
  readonly icon: LucideIcon;
  /** Why it cannot be chosen now, as a sentence; null when it can. */
  readonly refusal: string | null;
  readonly searchable: Searchable;
  readonly run: () => void;
}

interface PaletteSources {
  readonly accounts: readonly AccountView[];
  readonly lists: FolderLists;
  readonly preferences: EffectivePreferences;
  /** A command's name where it is another than usual. */
  readonly labelOf?: (id: CommandId) => string | undefined;
  readonly refusalOf: (id: CommandId) => string | null;
  readonly runCommand: (id: CommandId) => void;
}

/** Everything that can be chosen, in the order in which it is listed. */
export function paletteEntries(sources: PaletteSources): readonly PaletteEntry[] {
  return [
    ...commandEntries(sources),
    ...accountEntries(sources),
    ...folderEntries(sources),
    ...settingsEntries(sources),
    ...looksEntries(sources),
  ];
}

type Parts = Pick<PaletteEntry, 'id' | 'kind' | 'label' | 'icon' | 'run'> &
  Partial<Pick<PaletteEntry, 'detail' | 'shortcut' | 'refusal'>>;

function entry(parts: Parts): PaletteEntry {
  const { label, detail = '', shortcut = '', refusal = null } = parts;
  return { ...parts, detail, shortcut, refusal, searchable: { name: folded(label), more: folded(detail) } };
}

function commandEntries({ labelOf, refusalOf, runCommand }: PaletteSources): PaletteEntry[] {
  const { labels } = texts().commands;
  const listed = commandIds.filter((id) => id !== 'palette');
  return commandGroups.flatMap((group) =>
    listed
      .filter((id) => groupOf(id) === group)
      .map((id) =>
        entry({
          id: `command:${id}`,
          kind: 'commands',
          label: labelOf?.(id) ?? labels[id],
          shortcut: shortcutLabel(id),
          icon: commandIcons[id],
          refusal: refusalOf(id),
          run: () => runCommand(id),
        }),
      ),
  );
}

function nameOf({ account }: AccountView): string {
  return account.label || account.address;
}

function accountEntries({ accounts, lists }: PaletteSources): PaletteEntry[] {
  return accounts.map((view) => {
    const { id, label, address } = view.account;
    return entry({
      id: `account:${id}`,
      kind: 'accounts',
      label: nameOf(view),
      detail: label ? address : '',
      icon: AtSign,
      run: () => {
        const first = firstFolder(lists.get(id)?.folders ?? []);
        showMailbox();
        if (first) void openFolder(first);
      },
    });
  });
}

function folderEntries({ accounts, lists }: PaletteSources): PaletteEntry[] {
  return accounts.flatMap((view) => {
    const folders = lists.get(view.account.id)?.folders ?? [];
    const parents = parentsOf(folders);
    return inSidebarOrder(folders)
      .filter(({ folder }) => folder.selectable)
      .map(({ folder }) =>
        entry({
          id: `folder:${view.account.id}:${folder.id}`,
          kind: 'folders',
          label: folderName(folder),
          detail: [...(parents.get(folder) ?? []).map(folderName), nameOf(view)].join(' / '),
          icon: folderIcon(folder.role),
          run: () => {
            showMailbox();
            void openFolder(folder);
          },
        }),
      );
  });
}

/**
 * For each folder the folders that contain it, the outermost first.
 * @param folders children directly after their parent
 */
function parentsOf(folders: readonly Folder[]): Map<Folder, readonly Folder[]> {
  const parents = new Map<Folder, readonly Folder[]>();
  let above: Folder[] = [];
  for (const folder of folders) {
    above = above.slice(0, folder.depth);
    parents.set(folder, above);
    above = [...above, folder];
  }
  return parents;
}

function settingsEntries({ accounts, refusalOf }: PaletteSources): PaletteEntry[] {
  const refusal = refusalOf('settings');
  const { settingsPage, accountSettings } = texts().commands.palette;
  const { pages } = texts().settings;
  const ofPages = settingsPages.map((page) =>
    entry({
      id: `settings:${page}`,
      kind: 'settings',
      label: settingsPage(pages[page]),
      icon: Settings,
      refusal,
      run: () => showSettings(page),
    }),
  );
  const ofAccounts = accounts.map((view) =>
    entry({
      id: `settings:${view.account.id}`,
      kind: 'settings',
      label: accountSettings(nameOf(view)),
      icon: Settings,
      run: () => showSettings(view.account.id),
    }),
  );
  return [...ofPages, ...ofAccounts];
}

const themes = ['system', 'light', 'dark'] as const;

function looksEntries({ preferences }: PaletteSources): PaletteEntry[] {
  const { palette, unavailable } = texts().commands;
  const unless = (already: boolean): string | null => (already ? unavailable.alreadySet : null);
  const ofThemes = themes.map((theme) =>
    entry({
      id: `theme:${theme}`,
      kind: 'looks',
      label: palette.themes[theme],
      icon: SunMoon,
      refusal: unless(preferences.theme === theme),
      run: () => void setPreferences({ theme }),
    }),
  );
  const ofLanguages = (['system', ...languages] as const).map((language) =>
    entry({
      id: `language:${language}`,
      kind: 'looks',
      label: palette.languages[language],
      icon: Languages,
      refusal: unless(preferences.language === language),
      run: () => void setPreferences({ language }),
    }),
  );
  return [...ofThemes, ...ofLanguages];
}
