import type { Invitation } from '../../shared/invitation.ts';
import type { ListUnsubscribe, MessageBody, MessageHeaders, MessageId } from '../../shared/mail.ts';
import { AppFailure } from '../../shared/reply.ts';
import { decodeMailboxName } from '../imap/folder-names.ts';
import type { ImapSession } from '../imap/session.ts';
import type { MailingList } from '../mail/mailing-list.ts';
import { messageNotFound } from '../mail/not-found.ts';
import type { RemotePart } from '../mail/remote-mail.ts';
import { attachmentsOf } from '../mime/attachments.ts';
import { type BodySelection, composeBody, selectBodyParts } from '../mime/body.ts';
import { decodeCharset } from '../mime/charset.ts';
import { fileTextKind } from '../mime/file-text-protocol.ts';
import { listUnsubscribe, mailingListOf } from '../mime/mailing-list.ts';
import type { MimeClient } from '../mime/mime-client.ts';
import { parseLimits } from '../mime/parse-limits.ts';
import { partText } from '../mime/part-text.ts';
import { shownHeaders } from '../mime/shown-headers.ts';
import { snippetOf } from '../mime/snippet.ts';
import { hasWords, showsAnything } from '../mime/visible.ts';
import type { Changes, MailStore, MessagePlace } from '../store/mail-store.ts';
import type { AccountSync } from '../sync/account-sync.ts';
import { readingError } from '../sync/connections/connection-faults.ts';
import type { LaneConnection } from '../sync/connections/lane.ts';
import { partNotFound, partTooLarge, wasCancelled } from './engine-errors.ts';
import type { FileTexts } from './file-texts.ts';

/** Octets fetched of a text part; the rest can be seen in the source. */
const textLimit = 2 * 1024 * 1024;
const sourceLimit = 1024 * 1024;
const headerLimit = 256 * 1024;
/** Octets that are read of a calendar, still encoded. */
const calendarLimit = 1024 * 1024;
/** Octets of a header in which a list's addresses are looked for, and how many messages' lists are remembered. */
const listHeaderLimit = 64 * 1024;
const mostLists = 500;
/** Octets of a file that are shown as text. */
const previewLimit = 256 * 1024;
const inlineLimit = 10 * 1024 * 1024;
/** Larger parts go over a connection of their own. */
const shortRead = 512 * 1024;
/** The largest text that is fetched ahead, in encoded octets. */
const aheadLimit = 256 * 1024;
/** A blank message of at most this size is fetched as a whole, to look for text that BODYSTRUCTURE does not tell of. */
const smallMessage = 256 * 1024;
/** Ids of parts of a message that was parsed as a whole. */
const fallbackPart = /^0\./;

export interface MessageReaderOptions {
  readonly store: MailStore;
  readonly sync: Pick<AccountSync, 'read' | 'transfer'>;
  readonly mime: MimeClient;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A text is stored now, so that these rows show another snippet. */
  readonly onBody: (changes: readonly Changes[]) => void;
  /** The same of a text that was fetched ahead. */
  readonly onBodyAhead: (changes: readonly Changes[]) => void;
  /** It is known now to which mailing list a message was sent; null: to none. */
  readonly onList: (messageId: MessageId, list: MailingList | null) => void;
  /** Hears of attachments that are read here. */
  readonly files: Pick<FileTexts, 'reading' | 'read'>;
  /** The server told of all labels of a message, by the paths of their folders. */
  readonly onLabels: (messageId: MessageId, paths: readonly string[]) => void;
  /** The server no longer has it. */
  readonly onGone: (place: MessagePlace) => void;
}

