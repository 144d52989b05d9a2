import type { Attachment, MessageBody, MessageHeader, MessageId } from '../../shared/mail.ts';
import { noFields, type Original, type OriginalFields, readFields } from '../compose/original.ts';
import { messageNotFound } from '../mail/not-found.ts';
import type { AccountRuntime } from './account-runtime.ts';

/** How much of a message is read for its header, in octets. */
const headerLimit = 64 * 1024;

/** A stored message that is answered or forwarded, with its files. */
export interface ReadOriginal {
  readonly original: Original;
  readonly attachments: readonly Attachment[];
  /** Its text is longer than what is fetched of it. */
  readonly truncated: boolean;
}

/** Reads a message: from the cache, else from the server. Throws AppFailure. */
export async function readOriginal(account: AccountRuntime, messageId: MessageId): Promise<ReadOriginal> {
  const header = account.header(messageId);
  const body = await account.reader.body(messageId);
  const inReplyTo = account.store.place(messageId)?.inReplyTo ?? null;
  return { original: originalOf(header, body, inReplyTo), attachments: body.attachments, truncated: body.truncated };
}

/** The beginning of a message, with its header; one character for each octet. Throws AppFailure. */
export async function readHeader(account: AccountRuntime, messageId: MessageId): Promise<string> {
  const place = account.store.place(messageId);
  if (place === null) throw messageNotFound();
  return await account.sync.read(async (connection, signal) => {
    const selected = await connection.select(place.path, signal);
    if (selected.uidValidity !== place.uidValidity) throw messageNotFound();
    const { bytes } = await connection.session.fetchSource(place.uid, headerLimit, signal);
    return Buffer.from(bytes).toString('latin1');
  });
}

/** What the header says beyond ENVELOPE; nothing where the server cannot be asked now. */
export async function readOriginalFields(account: AccountRuntime, messageId: MessageId): Promise<OriginalFields> {
  try {
    return readFields(await readHeader(account, messageId));
  } catch {
    // Offline: In-Reply-To and the Message-ID, which the cache has, are enough for an answer to find its thread.
    return noFields;
  }
}

function originalOf(header: MessageHeader, body: MessageBody, inReplyTo: string | null): Original {
  const { subject, from, to, cc, replyTo, sentAt, receivedAt, messageIdHeader } = header;
  return {
    subject,
    from,
    to,
    cc,
    replyTo,
    sentAt: sentAt ?? receivedAt,
    messageId: messageIdHeader,
    inReplyTo,
    html: body.html,
    text: body.text,
  };
}
