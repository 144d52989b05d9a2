/** What a refused command was to do: the same response code means different things for each. */
export type CommandPurpose =
  /** LOGIN, AUTHENTICATE. */
  | 'sign_in'
  /** SELECT, EXAMINE, STATUS and LIST. */
  | 'look'
  /** FETCH and SEARCH in the selected folder. */
  | 'fetch'
  /** Whatever changes messages or folders: STORE, COPY, MOVE, EXPUNGE, APPEND, CREATE, RENAME, DELETE. */
  | 'change';

/**
 * How far a refusal reaches. `message`: the messages that the command named, or some of them. `folder`: everything in that
 * folder. `account`: every command of this account, on each of its connections. `connection`: this connection alone.
 */
type RefusalScope = 'message' | 'folder' | 'account' | 'connection';

/**
 * How long a refusal holds. `decisive`: the same command is refused until somebody changes something. `temporary`: it may be
 * accepted later. `throttled`: later, and only if fewer commands are sent meanwhile.
 */
type RefusalLasting = 'decisive' | 'temporary' | 'throttled';

/** What a response code says about the command that it refused. */
export interface RefusalClass {
  readonly scope: RefusalScope;
  readonly lasting: RefusalLasting;
}

/** A class for each purpose, or one for all of them. */
type Rule = RefusalClass | Readonly<Record<CommandPurpose, RefusalClass>>;

const decisive = (scope: RefusalScope): RefusalClass => ({ scope, lasting: 'decisive' });
const temporary = (scope: RefusalScope): RefusalClass => ({ scope, lasting: 'temporary' });
const throttled: RefusalClass = { scope: 'account', lasting: 'throttled' };

/** The scope of a fault of the thing that the command was about: the sign-in, the folder, the messages. */
const own = (of: (scope: RefusalScope) => RefusalClass): Record<CommandPurpose, RefusalClass> => ({
  sign_in: of('account'),
  look: of('folder'),
  fetch: of('message'),
  change: of('message'),
});

/** As `own`, but a FETCH or a change is refused because of its folder. */
const ownFolder = (of: (scope: RefusalScope) => RefusalClass): Record<CommandPurpose, RefusalClass> => ({
  sign_in: of('account'),
  look: of('folder'),
  fetch: of('folder'),
  change: of('folder'),
});

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  // RFC 5530, section 3.
  // A part of the server is down: the directory at a sign-in, otherwise the storage of one folder. Yahoo says so of a FETCH with
  // a message that it cannot read.
  ['UNAVAILABLE', { ...ownFolder(temporary), fetch: temporary('message') }],
  ['INUSE', ownFolder(temporary)],
  ['AUTHENTICATIONFAILED', decisive('account')],
  ['AUTHORIZATIONFAILED', decisive('account')],
  ['EXPIRED', decisive('account')],
  ['PRIVACYREQUIRED', decisive('connection')],
  ['CONTACTADMIN', ownFolder(decisive)],
  ['NOPERM', ownFolder(decisive)],
  // Other clients removed messages meanwhile: the next command sees the folder as it is.
  ['EXPUNGEISSUED', temporary('message')],
  ['CORRUPTION', own(decisive)],
  ['SERVERBUG', own(temporary)],
  ['CLIENTBUG', own(decisive)],
  ['CANNOT', own(decisive)],
  // Too many at once: of messages in a command, of connections at a sign-in.
  ['LIMIT', own(temporary)],
  [
    'OVERQUOTA',
    {
      // No sign-in, and nothing that only reads, can exceed a quota of storage. Gmail says so about its limits of
      // commands and bandwidth ("Account exceeded command or bandwidth limits").
      sign_in: throttled,
      look: throttled,
      fetch: throttled,
      change: decisive('account'),
    },
  ],
  ['ALREADYEXISTS', decisive('folder')],
  ['NONEXISTENT', decisive('folder')],

  // RFC 9051, section 7.1.
  ['TRYCREATE', decisive('folder')],
  ['HASCHILDREN', decisive('folder')],
  ['READ-ONLY', decisive('folder')],
  ['BADCHARSET', decisive('message')],
  ['PARSE', decisive('message')],
  ['UNKNOWN-CTE', decisive('message')],
  ['NOTSAVED', temporary('message')],

  // RFC 4469 and RFC 7889, RFC 5259, RFC 9738.
  ['TOOBIG', decisive('message')],
  ['TEMPFAIL', temporary('message')],
  ['MESSAGELIMIT', temporary('message')],

  // Outside the standards: Gmail and Yahoo; Exchange Online; Gmail's demand to sign in with a browser first.
  ['THROTTLED', throttled],
  ['THROTTLE', throttled],
  ['WEBALERT', decisive('account')],
]);

/** Words by which servers say that they throttle, whatever code stands before them. */
const throttlingText = /throttl|exceeded (the )?(command|bandwidth|rate|download|upload)\b/i;

/**
 * What a refusal (a tagged NO or BAD) says about the command, by its response code.
 * @param code without brackets and arguments, in any case: "OVERQUOTA"; empty when there is none
 * @param text the server's words; read for throttling, except where they may repeat a folder's name
 * @returns null when neither says how far and how long the refusal holds
 */
export function refusalClass(code: string, purpose: CommandPurpose, text = ''): RefusalClass | null {
  const name = code.toUpperCase();
  const rule = rules.get(name) ?? null;
  const byCode = rule === null || 'scope' in rule ? rule : rule[purpose];
  // A quota's words name no folder, and a sign-in has none.
  const mayNameFolder = byCode?.lasting === 'decisive' && name !== 'OVERQUOTA' && purpose !== 'sign_in';
  return !mayNameFolder && throttlingText.test(text) ? throttled : byCode;
}
