import { create } from 'zustand';
import type { MessageId } from '../../shared/mail.ts';

/** What of a message is shown: its text, its header's fields, or all of it as it came. */
export type MessageSide = 'message' | 'headers' | 'source';

interface ReaderView {
  /** The message whose other side is shown; any other one shows its text. */
  readonly messageId: MessageId | null;
  readonly side: MessageSide;
  /** Plain text in letters of one width, for tables and drawings in it. */
  readonly fixedWidth: boolean;
}

const useReaderView = create<ReaderView>()(() => ({ messageId: null, side: 'message', fixedWidth: false }));

/** Shows that side of a message, until another message is opened. */
export function showOf(messageId: MessageId, side: MessageSide): void {
  useReaderView.setState({ messageId, side });
}

/** The message is not open any more; opened again, it shows its text. */
export function forgetSide(messageId: MessageId): void {
  useReaderView.setState((view) => (view.messageId === messageId ? { messageId: null, side: 'message' } : view));
}

export function toggleFixedWidth(): void {
  useReaderView.setState(({ fixedWidth }) => ({ fixedWidth: !fixedWidth }));
}

export function useSide(messageId: MessageId): MessageSide {
  return useReaderView((view) => (view.messageId === messageId ? view.side : 'message'));
}

export function useFixedWidth(): boolean {
  return useReaderView(({ fixedWidth }) => fixedWidth);
}
