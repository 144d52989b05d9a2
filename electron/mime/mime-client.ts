import type { Invitation } from '../../shared/invitation.ts';
import type { AppError, ErrorParams } from '../../shared/reply.ts';
import { assertNever, failure, type Reply, success } from '../../shared/reply.ts';
import { runKillable } from '../platform/killable-worker.ts';
import type { MimeAnswer, MimeTask, WholeMessage } from './mime-protocol.ts';
import { parseLimits } from './parse-limits.ts';

/** Parses whole messages, for when a server's BODYSTRUCTURE or sections cannot be used. One at a time; each in a worker of its own. */
export interface MimeClient {
  /** Errors: message_too_large (25 MB), message_unreadable (malformed, too many parts, too long, too much memory), cancelled. The source can still be shown. */
  parseWholeMessage(message: Uint8Array, signal: AbortSignal): Promise<Reply<WholeMessage>>;
  /** The event of a calendar in UTF-8; null where it has none. Errors as there. */
  readInvitation(calendar: Uint8Array, signal: AbortSignal): Promise<Reply<Invitation | null>>;
  /** The decoded octets of an attachment that `parseWholeMessage` listed. Errors as there, and not_found. */
  readAttachment(message: Uint8Array, partId: string, signal: AbortSignal): Promise<Reply<Uint8Array>>;
}

interface MimeClientOptions {
  /** The compiled mime.worker. */
  readonly workerPath: string | URL;
  readonly timeMs?: number;
  /** Resident memory of this process, in octets. */
  readonly residentBytes?: () => number;
}

const cancelled = (): AppError => ({ code: 'cancelled', params: { reason: 'opening_message' }, retryable: true });

function unreadable(reason: ErrorParams<'message_unreadable'>['reason']): AppError {
  return { code: 'message_unreadable', params: { reason }, retryable: false };
}

/** A client over the compiled worker. Nothing runs between calls, so there is nothing to dispose. */
export function createMimeClient(options: MimeClientOptions): MimeClient {
  let last: Promise<unknown> = Promise.resolve();

  function enqueue(task: MimeTask, signal: AbortSignal): Promise<Reply<MimeAnswer>> {
    if (task.message.byteLength > parseLimits.inputBytes) {
      return Promise.resolve(failure({ code: 'message_too_large', params: { reason: 'message' }, retryable: false }));
    }
    const turn = last.then(() => runWorker(options, task, signal));
    last = turn;
    return turn;
  }

  return {
    async parseWholeMessage(message, signal) {
      const reply = await enqueue({ message, attachmentIndex: null }, signal);
      if (!reply.ok) return reply;
      return reply.value.kind === 'message' ? success(reply.value.message) : failure(errorOf(reply.value));
    },
    async readInvitation(calendar, signal) {
      const reply = await enqueue({ message: calendar, attachmentIndex: null, isCalendar: true }, signal);
      if (!reply.ok) return reply;
      return reply.value.kind === 'calendar' ? success(reply.value.invitation) : failure(errorOf(reply.value));
    },
    async readAttachment(message, partId, signal) {
      const index = /^0\.(\d{1,4})$/.exec(partId)?.[1];
      if (index === undefined) return failure(missing());
      const reply = await enqueue({ message, attachmentIndex: Number(index) - 1 }, signal);
      if (!reply.ok) return reply;
      return reply.value.kind === 'attachment' ? success(reply.value.bytes) : failure(errorOf(reply.value));
    },
  };
}

const missing = (): AppError => ({ code: 'not_found', params: { reason: 'attachment' }, retryable: false });

function errorOf(answer: MimeAnswer): AppError {
  switch (answer.kind) {
    case 'missing':
      return missing();
    case 'too_many_parts':
      return unreadable('too_many_parts');
    case 'unreadable':
      return unreadable('malformed');
    case 'message':
    case 'attachment':
    case 'calendar':
      return unreadable('unexpected');
    default:
      return assertNever(answer);
  }
}

async function runWorker(options: MimeClientOptions, task: MimeTask, signal: AbortSignal): Promise<Reply<MimeAnswer>> {
  // A copy: the caller keeps the original, and posting a slice would copy its whole ArrayBuffer.
  const message = new Uint8Array(task.message);
  const { timeMs, heapMegabytes, growthBytes } = parseLimits;
  const end = await runKillable<MimeAnswer>(
    { heapMegabytes, growthBytes, timeMs, ...options, task: { ...task, message }, octets: message },
    signal,
  );
  switch (end.kind) {
    case 'answered':
      return success(end.answer);
    case 'cancelled':
      return failure(cancelled());
    case 'failed':
      return failure(unreadable('not_unpacked'));
    default:
      return failure(unreadable(end.kind));
  }
}
