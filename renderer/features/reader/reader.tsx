import type { AccountId, MessageId } from '../../../shared/mail.ts';

/** What the reader's toolbar asks for; the mailbox carries it out through its store, which shows it at once. */
export type ReaderAction = 'mark_read' | 'mark_unread' | 'trash';

export interface ReaderProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** The reader marks nothing as read by itself: whoever opens a message does. */
  readonly onAction: (action: ReaderAction) => void;
  /** Below 900 px the reader takes the list's place: shows a button that leads back. Absent: no button. */
  readonly onBack?: () => void;
}

/**
 * One message: header, what was blocked, text, attachments. Fills its parent. Keys pressed inside the message's frame arrive as bubbling
 * `keydown` events at the frame's element, so shortcuts on `window` or `document` work there too. Follows `mail.messageChanged`.
 */
export function Reader({ accountId, messageId }: ReaderProps) {
  return <article aria-label="Message" data-account={accountId} data-message={messageId} className="h-full" />;
}
