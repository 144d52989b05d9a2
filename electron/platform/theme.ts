import { nativeTheme } from 'electron';
import type { Preferences } from '../../shared/preferences.ts';

/** Native parts and the window's `prefers-color-scheme` follow the choice from now on; `system` follows the desktop again. */
export function setTheme(theme: Preferences['theme']): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}
