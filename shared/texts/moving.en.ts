import type { LeftOut, MovingKind, MovingNote } from '../moving.ts';
import { formatNumber } from './format.ts';

const kinds: Readonly<Record<MovingKind, string>> = {
  thunderbird: 'Thunderbird',
  rustymail: 'RustyMail',
  heron: 'Heron, from another computer',
};
const leftOut: Readonly<Record<LeftOut['reason'], string>> = {
  pop3: 'POP3, which keeps no mail on the server',
  other_kind: 'no mailbox',
  no_address: 'no usable address',
  no_server: 'no usable server',
  twice: 'stands there twice',
  malformed: 'not readable',
  too_many: 'more than 500 accounts',
};
const notes: Readonly<Record<MovingNote['reason'], (field: string) => string>> = {
  encrypted: (field) => `${field} is encrypted there and stays there.`,
  unreadable: (field) => `${field} could not be read.`,
  second_password: (field) => `${field}: sending has a second password there; Heron uses the first for both.`,
  guessed: () => 'No server for sending was named. Heron takes the usual name.',
  made_secure: (field) => `${field}: not encrypted there. Heron always encrypts.`,
  no_oauth: () => 'OAuth2 needs a registration here. Until there is one, Heron asks for a password.',
  by_system: () => 'There the computer itself signs in, which Heron cannot do. It asks for a password.',
};
const count = (accounts: number) => (accounts === 1 ? '1 account' : `${formatNumber('en', accounts)} accounts`);

/** Accounts of other programs and computers. */
export const movingEn = {
  open: 'Bring accounts from another program',
  title: 'Bring your accounts along',
  lead: 'Heron reads what other programs have stored on this computer, and changes nothing there.',
  looking: 'Looking for accounts on this computer…',
  none: 'No accounts of Thunderbird or RustyMail were found at their usual places.',
  chooseFile: 'Choose a file…',
  chooseHint:
    'Thunderbird’s profiles.ini or prefs.js, RustyMail’s config/accounts.json, or a file that Heron has exported.',
  kinds,
  source: (kind: string, name: string) => (name === '' ? kind : `${kind}, profile “${name}”`),
  brings: {
    password: 'The password comes along',
    sign_in: 'The sign-in comes along',
    ask_password: 'Heron will ask for the password',
    ask_sign_in: 'You will sign in once',
  },
  isThere: 'Is in Heron already',
  notes,
  notTaken: 'Stays there:',
  leftOut,
  leftOutItem: (name: string, why: string) => `${name} (${why})`,
  take: (accounts: number) => (accounts === 0 ? 'Bring accounts in' : `Bring ${count(accounts)} in`),
  done: {
    title: 'Your accounts',
    lead: (accounts: number) => `${count(accounts)} came in.`,
    nothing: 'No account came in.',
    works: 'Is in Heron',
    password: 'Waits for its password',
    sign_in: 'Waits for you to sign in',
    waiting: 'An account that waits for you says so above its mail, with one button.',
    toMailbox: 'Go to the mailbox',
  },
  settings: {
    open: 'Bring accounts in…',
    export: 'Export accounts…',
    exported: (path: string) => `Saved without passwords and sign-ins: ${path}`,
  },
};
