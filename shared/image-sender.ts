import type { Address } from './mail.ts';

/** One `@`, and nothing that a list of addresses, a quoted part or an invisible character could hide behind. */
const plainAddress = /^[^\s@<>"(),:;\\\p{C}]+@[^\s@<>"(),:;\\\p{C}]+$/u;

/**
 * The sender whose images a user can allow: the only address in From, in lower case.
 * @returns null where there are several, none, or one that is not plain
 */
export function imageSender(from: readonly Address[]): string | null {
  const [only, ...others] = from;
  if (only === undefined || others.length > 0) return null;
  const address = only.address.trim().toLowerCase();
  return address.length <= 320 && plainAddress.test(address) ? address : null;
}
