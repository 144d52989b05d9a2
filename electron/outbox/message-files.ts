import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BuiltMessage } from '../compose/build-message.ts';
import type { StoredMessage } from '../drafts/draft.ts';
import { flushFolder } from '../platform/atomic-write.ts';

/** Messages as they are sent, each built once and kept until nothing is left to be done with it. */
export class MessageFiles {
  readonly #folder: string;

  /** @param folder made when the first message is written */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a message, flushed to the disk. Rejects with what reading its files or writing threw; nothing is left behind then. */
  async write(messageId: string, { stream, bccField }: BuiltMessage): Promise<StoredMessage> {
    const file = fileName(messageId);
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(this.#folder, file);
    let size = 0;
    let eightBit = false;
    const handle = await open(path, 'w', 0o600);
    try {
      for await (const chunk of stream) {
        const octets: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        size += octets.length;
        eightBit ||= octets.some((octet) => octet > 127);
        await handle.writeFile(octets);
      }
      await handle.sync();
    } catch (error) {
      await handle.close();
      await rm(path, { force: true });
      throw error;
    }
    await handle.close();
    await flushFolder(this.#folder);
    return { file, size, eightBit, bccField };
  }

  open({ file }: StoredMessage): Readable {
    return createReadStream(join(this.#folder, file), { highWaterMark: 64 * 1024 });
  }

  /** The message as its sender keeps it, with Bcc. */
  async copy({ file, bccField }: StoredMessage): Promise<Uint8Array> {
    const message = await readFile(join(this.#folder, file));
    return bccField === '' ? message : Buffer.concat([Buffer.from(bccField), message]);
  }

  async remove({ file }: StoredMessage): Promise<void> {
    await rm(join(this.#folder, file), { force: true });
  }

  /** Deletes the messages that nothing refers to. */
  async sweep(known: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    for (const name of names) if (!known.has(name)) await rm(join(this.#folder, name), { force: true });
  }
}

function fileName(messageId: string): string {
  return `${messageId.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 36)}.eml`;
}
