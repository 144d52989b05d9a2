/** What Heron does in a terminal, without a window. */
const terminalCommands = ['doctor', 'accounts', 'sync', 'sign-in'] as const;
type TerminalCommandName = (typeof terminalCommands)[number];

export type TerminalCommand =
  | {
      readonly kind: 'run';
      readonly name: TerminalCommandName;
      /** The address, name or id of an account; null: all of them. */
      readonly account: string | null;
      readonly json: boolean;
      /** `sign-in` by the browser of this computer instead of a code. */
      readonly browser: boolean;
    }
  | { readonly kind: 'help' }
  /** The command line names a command and something that does not belong to it. */
  | { readonly kind: 'usage'; readonly argument: string };

/**
 * The terminal command that Heron was started with; null where a window is meant. Switches that are none of these commands' are Chromium's or
 * Electron's, and stay theirs.
 * @param argv as `process.argv`; what stands before Heron's own arguments is left out where Electron runs a folder
 */
export function terminalCommand(argv: readonly string[], isPackaged: boolean): TerminalCommand | null {
  const [name, ...more] = positionals(argv).slice(isPackaged ? 0 : 1);
  const asksForHelp = argv.some((argument) => argument === '--help' || argument === '-h');
  if (name === 'help' || (asksForHelp && (name === undefined || isCommand(name)))) return { kind: 'help' };
  if (name === undefined || !isCommand(name)) return null;
  const [account = null, extra] = more;
  if (extra !== undefined) return { kind: 'usage', argument: extra };
  return { kind: 'run', name, account, json: argv.includes('--json'), browser: argv.includes('--browser') };
}

function positionals(argv: readonly string[]): string[] {
  const found: string[] = [];
  let isValue = false;
  for (const argument of argv.slice(1)) {
    if (!isValue && !argument.startsWith('-')) found.push(argument);
    isValue = argument === '--profile';
  }
  return found;
}

function isCommand(name: string): name is TerminalCommandName {
  return terminalCommands.some((each) => each === name);
}
