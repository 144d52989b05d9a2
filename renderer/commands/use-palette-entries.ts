import { useMemo } from 'react';
import type { CommandId } from '../../shared/commands.ts';
import { texts } from '../../shared/texts/texts.ts';
import { areLabels } from '../mailbox/folders/folder-tree.ts';
import { accountOfCursor, useMailbox } from '../mailbox/mailbox-state.ts';
import { useAccounts } from '../stores/accounts.ts';
import { usePreferencesStore } from '../stores/preferences.ts';
import { commandRefusal, runCommand } from './commands.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';

/** To copy is to label where folders are labels. */
function labelOf(id: CommandId): string | undefined {
  const state = useMailbox.getState();
  const accountId = accountOfCursor(state);
  const isLabelling = id === 'copy' && accountId !== null && areLabels(state.lists, accountId);
  return isLabelling ? texts().mailbox.row.label : undefined;
}

/** Everything that can be chosen, as it stands when the palette opens and when folders or accounts change after that. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const accounts = useAccounts((state) => state.accounts);
  const lists = useMailbox((state) => state.lists);
  const preferences = usePreferencesStore((state) => state.preferences);
  return useMemo(
    () =>
      paletteEntries({ accounts: accounts ?? [], lists, preferences, labelOf, refusalOf: commandRefusal, runCommand }),
    [accounts, lists, preferences],
  );
}
