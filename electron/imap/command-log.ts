import type { Logger } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { makeError } from './imap-errors.ts';

/** Answers to one LIST. imapflow gathers them without a limit. */
const mostFolders = 10_000;

/**
 * Listens to what imapflow only logs: why a command that answered `false` was refused, that the server throttles, and which
 * lines could not be read. Nothing is kept but the latest refusal and counters, and nothing is written anywhere: imapflow's
 * own log lines may hold addresses and subjects.
 */
export class CommandLog implements Logger {
  /** The error of the latest command that was answered NO or BAD. */
  refusal: unknown = null;
  /** Answers that were dropped because they could not be parsed. */
  unreadable = 0;
  readonly #onEnd: (error: unknown) => void;
  /** Folders that the command in flight was answered with. */
  #folders = 0;

  /**
   * @param onEnd called at once with the error when the server throttles, or says Exchange's untagged "Server Unavailable." (imapflow itself
   *   waits up to half a minute before it tells, or leaves the command hanging), or when it lists folders without end
   */
  constructor(onEnd: (error: unknown) => void) {
    this.#onEnd = onEnd;
  }

  trace(_entry: unknown): void {}

  debug(entry: unknown): void {
    if (!isRecord(entry)) return;
    if (entry['src'] === 'c') this.#folders = 0;
    if (entry['src'] !== 's' || typeof entry['msg'] !== 'string' || !/^\* (X?LIST|LSUB) /i.test(entry['msg'])) return;
    this.#folders += 1;
    if (this.#folders === mostFolders + 1) this.#tell(tooManyFolders());
  }

  info(_entry: unknown): void {}

  warn(entry: unknown): void {
    if (!isRecord(entry)) return;
    const error = entry['err'];
    if (entry['msg'] === 'Throttling detected') this.#tell(error);
    if (entry['msg'] === 'Failed to process untagged response') this.unreadable += 1;
    if (isRecord(error) && typeof error['responseStatus'] === 'string') this.refusal = error;
  }

  error(entry: unknown): void {
    if (!isRecord(entry) || entry['src'] !== 's' || !('payloadBytes' in entry)) return;
    this.unreadable += 1;
    const error = entry['err'];
    if (isRecord(error) && error['code'] === 'ParserErrorExchange') this.#tell(error);
  }

  fatal(_entry: unknown): void {}

  /** Not at once: imapflow starts its waiting right after this line, and closing it before would not end that. */
  #tell(error: unknown): void {
    queueMicrotask(() => this.#onEnd(error));
  }
}

function tooManyFolders(): AppFailure {
  return new AppFailure(makeError('imap_protocol', texts().serverFaults.tooManyFolders(mostFolders)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
