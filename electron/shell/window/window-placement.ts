import { z } from 'zod';

/** In density-independent pixels, as Electron's Rectangle. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The window as it was left. */
export interface WindowState {
  /** Of the window when it is neither maximised nor full screen. */
  readonly bounds: Bounds;
  readonly maximised: boolean;
  readonly fullScreen: boolean;
  /** 1 is 100 %. */
  readonly zoomFactor: number;
}

/** In density-independent pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The least that the main window can be; its layout needs it. */
export const minWindow: Size = { width: 640, height: 480 };

/** How far a window lies from the one that it was opened over: both title bars can be seen. */
const cascadeStep = 28;

const coordinate = z.number().int().min(-100_000).max(100_000);
const windowState = z.object({
  bounds: z.object({
    x: coordinate,
    y: coordinate,
    width: z.number().int().min(1).max(100_000),
    height: z.number().int().min(1).max(100_000),
  }),
  maximised: z.boolean(),
  fullScreen: z.boolean(),
  zoomFactor: z.number().min(0.25).max(5),
}) satisfies z.ZodType<WindowState>;

/** Reads the state from the file's text; null when it is invalid. */
export function parseWindowState(text: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A window is reachable if this much of it is on displays and its title bar can be grabbed. */
const visiblePart = 0.7;
const titleBarSize = { height: 32, grip: 120 } as const;

/**
 * Places a window on the present displays: where it was, if most of it is visible there and it can be dragged; else on
 * the display that it was on or is nearest to, and no larger than that display.
 * @param displays work areas, without docks and panels; none: the bounds stay unchanged
 * @param least the window is at least so large
 */
export function placeOnDisplays(bounds: Bounds, displays: readonly Bounds[], least: Size): Bounds {
  const size = { width: Math.max(bounds.width, least.width), height: Math.max(bounds.height, least.height) };
  const wanted = { ...bounds, ...size };
  const [first, ...others] = displays;
  if (first === undefined || isReachable(wanted, displays)) return wanted;
  const best = others.reduce((a, b) => (isBetter(wanted, b, a) ? b : a), first);
  const width = Math.min(wanted.width, best.width);
  const height = Math.min(wanted.height, best.height);
  return {
    x: clamp(wanted.x, best.x, best.x + best.width - width),
    y: clamp(wanted.y, best.y, best.y + best.height - height),
    width,
    height,
  };
}

/** Moves a window away from those that lie exactly where it would, so that none hides another. */
export function besideOthers(bounds: Bounds, others: readonly Bounds[]): Bounds {
  const isTaken = ({ x, y }: Bounds) => others.some((other) => other.x === x && other.y === y);
  let free = bounds;
  while (isTaken(free)) free = { ...free, x: free.x + cascadeStep, y: free.y + cascadeStep };
  return free;
}

function isReachable(bounds: Bounds, displays: readonly Bounds[]): boolean {
  const titleBar = { ...bounds, height: titleBarSize.height };
  const seen = displays.reduce((sum, display) => sum + sharedArea(bounds, display), 0);
  const canBeDragged = displays.some(
    (display) => bounds.y >= display.y && sharedArea(titleBar, display) >= titleBarSize.grip * titleBarSize.height,
  );
  return canBeDragged && seen >= visiblePart * bounds.width * bounds.height;
}

function isBetter(bounds: Bounds, candidate: Bounds, than: Bounds): boolean {
  const more = sharedArea(bounds, candidate) - sharedArea(bounds, than);
  return more !== 0 ? more > 0 : distance(bounds, candidate) < distance(bounds, than);
}

/** The area that two rectangles share. Mirrored displays are counted twice, which does no harm. */
function sharedArea(a: Bounds, b: Bounds): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

/** The distance between the centres. */
function distance(a: Bounds, b: Bounds): number {
  return Math.hypot(a.x + a.width / 2 - (b.x + b.width / 2), a.y + a.height / 2 - (b.y + b.height / 2));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
