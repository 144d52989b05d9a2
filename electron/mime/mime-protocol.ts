import type { Invitation } from '../../shared/invitation.ts';
import type { Attachment } from '../../shared/mail.ts';

/** What mime.worker is started with, as its workerData. */
export interface MimeTask {
  readonly message: Uint8Array;
  /** Null: parses the text and lists the attachments. A number: decodes the attachment with this index. */
  readonly attachmentIndex: number | null;
  /** `message` is not a message but a calendar, in UTF-8. */
  readonly isCalendar?: boolean;
}

/** A message that was parsed as a whole. */
export interface WholeMessage {
  readonly html: string | null;
  readonly text: string | null;
  /** Their part ids ("0.1", "0.2", …) are for `readAttachment`; they are not IMAP sections, which start at 1. */
  readonly attachments: readonly Attachment[];
  /** The text was longer than `parseLimits.textLength`. */
  readonly truncated: boolean;
}

/** The one message that mime.worker posts before it ends. */
export type MimeAnswer =
  | { readonly kind: 'message'; readonly message: WholeMessage }
  | { readonly kind: 'attachment'; readonly bytes: Uint8Array }
  | { readonly kind: 'calendar'; readonly invitation: Invitation | null }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too_many_parts' }
  | { readonly kind: 'unreadable'; readonly reason: string };