/** Runs a read of a message on a connection in which the message's folder is selected. */
type Read = <T>(place: MessagePlace, work: (session: ImapSession, signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Reads a message's text, parts and source: from the cache, else from the server. Throws AppFailure; `offline` where the server cannot be reached. */
export class MessageReader {
  readonly #options: MessageReaderOptions;
  readonly #lists = new Map<MessageId, ListUnsubscribe | null>();
  readonly #bodies = new Map<MessageId, Promise<MessageBody>>();

  constructor(options: MessageReaderOptions) {
    this.#options = options;
  }

  /** The text, from the cache or the server. Concurrent calls for one message share one fetch. */
  async body(messageId: MessageId): Promise<MessageBody> {
    const { store, now } = this.#options;
    const stored = store.body(messageId);
    if (stored !== null) {
      store.noteRead(messageId, now());
      return stored;
    }
    const stub = store.stub(messageId);
    if (stub !== null) throw new AppFailure(stub.error);
    const running = this.#bodies.get(messageId);
    if (running !== undefined) return await running;
    const body = this.#fetchBody(messageId).finally(() => this.#bodies.delete(messageId));
    this.#bodies.set(messageId, body);
    return await body;
  }

  /**
   * Fetches and stores a text ahead, over an open connection. Returns false when it is left until the message is
   * opened: a large text, or one that needs the whole message. Does not share a fetch with `body`, so a text may be
   * fetched twice. Throws AppFailure.
   */
  async fetchAhead(messageId: MessageId, connection: LaneConnection, signal: AbortSignal): Promise<boolean> {
    const { store, onBodyAhead } = this.#options;
    const place = this.#place(messageId);
    const selection = selectBodyParts(place.parts);
    if (place.parts.length === 0 || this.#bodies.has(messageId) || textSize(selection) > aheadLimit) return false;
    const read: Read = (_place, work) => this.#translated(place, () => inPlace(place, connection, work, signal));
    const body = await this.#partsBody(messageId, place, selection, read, aheadLimit);
    // Nothing came, or more than BODYSTRUCTURE told; or the text may be where BODYSTRUCTURE does not tell.
    if (body === null || body.truncated || mayHideText(place, body)) return false;
    if (store.body(messageId) !== null) return true;
    onBodyAhead(store.saveBody(messageId, body, snippetOf(body)));
    return true;
  }

  async source(messageId: MessageId): Promise<{ source: string; truncated: boolean }> {
    const place = this.#place(messageId);
    const { bytes, truncated } = await this.#read(place, (session, signal) =>
      session.fetchSource(place.uid, sourceLimit, signal),
    );
    return { source: latin1(bytes), truncated };
  }

  /** The header's fields, decoded, and the header as it is; the first 256 KB of it. */
  async headers(messageId: MessageId): Promise<MessageHeaders> {
    const place = this.#place(messageId);
    const { bytes, truncated } = await this.#read(place, (session, signal) =>
      session.fetchPart(place.uid, 'HEADER', headerLimit, signal),
    );
    return shownHeaders(bytes, truncated);
  }

  /** A decoded part, at most 10 MB. */
  async part(messageId: MessageId, partId: string): Promise<{ mimeType: string; bytes: Uint8Array }> {
    const place = this.#place(messageId);
    if (fallbackPart.test(partId)) {
      const mimeType = this.#attachmentType(messageId, partId);
      const bytes = await this.#fallbackPart(place, partId, new AbortController().signal);
      this.#options.files.read(messageId, partId, bytes);
      return { mimeType, bytes };
    }
    const part = place.parts.find((candidate) => candidate.partId === partId);
    if (part === undefined) throw partNotFound();
    // Encoded sizes; base64 is a third longer than what it stands for.
    if (part.size > inlineLimit * 1.5) throw partTooLarge();
    const collect = async (session: ImapSession, signal: AbortSignal): Promise<Uint8Array> => {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of session.streamPart(place.uid, partId, signal)) {
        length += chunk.length;
        if (length > inlineLimit) throw partTooLarge();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    };
    const bytes = await (part.size <= shortRead ? this.#read(place, collect) : this.#transfer(place, collect));
    this.#options.files.read(messageId, partId, bytes);
    return { mimeType: part.mimeType, bytes };
  }

  /** The event that the message invites to, cancels or answers; null where it has none that can be read. */
  async invitation(messageId: MessageId): Promise<Invitation | null> {
    const place = this.#place(messageId);
    const part = place.parts.find(isCalendar);
    if (part === undefined) return null;
    const { bytes, truncated } = await this.#read(place, (session, signal) =>
      session.fetchPart(place.uid, part.partId, calendarLimit, signal),
    );
    const text = partText({ ...part, mimeType: 'text/plain' }, bytes, truncated);
    const reply = await this.#options.mime.readInvitation(Buffer.from(text), new AbortController().signal);
    return reply.ok ? reply.value : null;
  }

  /** Asks for the labels of a message that is shown, since the folders of most are not stored here. Nothing where folders are no labels. */
  async labels(messageId: MessageId): Promise<void> {
    if (!this.#options.store.labelled) return;
    const place = this.#place(messageId);
    const told = await this.#read(place, (session, signal) => session.fetchLabels(place.uid, signal));
    // Gmail's spelling of names may be the one that LIST had before UTF-8 was switched on.
    const names = told?.flatMap((name) => [name, decodeMailboxName(name) ?? name]);
    if (names !== undefined) this.#options.onLabels(messageId, [place.path, ...names]);
  }

  /** How the message's list is left. Asked once for each message that is shown, so that syncing need not ask for it. */
  async listUnsubscribe(messageId: MessageId): Promise<ListUnsubscribe | null> {
    const known = this.#lists.get(messageId);
    if (known !== undefined) return known;
    const place = this.#place(messageId);
    const { bytes } = await this.#read(place, (session, signal) =>
      session.fetchPart(place.uid, 'HEADER', listHeaderLimit, signal),
    );
    const list = listUnsubscribe(bytes);
    this.#options.onList(messageId, mailingListOf(bytes));
    if (this.#lists.size >= mostLists) this.#lists.clear();
    this.#lists.set(messageId, list);
    return list;
  }

  /** The beginning of a part as text, whatever its type. */
  async partText(messageId: MessageId, partId: string): Promise<{ text: string; truncated: boolean }> {
    const place = this.#place(messageId);
    if (fallbackPart.test(partId)) {
      const bytes = await this.#fallbackPart(place, partId, new AbortController().signal);
      this.#options.files.read(messageId, partId, bytes);
      const truncated = bytes.length > previewLimit;
      return { text: decodeCharset(bytes.subarray(0, previewLimit), null, truncated).replaceAll('\0', ''), truncated };
    }
    const part = place.parts.find((candidate) => candidate.partId === partId);
    if (part === undefined) throw partNotFound();
    const { bytes, truncated } = await this.#read(place, (session, signal) =>
      session.fetchPart(place.uid, partId, previewLimit, signal),
    );
    const text = partText(part, bytes, truncated);
    // Decoded already, so of plain text this is all. What is longer is read when it is opened.
    const kind = fileTextKind({ mimeType: part.mimeType, filename: part.filename ?? '' });
    if (!truncated && kind === 'text') this.#options.files.read(messageId, partId, Buffer.from(text));
    return { text, truncated };
  }

  /** A decoded part of any size, handed to `take` in chunks. */
  async streamPart(
    messageId: MessageId,
    partId: string,
    take: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const place = this.#place(messageId);
    if (fallbackPart.test(partId)) {
      const bytes = await this.#fallbackPart(place, partId, signal);
      await take(this.#options.files.reading(messageId, partId, oneChunk(bytes)));
      return;
    }
    if (!place.parts.some((part) => part.partId === partId)) throw partNotFound();
    await this.#transfer(place, (session, laneSignal) =>
      take(
        this.#options.files.reading(
          messageId,
          partId,
          untilCancelled(session.streamPart(place.uid, partId, laneSignal), signal),
        ),
      ),
    );
  }

  /** The whole message as it is on the server, at most 25 MB, handed to `take`. */
  async streamMessage(messageId: MessageId, take: (chunks: AsyncIterable<Uint8Array>) => Promise<void>): Promise<void> {
    await take(oneChunk(await this.#whole(this.#place(messageId))));
  }

  /** The whole message octet for octet as it is on the server, of any size, handed to `take` in chunks. */
  async streamSource(
    messageId: MessageId,
    take: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const place = this.#place(messageId);
    await this.#transfer(place, (session, laneSignal) =>
      take(untilCancelled(session.streamSource(place.uid, laneSignal), signal)),
    );
  }

  async #fetchBody(messageId: MessageId): Promise<MessageBody> {
    const { store, onBody, now } = this.#options;
    const place = this.#place(messageId);
    const selection = selectBodyParts(place.parts);
    const read: Read = (from, work) => this.#read(from, work);
    const told = place.parts.length === 0 ? null : await this.#partsBody(messageId, place, selection, read, textLimit);
    const body = await this.#withHiddenText(messageId, place, told);
    onBody(store.saveBody(messageId, body, snippetOf(body), now()));
    return body;
  }

  /** Null when BODYSTRUCTURE told of text and the server sent none: then BODYSTRUCTURE cannot be trusted. */
  async #partsBody(
    messageId: MessageId,
    place: MessagePlace,
    selection: BodySelection,
    read: Read,
    limit: number,
  ): Promise<MessageBody | null> {
    const parts = textParts(selection);
    const fetched = await read(place, async (session, signal) => {
      const sections = [];
      for (const part of parts) {
        sections.push({ part, ...(await session.fetchPart(place.uid, part.partId, limit, signal)) });
      }
      return sections;
    });
    if (textSize(selection) > 0 && fetched.every(({ bytes }) => bytes.length === 0)) return null;
    const texts = new Map(fetched.map(({ part, bytes, truncated }) => [part.partId, partText(part, bytes, truncated)]));
    return {
      id: messageId,
      ...composeBody(selection, texts),
      truncated: fetched.some(({ truncated }) => truncated),
      attachments: attachmentsOf(place.parts, selection),
    };
  }

  /**
   * The text that BODYSTRUCTURE told of, or, where that is blank and the message may hold more, the text that a parse of the
   * whole message finds. Servers give up at a broken boundary, and tell of an empty part.
   */
  async #withHiddenText(messageId: MessageId, place: MessagePlace, told: MessageBody | null): Promise<MessageBody> {
    if (told === null) return await this.#wholeBody(messageId, place);
    if (!mayHideText(place, told)) return told;
    const whole = await this.#wholeBody(messageId, place).catch((error: unknown) => {
      // What cannot be parsed, or is gone, has no more to show.
      if (error instanceof AppFailure && !error.error.retryable) return told;
      throw error;
    });
    return isBlank(whole) ? told : whole;
  }

  /** The fallback: fetches the whole message and parses it in the MIME worker, which can be killed (P1). */
  async #wholeBody(messageId: MessageId, place: MessagePlace): Promise<MessageBody> {
    const bytes = await this.#whole(place);
    const reply = await this.#options.mime.parseWholeMessage(bytes, new AbortController().signal);
    if (!reply.ok) throw new AppFailure(reply.error);
    const { html, text, truncated, attachments } = reply.value;
    return { id: messageId, html, text, truncated, attachments };
  }

  async #fallbackPart(place: MessagePlace, partId: string, signal: AbortSignal): Promise<Uint8Array> {
    const reply = await this.#options.mime.readAttachment(await this.#whole(place), partId, signal);
    if (!reply.ok) throw new AppFailure(reply.error);
    return reply.value;
  }

  async #whole(place: MessagePlace): Promise<Uint8Array> {
    const { bytes, truncated } = await this.#transfer(place, (session, signal) =>
      session.fetchSource(place.uid, parseLimits.inputBytes, signal),
    );
    if (!truncated) return bytes;
    throw new AppFailure({ code: 'message_too_large', params: { reason: 'message' }, retryable: false });
  }

  #attachmentType(messageId: MessageId, partId: string): string {
    const attachment = this.#options.store.attachments(messageId).find((candidate) => candidate.partId === partId);
    if (attachment === undefined) throw partNotFound();
    return attachment.mimeType;
  }

  #place(messageId: MessageId): MessagePlace {
    const place = this.#options.store.place(messageId);
    if (place === null) throw messageNotFound();
    return place;
  }

  /**
   * A short read. On a connection whose folder has stayed selected, a message that came since is told of by NOOP at the latest (RFC 9051
   * section 5.2); before, it looks as if it were gone.
   */
  async #read<T>(place: MessagePlace, work: (session: ImapSession, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#translated(place, () =>
      this.#options.sync.read(async (connection, signal) => {
        const wasSelected = connection.selectedPath === place.path;
        try {
          return await inPlace(place, connection, work, signal);
        } catch (error) {
          const isGone = error instanceof AppFailure && error.error.code === 'message_gone';
          if (!isGone || !wasSelected) throw error;
          await connection.session.noop(signal);
          return await inPlace(place, connection, work, signal);
        }
      }),
    );
  }

  /** A long read. What it hands on cannot be taken back, so NOOP comes first where `#read` has it second. */
  async #transfer<T>(place: MessagePlace, work: (session: ImapSession, signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#translated(place, () =>
      this.#options.sync.transfer(async (connection, signal) => {
        if (connection.selectedPath === place.path) await connection.session.noop(signal);
        return await inPlace(place, connection, work, signal);
      }),
    );
  }

  async #translated<T>(place: MessagePlace, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      if (error.error.code === 'message_gone') this.#options.onGone(place);
      throw new AppFailure(readingError(error.error), error);
    }
  }
}

