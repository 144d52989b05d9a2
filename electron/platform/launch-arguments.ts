/** An address that the system hands over because Heron is a program for such addresses; schemes know no case (RFC 3986 section 3.1). */
function isMailAddress(argument: string): boolean {
  return /^mailto:/i.test(argument);
}

/** Whether the user clicked a mail address, somewhere else, that is to be opened here. */
export function hasMailAddress(argv: readonly string[]): boolean {
  return argv.some(isMailAddress);
}

/**
 * The arguments that Heron takes orders from. What stands behind a mail address may be part of it: Windows puts the address between
 * quotes, so one that contains a quote ends early, and whoever wrote it would choose the arguments that follow.
 */
export function ownArguments(argv: readonly string[]): readonly string[] {
  const address = argv.findIndex(isMailAddress);
  return address === -1 ? argv : argv.slice(0, address);
}
