import type { Attachment, MessageId } from '../../shared/mail.ts';
import type { FileTextClient } from '../mime/file-text-client.ts';
import { fileTextKind, fileTextLimits } from '../mime/file-text-protocol.ts';
import type { Changes, MailStore } from '../store/mail-store.ts';
import type { ForegroundGate } from '../sync/connections/foreground-gate.ts';

export interface FileTextsOptions {
  readonly store: Pick<MailStore, 'attachments' | 'hasFileText' | 'saveFileText'>;
  /** Undefined: nothing is read. */
  readonly client: FileTextClient | undefined;
  /** The user wants attachments to be searched. */
  readonly isWanted: () => boolean;
  readonly gate: Pick<ForegroundGate, 'pass'>;
  /** These rows may be found by other words now. */
  readonly onRead: (changes: readonly Changes[]) => void;
  readonly log: (level: 'warn', text: string) => void;
}

/**
 * Reads the text of attachments that were opened, shown or saved, once each, so that the search finds them. Nothing is fetched for it: the octets
 * are those that the user asked for. Files wait in memory for their turn, so few do.
 */
export class FileTexts {
  readonly #options: FileTextsOptions;
  readonly #stop = new AbortController();
  #waiting = 0;

  constructor(options: FileTextsOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Passes an attachment's octets on, and reads its text after the last of them. Passes them on alone where that is not wanted. */
  async *reading(
    messageId: MessageId,
    partId: string,
    chunks: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void> {
    let kept: Uint8Array[] | null = this.#wanted(messageId, partId) === null ? null : [];
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > fileTextLimits.inputBytes) kept = null;
      kept?.push(chunk);
      yield chunk;
    }
    if (kept !== null) this.read(messageId, partId, Buffer.concat(kept));
  }

  /** Reads the text of an attachment, of which all octets are here, in its turn. */
  read(messageId: MessageId, partId: string, bytes: Uint8Array): void {
    const attachment = this.#wanted(messageId, partId);
    if (attachment === null) return;
    this.#waiting++;
    void this.#read(messageId, attachment, bytes)
      .catch((error: unknown) => this.#options.log('warn', `Reading an attachment failed: ${String(error)}`))
      .finally(() => {
        this.#waiting--;
      });
  }

  #wanted(messageId: MessageId, partId: string): Attachment | null {
    const { store, client, isWanted } = this.#options;
    if (client === undefined || !isWanted() || this.#stop.signal.aborted || this.#waiting >= mostWaiting) return null;
    const attachment = store.attachments(messageId).find((each) => each.partId === partId);
    if (attachment === undefined || attachment.inline || fileTextKind(attachment) === null) return null;
    return store.hasFileText(messageId, partId) ? null : attachment;
  }

  async #read(messageId: MessageId, attachment: Attachment, bytes: Uint8Array): Promise<void> {
    const { store, client, isWanted, gate, onRead } = this.#options;
    const kind = fileTextKind(attachment);
    if (client === undefined || kind === null) return;
    const answer = await client.read(kind, bytes, this.#stop.signal);
    await gate.pass();
    if (this.#stop.signal.aborted || !isWanted()) return;
    // One that cannot be read, or would take too long, is not tried again: it says the same the next time.
    onRead(store.saveFileText(messageId, attachment.partId, answer.kind === 'text' ? answer.text : null));
  }
}

/** So many files wait for their turn; others are read when they are opened again. */
const mostWaiting = 4;
