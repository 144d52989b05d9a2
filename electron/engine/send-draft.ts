import { randomUUID } from 'node:crypto';
import { filesToSend } from '../../shared/draft-pictures.ts';
import { type AppError, AppFailure, type ErrorParams } from '../../shared/reply.ts';
import type { DraftContent, DraftId, SendingState, SizeLimit } from '../../shared/writing.ts';
import { sendable } from '../compose/address.ts';
import { buildMessage, messageIdFor } from '../compose/build-message.ts';
import { draftChanged, type StoredDraft, type StoredMessage } from '../drafts/draft.ts';
import type { DraftFiles } from '../drafts/draft-files.ts';
import type { DraftStore } from '../drafts/draft-store.ts';
import type { MessageFiles } from '../outbox/message-files.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { errorCodeOf } from '../platform/storage-errors.ts';

export interface SendPorts {
  readonly drafts: DraftStore;
  readonly files: DraftFiles;
  readonly messages: MessageFiles;
  readonly outbox: Outbox;
  readonly now: () => number;
  /** How long a message can be taken back before it is sent; milliseconds. */
  readonly holdMs: number;
  /** The server that the draft goes to, and what it takes at most. `askAgain`: the limit may be another one by now. */
  readonly server: (draft: StoredDraft) => SizeLimit & { readonly askAgain: () => Promise<SizeLimit> };
  /** Where answers to it are to go; empty: to its sender. */
  readonly replyTo: (draft: StoredDraft) => string;
  /** Resolves when everything that belongs to the draft was fetched. */
  readonly complete: (id: DraftId) => Promise<void>;
}

/**
 * Puts a draft into the outbox: builds its message and stores it. Throws not_sendable with what is missing, or draft_changed; the draft
 * stays as it is then.
 *
 * @param at when it is to be sent, milliseconds since the epoch; null or a time that has passed: now, after the time to take it back
 */
export async function sendDraft(
  ports: SendPorts,
  id: DraftId,
  revision: number,
  at: number | null,
): Promise<SendingState> {
  const { drafts, messages, outbox, now, holdMs, complete } = ports;
  mustBeNewest(drafts.get(id), revision);
  mustBeSendable(drafts.get(id).content);
  await complete(id);
  const draft = drafts.get(id);
  mustBeNewest(draft, revision);
  const isLater = at !== null && at > now();
  const date = isLater ? at : now();
  const messageId = messageIdFor(randomUUID(), draft.content.from);
  const message = await build(ports, draft, messageId, date);
  try {
    await mustBeTaken(message.size, ports.server(draft));
    // The draft may have been saved or discarded while its message was written.
    mustBeNewest(drafts.get(id), revision);
    const state = isLater ? ({ kind: 'scheduled', at } as const) : ({ kind: 'held', until: now() + holdMs } as const);
    return outbox.add(id, { state, messageId, date, accepted: [], message, attempts: 0 });
  } catch (error) {
    await messages.remove(message);
    throw error;
  }
}

/** Throws not_sendable where the server does not take so many octets. */
async function mustBeTaken(size: number, server: ReturnType<SendPorts['server']>): Promise<void> {
  if (server.octets === null || size <= server.octets) return;
  const { octets: limit, server: name } = await server.askAgain();
  if (limit !== null && size > limit) throw notSendable({ reason: 'too_large', size, limit, server: name });
}

async function build(ports: SendPorts, draft: StoredDraft, messageId: string, date: number): Promise<StoredMessage> {
  const { files, messages } = ports;
  const { id, content, start, thread } = draft;
  const parts = filesToSend(content, draft.files).map(({ id: fileId, ...file }) => ({
    ...file,
    path: files.path(id, fileId),
  }));
  try {
    return await messages.write(
      messageId,
      buildMessage({ content, replyTo: ports.replyTo(draft), start, files: parts, thread, messageId, date }),
    );
  } catch (error) {
    const missing = errorCodeOf(error) === 'ENOENT' || errorCodeOf(error) === 'EACCES' ? pathOf(error) : null;
    const gone = parts.find(({ path }) => path === missing);
    if (gone !== undefined) throw notSendable({ reason: 'file_gone', filename: gone.filename }, error);
    if (errorCodeOf(error) === 'ENOSPC' || errorCodeOf(error) === 'EDQUOT') {
      throw new AppFailure({ code: 'disk_full', params: { reason: 'mail' }, retryable: true }, error);
    }
    throw error;
  }
}

function mustBeNewest(draft: StoredDraft, revision: number): void {
  if (draft.outbox !== null) throw draftChanged('on_its_way');
  if (draft.revision !== revision) throw draftChanged('elsewhere');
}

/** Throws not_sendable for what no server takes. */
function mustBeSendable({ from, to, cc, bcc, quote }: DraftContent): void {
  if (sendable(from.address) === null) throw notSendable({ reason: 'invalid_sender', address: from.address });
  const all = [...to, ...cc, ...bcc];
  if (all.length === 0) throw notSendable({ reason: 'no_recipient' });
  const invalid = all.find(({ address }) => sendable(address) === null);
  if (invalid !== undefined) throw notSendable({ reason: 'invalid_address', address: invalid.address || invalid.name });
  if (quote !== null && !quote.sanitized) throw notSendable({ reason: 'not_sanitised' });
}

function notSendable(params: ErrorParams<'not_sendable'>, cause?: unknown): AppFailure {
  const error: AppError = { code: 'not_sendable', params, retryable: false };
  return new AppFailure(error, cause);
}

function pathOf(error: unknown): string | null {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
}
