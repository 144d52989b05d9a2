import type { $brand } from 'zod';
import type { AccountId, Address, MessageId } from './mail.ts';
import type { AppError } from './reply.ts';
import type { Signature } from './writing-settings.ts';

/** A draft, from its first letter until it was sent or thrown away; a UUID made by the engine. */
export type DraftId = string & $brand<'DraftId'>;
/** A file that goes along with a draft. */
export type DraftFileId = string & $brand<'DraftFileId'>;

/** What a draft answers or repeats. */
export type DraftStart =
  | { readonly kind: 'new' }
  /** Only the fields of RFC 6068 that Heron takes: to, cc, bcc, subject, body, in-reply-to. */
  | { readonly kind: 'mailto'; readonly url: string }
  | {
      readonly kind: 'reply' | 'reply_all' | 'forward' | 'forward_attached' | 'edit_as_new';
      readonly messageId: MessageId;
    };

/** What the composer edits. It is saved as a whole, each time as a new revision. */
export interface DraftContent {
  readonly from: Address;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly subject: string;
  readonly format: 'html' | 'plain';
  /** HTML of the editor's own schema, or plain text with `\n` line ends, as `format` says. */
  readonly body: string;
  /** The quoted original, which the editor never touches; null when there is none or the user removed it. */
  readonly quote: DraftQuote | null;
  /** A signature below the quoted original; null where it is part of the text, or where there is none. */
  readonly signature: Signature | null;
}

/** The original under an answer (C8). */
export interface DraftQuote {
  /** For example "On 27 November 2026, Ada Lovelace wrote:", in the composer's language. */
  readonly attribution: string;
  /** The original's HTML; null when it is plain text. */
  readonly html: string | null;
  /** The original's plain text, or the words of its HTML. */
  readonly text: string;
  /** Whether `html` went through the sanitiser (H5). Nothing is sent before. */
  readonly sanitized: boolean;
  /** The original has HTML that was too much to be made safe: its words are sent in its place. */
  readonly reduced?: boolean | undefined;
}

/** In octets. A larger file goes through no mail server: Exchange Online takes 150 MB, most take 25 to 50. */
export const largestFile = 200_000_000;

export interface DraftFile {
  readonly id: DraftFileId;
  readonly filename: string;
  readonly mimeType: string;
  /** Octets before encoding. */
  readonly size: number;
  /** Content-ID without angle brackets where the body shows the file (`cid:`); null for an attachment. */
  readonly contentId: string | null;
}

export interface Draft {
  readonly id: DraftId;
  readonly accountId: AccountId;
  /** Grows by one with each saved content. */
  readonly revision: number;
  readonly start: DraftStart['kind'];
  readonly content: DraftContent;
  readonly files: readonly DraftFile[];
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  /** How far its sending is; null while it is being written. */
  readonly sending: SendingState | null;
  /** The same draft as it was changed elsewhere meanwhile; null where it was not. Both are kept until the user chooses. */
  readonly other: OtherVersion | null;
}

/** A draft's version in the server's Drafts folder that did not come from here. */
export interface OtherVersion {
  /** When it was saved there, milliseconds since the epoch; null where the server does not tell. */
  readonly at: number | null;
  /** The program that saved it, as it names itself; empty where it does not. */
  readonly program: string;
  /** The computer's name where that program was Heron; empty where it is not known. */
  readonly computer: string;
  /** The message that holds it. */
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** How large a message may be that a server takes. */
export interface SizeLimit {
  /** "host:port", or the service's name. */
  readonly server: string;
  /** Null where the server names no limit, or could not be asked yet. */
  readonly octets: number | null;
}

/** Where a composer is shown: in the place of the message that is read, or in a window of its own. */
export type ComposerPlace = 'pane' | 'window';

/** One line of the list of drafts and of the outbox. */
export interface DraftSummary {
  readonly id: DraftId;
  readonly accountId: AccountId;
  readonly subject: string;
  readonly to: readonly Address[];
  readonly changedAt: number;
  readonly sending: SendingState | null;
  /** Where its composer is shown, and comes back after a restart; null while it is closed. */
  readonly place: ComposerPlace | null;
  readonly copy: DraftCopyState;
  /** A message in the account's Drafts folder stands for it, so that it needs no line of its own. */
  readonly inFolder: boolean;
  /** It was changed elsewhere meanwhile, and the user has to choose. */
  readonly conflict: boolean;
}

/** How far a draft's copy in the account's Drafts folder on the server is. */
export type DraftCopyState =
  /** There is nothing to copy yet, it is on its way to its recipients, or its copy was deleted elsewhere. */
  | { readonly kind: 'none' }
  /** It is put there after a pause in writing, or as soon as the server can be reached. */
  | { readonly kind: 'due' }
  /** It is there as it is here. `at`: since when, milliseconds since the epoch; null where another program put it there. */
  | { readonly kind: 'kept'; readonly at: number | null }
  /** The server refused it; it is tried again later. */
  | { readonly kind: 'refused'; readonly error: AppError }
  /** Its files are too large. */
  | { readonly kind: 'too_large' };

/** The outbox's states (Y3, C4). Times are milliseconds since the epoch. */
export type SendingState =
  /** Can still be taken back without a trace. */
  | { readonly kind: 'held'; readonly until: number }
  | { readonly kind: 'scheduled'; readonly at: number }
  /** Waits for a connection, or for a refusal that passes; `error` says why. */
  | { readonly kind: 'waiting'; readonly error: AppError | null; readonly retryAt: number | null }
  | { readonly kind: 'sending' }
  | { readonly kind: 'refused'; readonly error: AppError; readonly refused: readonly string[] }
  /** The connection was lost after the message was handed over: it may have arrived, and is not repeated by itself. */
  | { readonly kind: 'uncertain'; readonly error: AppError; readonly lookedAt: number | null };

/** Whether a message will not leave without the user. */
export function needsUser(state: SendingState | null): boolean {
  return state?.kind === 'refused' || state?.kind === 'uncertain';
}
