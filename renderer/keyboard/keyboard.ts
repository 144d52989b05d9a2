import type { AppInfo } from '../../shared/mail.ts';
import { useAccounts } from '../stores/accounts.ts';
import { usePreferencesStore } from '../stores/preferences.ts';

/** The keyboard as shortcuts see it. */
export interface Keyboard {
  readonly platform: AppInfo['platform'];
  /** Keys such as J and E do something without a modifier. */
  readonly singleKeys: boolean;
}

/** The keyboard of this computer, and what the user chose for it. */
export function keyboard(): Keyboard {
  return {
    platform: useAccounts.getState().info?.platform ?? 'linux',
    singleKeys: usePreferencesStore.getState().preferences.singleKeyShortcuts,
  };
}
