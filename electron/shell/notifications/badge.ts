import { app, type BrowserWindow, nativeImage } from 'electron';
import overlay from '../../../build/icons/overlay.png?asset';
import type { Badge } from './badge-model.ts';

/**
 * Shows the badge; asks the system only when something changed. An overlay belongs to the window, so it is set again for a new one.
 * Linux launchers find it by the desktop file's name, which the packages set.
 */
export function createBadge(): (badge: Badge, window: BrowserWindow | null) => void {
  let shown: string | null = null;
  let on: BrowserWindow | null = null;
  return (badge, window) => {
    const now = JSON.stringify(badge);
    if (now === shown && window === on) return;
    if (shown === null && isEmpty(badge)) return;
    shown = now;
    on = window;
    if (badge.kind === 'count') {
      app.setBadgeCount(badge.count);
      return;
    }
    const { description } = badge;
    window?.setOverlayIcon(description === null ? null : nativeImage.createFromPath(overlay), description ?? '');
  };
}

/** Whether a badge shows nothing, as at the start. */
function isEmpty(badge: Badge): boolean {
  return badge.kind === 'count' ? badge.count === 0 : badge.description === null;
}
