import { imageSender } from '../../shared/image-sender.ts';
import type { AccountId, Folder, FolderId, MessageHeader, MessageId, RemoteImages } from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import type { AccountStore } from '../accounts/account-store.ts';

/** Which message is meant. */
export interface MessagePlace {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

interface PermissionPorts {
  readonly store: Pick<AccountStore, 'preferences' | 'imageSenders' | 'saveImageSenders'>;
  readonly header: (place: MessagePlace) => Promise<Reply<MessageHeader>>;
  readonly folders: (accountId: AccountId) => Promise<Reply<readonly Folder[]>>;
}

/** The most senders that the settings file takes; beyond it the one allowed longest ago is removed. */
const maxSenders = 5000;
const maxMessages = 10_000;

/** Whose images may be loaded (H4): single messages until Heron quits, senders until the user removes them. */
export class ImagePermissions {
  readonly #ports: PermissionPorts;
  readonly #messages = new Set<string>();
  /** The user hid the images of these, whoever sent them. */
  readonly #hidden = new Set<string>();
  readonly #asked = new Map<string, Promise<'always' | 'ask'>>();

  constructor(ports: PermissionPorts) {
    this.#ports = ports;
  }

  /** What is done with a message's images. `ask` when the message cannot be read. */
  async state(place: MessagePlace): Promise<RemoteImages> {
    if (this.#isOff()) return 'never';
    if (this.#hidden.has(keyOf(place))) return 'ask';
    if (this.#messages.has(keyOf(place))) return 'allowed';
    if (this.senders().length === 0) return 'ask';
    // All images of a message are requested at once, so they share one look-up.
    const asked =
      this.#asked.get(keyOf(place)) ?? this.#bySender(place).finally(() => this.#asked.delete(keyOf(place)));
    this.#asked.set(keyOf(place), asked);
    return asked;
  }

  /** Errors: forbidden (images are off, or From is not one plain address), those of reading the header, disk_full, storage_failed. */
  async allow(place: MessagePlace, scope: 'message' | 'sender'): Promise<Reply<null>> {
    if (this.#isOff()) return failure(imagesOff());
    const header = await this.#ports.header(place);
    if (!header.ok) return header;
    if (scope === 'sender') {
      const sender = imageSender(header.value.from);
      if (sender === null) return failure(noSingleSender());
      const saved = this.#save([...this.senders().filter((known) => known !== sender), sender].slice(-maxSenders));
      // From now on it is the sender's permission that counts, and that can be taken back in the settings.
      if (saved.ok) for (const set of [this.#hidden, this.#messages]) set.delete(keyOf(place));
      return saved;
    }
    this.#hidden.delete(keyOf(place));
    remember(this.#messages, keyOf(place));
    return success(null);
  }

  /** Blocks the images of one message again: until Heron quits, or the user shows them, also those of an allowed sender. */
  block(place: MessagePlace): null {
    this.#messages.delete(keyOf(place));
    remember(this.#hidden, keyOf(place));
    return null;
  }

  /** Allowed senders, lower case, in the order they were allowed. */
  senders(): readonly string[] {
    return this.#ports.store.imageSenders();
  }

  /** Removes a sender, whose images are asked for from now on. Errors: disk_full, storage_failed. */
  removeSender(sender: string): Reply<null> {
    const left = this.senders().filter((known) => known !== sender.trim().toLowerCase());
    return left.length === this.senders().length ? success(null) : this.#save(left);
  }

  async #bySender(place: MessagePlace): Promise<'always' | 'ask'> {
    const header = await this.#ports.header(place);
    const sender = header.ok ? imageSender(header.value.from) : null;
    if (!header.ok || sender === null || !this.senders().includes(sender)) return 'ask';
    // From can be forged, and forged mail should be in junk: in junk an allowed sender does not count, only a
    // permission for the message itself.
    return (await this.#isJunk(place.accountId, header.value.folderId)) ? 'ask' : 'always';
  }

  async #isJunk(accountId: AccountId, folderId: FolderId): Promise<boolean> {
    const folders = await this.#ports.folders(accountId);
    return !folders.ok || folders.value.find(({ id }) => id === folderId)?.role === 'junk';
  }

  #save(senders: readonly string[]): Reply<null> {
    return this.#ports.store.saveImageSenders(senders);
  }

  #isOff(): boolean {
    return this.#ports.store.preferences().remoteImages === 'never';
  }
}

/** Adds a message; beyond the most, the one that was added first is forgotten. */
function remember(messages: Set<string>, key: string): void {
  messages.add(key);
  const [oldest] = messages;
  if (messages.size > maxMessages && oldest !== undefined) messages.delete(oldest);
}

function keyOf({ accountId, messageId }: MessagePlace): string {
  return `${accountId}/${messageId}`;
}

function imagesOff(): AppError {
  return { code: 'forbidden', params: { reason: 'images_off' }, retryable: false };
}

function noSingleSender(): AppError {
  return { code: 'forbidden', params: { reason: 'no_single_sender' }, retryable: false };
}
