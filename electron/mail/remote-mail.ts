import type { Address, FolderRole } from '../../shared/mail.ts';
import { tagsAmong } from '../../shared/tags.ts';
import type { MailingList } from './mailing-list.ts';
import type { FolderNamespace } from './namespaces.ts';

/** A folder from LIST. */
export interface RemoteFolder {
  /** Decoded from modified UTF-7; every verb of ImapSession takes this form. */
  readonly path: string;
  readonly name: string;
  readonly delimiter: string | null;
  readonly role: FolderRole | null;
  readonly selectable: boolean;
  readonly namespace: FolderNamespace;
}

/** The highest UID: an unsigned 32-bit number (RFC 9051 section 2.3.1.1). */
export const maxUid = 2 ** 32 - 1;

/**
 * What stands for the UIDVALIDITY of a folder for which the server tells none, or 0, which RFC 9051 does not allow. A cache
 * that is kept under it has to be compared with the server's messages before it is believed.
 */
export const noUidValidity = 0;

/** STATUS items (RFC 9051 section 6.3.11); null: the server did not tell. `highestModseq` is null without CONDSTORE. */
export interface RemoteStatus {
  readonly messages: number | null;
  readonly unseen: number | null;
  readonly uidNext: number | null;
  readonly uidValidity: number | null;
  readonly highestModseq: bigint | null;
}

/** A folder's state as SELECT told it; null: neither SELECT nor STATUS told. */
export interface SelectedFolder {
  readonly path: string;
  readonly exists: number | null;
  readonly uidNext: number | null;
  /** `noUidValidity` when the server tells none. */
  readonly uidValidity: number;
  readonly highestModseq: bigint | null;
  readonly readOnly: boolean;
  /**
   * PERMANENTFLAGS: the flags that the server keeps; "\*" where it keeps any. Left out where the server did not say, which means all of
   * them unless the folder is read-only (RFC 9051 section 7.1).
   */
  readonly permanentFlags?: readonly string[];
}

/** Whether the server keeps a flag that is set in this folder. */
export function keepsFlag(
  { readOnly, permanentFlags }: Pick<SelectedFolder, 'readOnly' | 'permanentFlags'>,
  flag: '\\Seen' | '\\Flagged' | '\\Answered' | '\\Deleted' | '$Forwarded',
): boolean {
  if (permanentFlags === undefined) return !readOnly;
  return permanentFlags.some((name) => name === '\\*' || name.toLowerCase() === flag.toLowerCase());
}

/** The only tags that the server keeps in this folder, which may be none; null where it keeps any. */
export function keptTags({
  readOnly,
  permanentFlags,
}: Pick<SelectedFolder, 'readOnly' | 'permanentFlags'>): readonly string[] | null {
  if (permanentFlags === undefined) return readOnly ? [] : null;
  return permanentFlags.includes('\\*') ? null : tagsAmong(permanentFlags);
}

/** A leaf of BODYSTRUCTURE that is not a multipart. */
export interface RemotePart {
  /** IMAP section number; "1" for a single-part message. */
  readonly partId: string;
  /** Lower case, for example "text/html". */
  readonly mimeType: string;
  readonly charset: string | null;
  /** Content-Transfer-Encoding, lower case. */
  readonly encoding: string;
  /** Octets as encoded. */
  readonly size: number;
  readonly disposition: 'inline' | 'attachment' | null;
  /** As received, decoded from RFC 2047/2231 but not made safe. */
  readonly filename: string | null;
  readonly contentId: string | null;
  /** Content-Location (RFC 2557), an address by which HTML may refer to the part; absent where there is none. */
  readonly contentLocation?: string;
  /** Present for `format=flowed` (RFC 3676); `delSp` is its parameter DelSp. */
  readonly flowed?: { readonly delSp: boolean };
  /** The mime types of the enclosing multiparts, outermost first, for example ["multipart/mixed", "multipart/alternative"]. */
  readonly within: readonly string[];
}

/** Flags as Heron uses them. Of the keywords, $Forwarded and tags mean something to a person; all others stay at the server. */
export interface RemoteFlags {
  readonly seen: boolean;
  readonly flagged: boolean;
  readonly answered: boolean;
  /** The keyword $Forwarded (RFC 5788), or what it was called before: Forwarded. */
  readonly forwarded: boolean;
  readonly draft: boolean;
  readonly deleted: boolean;
  /** Keywords that people give, as `tagsAmong` lists them; left out, or empty, where there are none. */
  readonly tags?: readonly string[];
}

/**
 * One message's headers from FETCH (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE). Strings are decoded, bounded in length,
 * and free of control characters; null: the server did not tell.
 */
export interface RemoteEnvelope {
  readonly uid: number;
  readonly flags: RemoteFlags | null;
  /** Milliseconds since the epoch. */
  readonly internalDate: number | null;
  /** The Date header, milliseconds since the epoch. */
  readonly sentAt: number | null;
  /** Octets. */
  readonly size: number | null;
  readonly subject: string;
  readonly from: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly replyTo: readonly Address[];
  /** The Message-ID header (RFC 5322 section 3.6.4), with its angle brackets. */
  readonly messageIdHeader: string | null;
  readonly inReplyTo: string | null;
  readonly parts: readonly RemotePart[];
  /** What names the message in all folders: EMAILID (RFC 8474) or Gmail's X-GM-MSGID. Absent where the server has neither. */
  readonly emailId?: string;
  /** The server's own id of the message's thread: THREADID (RFC 8474) or Gmail's X-GM-THRID. Absent where the server has neither. */
  readonly threadId?: string;
}

/** What a message has besides its octets: flags and keywords as the server tells them, INTERNALDATE (milliseconds since the epoch), octets; null: not told. */
export interface MessageFacts {
  readonly flags: readonly string[];
  readonly internalDate: number | null;
  readonly size: number | null;
}

/** UIDs from..to, both included. `to` may be beyond the newest. */
export interface UidRange {
  readonly from: number;
  readonly to: number;
}

/** Messages by their sequence numbers from..to, both included: 1 is the oldest. */
export interface SequenceRange {
  readonly sequence: UidRange;
}

/** Words that the server is to look for (RFC 9051 section 6.4.4): in the whole message, or in a part of it; or a flag or keyword, as it is named there. */
export interface RemoteSearchKey {
  readonly not: boolean;
  readonly place: 'text' | 'subject' | 'from' | 'to' | 'cc' | 'body' | 'list' | 'flag';
  readonly words: string;
}

/** Header fields that say what a message belongs to; null where it does not have them. */
export interface LinkFields {
  /** References (RFC 5322 section 3.6.4), unfolded. */
  readonly references: string | null;
  readonly list: MailingList | null;
}
