import type { FolderId, MessageId } from '../../shared/mail.ts';
import type { OperationQueue } from '../operations/operation-queue.ts';
import { destinationOf } from '../operations/pending-operations.ts';
import type { MailStore } from '../store/mail-store.ts';

/** The most moves that are remembered, so that memory stays bounded however long Heron runs. */
const mostRemembered = 2_000;

export interface ArrivalsOptions {
  readonly store: Pick<MailStore, 'folderByRole' | 'header'>;
  readonly operations: () => ReturnType<OperationQueue['list']>;
  /** The operations that bring messages from other accounts. */
  readonly coming: () => ReturnType<OperationQueue['transfers']>;
  readonly onArrived: (folderId: FolderId, messageIds: readonly MessageId[]) => void;
}

/**
 * Distinguishes new mail in the inbox from messages that Heron itself moved there. A moved message has a new UID in the
 * inbox, so it is recognised by its Message-ID, or by its subject if it has none.
 */
export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** The keys of remembered moves, oldest first. */
  readonly #moved = new Set<string>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /**
   * The queue changed: remembers its moves to the inbox now, because a finished move leaves the queue before the inbox
   * is synchronised.
   */
  queueChanged(): void {
    const inbox = this.#options.store.folderByRole('inbox')?.path;
    if (inbox === undefined) return;
    const moved = this.#options
      .operations()
      .filter((operation) => operation.folderPath !== inbox && destinationOf(operation) === inbox);
    const coming = this.#options.coming().filter(({ action }) => action.destination === inbox);
    for (const { messageIdHeader, subject } of [...moved, ...coming]) {
      const key = keyOf(messageIdHeader, subject);
      this.#moved.delete(key);
      this.#moved.add(key);
    }
    for (const key of this.#moved) {
      if (this.#moved.size <= mostRemembered) break;
      this.#moved.delete(key);
    }
  }

  /**
   * Reports those of these unread messages that are new mail, if the folder is the inbox. Throws what the store throws.
   */
  appeared(folderId: FolderId, messageIds: readonly MessageId[]): void {
    const { store, onArrived } = this.#options;
    if (store.folderByRole('inbox')?.folderId !== folderId) return;
    const arrived = this.#moved.size === 0 ? messageIds : messageIds.filter((id) => !this.#isOurs(id));
    if (arrived.length > 0) onArrived(folderId, arrived);
  }

  #isOurs(id: MessageId): boolean {
    const header = this.#options.store.header(id);
    return header !== null && this.#moved.has(keyOf(header.messageIdHeader, header.subject));
  }
}

function keyOf(messageIdHeader: string | null, subject: string): string {
  return messageIdHeader === null ? `subject ${subject}` : `id ${messageIdHeader}`;
}
