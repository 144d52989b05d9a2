import { create } from 'zustand';
import type { Attachment, MessageId } from '../../shared/mail.ts';

/** What of a message is shown: its text, its header's fields, all of it as it came, or one of its files. */
export type MessageSide = 'message' | 'headers' | 'source' | 'preview';

interface ReaderView {
  /** The message whose other side is shown; any other one shows its text. */
  readonly messageId: MessageId | null;
  readonly side: MessageSide;
  /** The file that `preview` is about. */
  readonly file: Attachment | null;
  /** Plain text in letters of one width, for tables and drawings in it. */
  readonly fixedWidth: boolean;
  /** The message that is shown in its sender's colours also in a dark window. */
  readonly original: MessageId | null;
}

const useReaderView = create<ReaderView>()(() => ({
  messageId: null,
  side: 'message',
  file: null,
  fixedWidth: false,
  original: null,
}));

/** Shows that side of a message, until another message is opened. */
export function showOf(messageId: MessageId, side: Exclude<MessageSide, 'preview'>): void {
  useReaderView.setState({ messageId, side, file: null });
}

/** Shows a file of the message in its place. */
export function showPreview(messageId: MessageId, file: Attachment): void {
  useReaderView.setState({ messageId, side: 'preview', file });
}

/** The message is not open any more; opened again, it shows its text. */
export function forgetSide(messageId: MessageId): void {
  useReaderView.setState((view) =>
    view.messageId === messageId ? { messageId: null, side: 'message', file: null } : view,
  );
}

export function toggleFixedWidth(): void {
  useReaderView.setState(({ fixedWidth }) => ({ fixedWidth: !fixedWidth }));
}

/** In a dark window: the sender's colours for this message, or adapted ones again. */
export function toggleOriginalColours(messageId: MessageId): void {
  useReaderView.setState(({ original }) => ({ original: original === messageId ? null : messageId }));
}

export function useOriginalColours(messageId: MessageId): boolean {
  return useReaderView(({ original }) => original === messageId);
}

export function useSide(messageId: MessageId): MessageSide {
  return useReaderView((view) => (view.messageId === messageId ? view.side : 'message'));
}

export function usePreviewed(messageId: MessageId): Attachment | null {
  return useReaderView((view) => (view.messageId === messageId ? view.file : null));
}

export function isFixedWidth(): boolean {
  return useReaderView.getState().fixedWidth;
}

export function useFixedWidth(): boolean {
  return useReaderView(({ fixedWidth }) => fixedWidth);
}
