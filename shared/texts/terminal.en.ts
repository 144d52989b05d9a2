/** What Heron says in a terminal. */
export const terminalEn = {
  usage: `heron [--profile <folder>] <command> [options]

  heron doctor [account]       tries an account step by step, says what is wrong and whose turn it is
  heron accounts               lists the accounts
  heron sync [account]         brings accounts in step with their servers, and ends
  heron sign-in <account>      signs in again, with a code for a browser on any device

  <account>                    its address, its name in Heron, or its id; without it: all of them
  --browser                    sign-in: with the browser of this computer instead of a code
  --json                       for programs
  --ozone-platform=headless    on Linux where there is no display, for example over ssh
  --help

Without a command Heron opens its window. docs/cli.md has the exit codes.`,
  unexpected: (argument: string) => `“${argument}” does not belong here. heron --help says what does.`,
  heronRuns:
    'Heron is running with this profile, and only one can use it at a time. Quit it first, or use “Diagnose…” in its window.',
  noAccounts: 'There is no account in this profile yet. Open Heron to add one.',
  noSuchAccount: (name: string) => `There is no account “${name}”. heron accounts lists them.`,
  whichAccount: 'Say which account: heron sign-in <account>.',
  hasPassword: (address: string) => `${address} signs in with a password. Enter it in Heron’s window.`,
  inStep: (unread: number) => `in step, ${unread} unread`,
  code: (page: string, code: string) => `Open ${page} in a browser on any device, and enter the code ${code}`,
  page: (page: string) => `Sign in on this page: ${page}`,
  signedIn: (address: string) => `${address} is signed in.`,
  notKept: 'There is no keyring here, so the sign-in ends with this command.',
  run: (command: string) => `Run: ${command}`,
  inWindow: (button: string) => `In Heron’s window: ${button}`,
};
