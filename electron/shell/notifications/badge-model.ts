import { texts } from '../../../shared/texts/texts.ts';

/** What the dock, the taskbar or the launcher shows of unread mail. */
export type Badge =
  /** A number; 0 removes it. */
  | { readonly kind: 'count'; readonly count: number }
  /** A dot on the taskbar's icon, with its name for screen readers; null removes it. */
  | { readonly kind: 'overlay'; readonly description: string | null };

/** The number on macOS' dock and on Linux' launchers that know it; Windows' taskbar has no numbers. */
export function badgeFor(platform: NodeJS.Platform, unread: number): Badge {
  if (platform !== 'win32') return { kind: 'count', count: unread };
  return { kind: 'overlay', description: unread === 0 ? null : texts().app.badge.unread(unread) };
}
