import type { HeldToken } from './identity-provider.ts';

/** Scopes are compared without case: providers answer them in another spelling than they were asked for. */
export function includesAll(granted: readonly string[], scopes: readonly string[]): boolean {
  const known = new Set(granted.map((scope) => scope.toLowerCase()));
  return scopes.every((scope) => known.has(scope.toLowerCase()));
}

/**
 * Milliseconds until the token expires. The wall clock may be set back, and the monotonic one stands still in sleep: the one that saw more time pass is believed (T8).
 */
export function remainingMs(held: HeldToken, clock: { now(): number; monotonic(): number }): number {
  const { lifeMs, monotonic, wall } = held.timing;
  return lifeMs - Math.max(clock.monotonic() - monotonic, clock.now() - wall);
}

/** When the token expires, by this computer's clock when it came; milliseconds since the epoch. */
export function expiresAt(held: HeldToken): number {
  return held.timing.wall + held.timing.lifeMs;
}
