/** An address that the system hands over because Heron is a program for such addresses; schemes know no case (RFC 3986 section 3.1). */
function isMailAddress(argument: string): boolean {
  return /^mailto:/i.test(argument);
}

const longestMailAddress = 65_536;

/** The mailto address that Heron was started with; null when there is none, or one that is too long to be meant. */
export function mailAddressIn(argv: readonly string[]): string | null {
  const address = argv.find(isMailAddress) ?? null;
  return address !== null && address.length <= longestMailAddress ? address : null;
}

/** Whether Heron was started with a mailto address that the user clicked elsewhere. */
export function hasMailAddress(argv: readonly string[]): boolean {
  return argv.some(isMailAddress);
}

/**
 * The arguments that Heron obeys: those before a mailto address. Windows puts the address between quotes, so one that
 * contains a quote ends early, and its author would choose the arguments that follow.
 */
export function ownArguments(argv: readonly string[]): readonly string[] {
  const address = argv.findIndex(isMailAddress);
  return address === -1 ? argv : argv.slice(0, address);
}
