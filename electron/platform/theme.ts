import { nativeTheme } from 'electron';
import type { Preferences } from '../../shared/preferences.ts';

/** Sets the colour scheme of native parts and of the window's `prefers-color-scheme`; `system` follows the desktop. */
export function setTheme(theme: Preferences['theme']): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}
