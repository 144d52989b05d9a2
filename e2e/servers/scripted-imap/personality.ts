/** What makes one IMAP server different from another, as data. README.md says how to add one. */

/** A folder that a new mailbox has; INBOX is always there and is not listed here. */
interface PersonalityFolder {
  /** The whole path, in Unicode. */
  readonly path: string;
  /** The attributes of LIST besides \HasChildren and \HasNoChildren, for example "\Sent" or "\Noselect". */
  readonly attributes?: readonly string[];
}

/** A prefix and its delimiter, as NAMESPACE answers them (RFC 2342). */
type Namespace = readonly [prefix: string, delimiter: string | null];

/** One server: what it announces, how it words its answers, and what it refuses or leaves out. */
export interface Personality {
  readonly name: string;
  /** Where each answer was seen: RFCs, public issues, documentation, source code. */
  readonly sources: readonly string[];
  /** The line after `* `, for example "OK Dovecot ready." */
  readonly greeting: string;
  /** Announced before and after the sign-in. */
  readonly capabilities: { readonly before: string; readonly after: string };
  /** What a tagged OK says; `{}` stands for the command's name. */
  readonly completed: string;
  readonly delimiter: string | null;
  /** Null: the server does not know NAMESPACE. */
  readonly namespaces: {
    readonly personal: readonly Namespace[];
    readonly other: readonly Namespace[];
    readonly shared: readonly Namespace[];
  } | null;
  /** How LIST spells the inbox; "INBOX" by default. */
  readonly inboxName?: string;
  readonly folders: readonly PersonalityFolder[];
  /** CREATE outside of these prefixes is answered with `text`, for example "NO Invalid mailbox name." */
  readonly create?: { readonly within: string; readonly text: string };
  /** Answers that lack something. */
  readonly omits?: readonly ('select-uidnext' | 'status-uidnext')[];
  /** Without ID before them, SELECT and EXAMINE are answered with this text; `{}` stands for the command's name. */
  readonly idFirst?: string;
  /** A sign-in with a wrong password, and one with a wrong token. */
  readonly refusals: { readonly password: string; readonly token: string };
  /** What a FETCH of a message that cannot be fetched is answered with; what comes before it is sent. */
  readonly fetchRefusal?: string;
  /** Folders are labels: a message in several of them is one message (Gmail). */
  readonly labels?: { readonly all: string; readonly trash: string; readonly junk: string };
  /** What SELECT and STATUS of a folder that is not there are answered with. */
  readonly missingFolder?: string;
}
