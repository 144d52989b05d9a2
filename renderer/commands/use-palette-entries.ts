import { useMemo } from 'react';
import { useMailbox } from '../mailbox/mailbox-state.ts';
import { useAccounts } from '../stores/accounts.ts';
import { usePreferencesStore } from '../stores/preferences.ts';
import { commandRefusal, runCommand } from './commands.ts';
import { type PaletteEntry, paletteEntries } from './palette-entries.ts';

/** Everything that can be chosen, as it stands when the palette opens and when folders or accounts change after that. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const accounts = useAccounts((state) => state.accounts);
  const lists = useMailbox((state) => state.lists);
  const preferences = usePreferencesStore((state) => state.preferences);
  return useMemo(
    () => paletteEntries({ accounts: accounts ?? [], lists, preferences, refusalOf: commandRefusal, runCommand }),
    [accounts, lists, preferences],
  );
}