function isCalendar({ mimeType, filename }: RemotePart): boolean {
  if (mimeType === 'text/calendar' || mimeType === 'application/ics') return true;
  return mimeType === 'application/octet-stream' && /\.ics$/i.test(filename ?? '');
}

/** Whether a message without text is small, or larger than its header and the parts that BODYSTRUCTURE tells of explain. */
function mayHideText(place: MessagePlace, body: MessageBody): boolean {
  if (!isBlank(body)) return false;
  const explained = place.parts.reduce((sum, { size }) => sum + size, 0);
  const isForwarded = place.parts.every(({ partId, mimeType }) => partId === '1' && mimeType === 'message/rfc822');
  // Of a message whose size the server does not tell, only what BODYSTRUCTURE tells is known.
  if (isForwarded || place.size === null) return isForwarded || explained <= smallMessage;
  return place.size <= smallMessage || place.size > 2 * explained;
}

function isBlank({ html, text }: Pick<MessageBody, 'html' | 'text'>): boolean {
  return !hasWords(text ?? '') && !showsAnything(html ?? '');
}

/** The text parts, each once, although a part may belong to the HTML and the plain version. */
function textParts({ html, text }: BodySelection): RemotePart[] {
  return [...new Map([...html, ...text].map((part) => [part.partId, part])).values()];
}

/** The encoded size of the text parts in octets, as BODYSTRUCTURE tells. */
function textSize(selection: BodySelection): number {
  return textParts(selection).reduce((sum, { size }) => sum + size, 0);
}

/** Selects the message's folder, and makes sure that its UID still means this message. */
async function inPlace<T>(
  place: MessagePlace,
  connection: LaneConnection,
  work: (session: ImapSession, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const selected = await connection.select(place.path, signal);
  if (selected.uidValidity !== place.uidValidity) throw messageNotFound();
  return await work(connection.session, signal);
}

/** The chunks until `signal` aborts. It ends between two chunks, so that the connection stays open. */
async function* untilCancelled(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    if (signal.aborted) throw wasCancelled();
    yield chunk;
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
