import type { Logger } from 'imapflow';
import { AppFailure } from '../../shared/reply.ts';
import { makeError } from './imap-errors.ts';
import type { OnLine } from './protocol-lines.ts';

/**
 * The most answers to one LIST. imapflow 2.10.2 collects a million before it refuses them, and refuses them only when
 * the command completes.
 */
const mostFolders = 10_000;

/**
 * Takes from imapflow's log what imapflow tells nowhere else. As of 2.10.2:
 * - Why STORE, MOVE, COPY, EXPUNGE, STATUS or SEARCH was refused. They answer `false`; the event `response` has NO and the response code,
 *   but not the server's words, and `exec`, which would reject with all of it, is not part of the declared interface.
 * - Which answers could not be read, and so are missing from what a command answers.
 * - That the server throttles: the command rejects with ETHROTTLE only after up to half a minute, and until then nothing else is read.
 * - Exchange's line "Server Unavailable.", which is read as an untagged BAD that nobody hears, so that the command hangs.
 * - How many folders a LIST was answered with so far.
 * - That the first line is no greeting: it is skipped, and the sign-in waits until its deadline.
 * - When the sign-in begins.
 * - The page where the server wants a sign-in with a browser first ([WEBALERT]), which Gmail tells in an untagged NO.
 *
 * Nothing is kept but the latest refusal and counters, and nothing is written anywhere: log entries may hold addresses and subjects.
 * There is no `trace`, because imapflow would spell out each FETCH answer for it, which costs as much as reading it.
 */
export class CommandLog implements Logger {
  /** The error of the latest command that was answered NO or BAD. */
  refusal: unknown = null;
  /** The address in a [WEBALERT] since the sign-in began, and so after TLS; as the server wrote it. Null without one. */
  webAlert: string | null = null;
  /** Answers that were dropped because they could not be read. */
  unreadable = 0;
  readonly #onEnd: (error: unknown) => void;
  readonly #onSignIn: () => void;
  readonly #onLine: OnLine;
  #greeted = false;
  #isSigningIn = false;
  /** Folders that the command in flight was answered with. */
  #folders = 0;

  /**
   * @param onEnd called with the error when the server speaks no IMAP, throttles, is unavailable, or lists folders without end
   * @param onSignIn called when LOGIN or AUTHENTICATE is sent
   * @param onLine called for each line of the protocol
   */
  constructor(
    onEnd: (error: unknown) => void,
    onSignIn: () => void = () => undefined,
    onLine: OnLine = () => undefined,
  ) {
    this.#onEnd = onEnd;
    this.#onSignIn = onSignIn;
    this.#onLine = onLine;
  }

  /** imapflow logs every line here except FETCH answers. */
  debug(entry: unknown): void {
    if (!isRecord(entry)) return;
    if (entry['src'] === 'c') {
      this.#onLine('client', String(entry['msg']));
      this.#folders = 0;
      if (/^\S+ (LOGIN|AUTHENTICATE)\b/.test(String(entry['msg']))) {
        this.#isSigningIn = true;
        this.#onSignIn();
      }
    }
    if (entry['src'] !== 's' || typeof entry['msg'] !== 'string') return;
    this.#onLine('server', entry['msg']);
    this.#greet(/^\* (OK|BYE)\b/i.test(entry['msg']));
    if (this.#isSigningIn) this.webAlert ??= webAlertIn(entry['msg']);
    if (entry['msg'].startsWith('* BAD Server Unavailable.')) {
      this.#tell({ responseStatus: 'BAD', responseText: entry['msg'].slice('* BAD '.length) });
    }
    if (!/^\* (X?LIST|LSUB) /i.test(entry['msg'])) return;
    this.#folders += 1;
    if (this.#folders === mostFolders + 1) this.#tell(tooManyFolders());
  }

  info(_entry: unknown): void {}

  warn(entry: unknown): void {
    if (!isRecord(entry) || !isRecord(entry['err'])) return;
    const error = entry['err'];
    if ('throttleDelay' in entry) this.#tell(error);
    // The only entry with a command and an error that no server answered with: a handler of untagged answers failed.
    if (typeof entry['command'] === 'string' && error['responseStatus'] === undefined) this.unreadable += 1;
    if (typeof error['responseStatus'] === 'string') this.refusal = error;
  }

  /** imapflow logs a line that its parser could not read here, with the line's length. */
  error(entry: unknown): void {
    if (!isRecord(entry) || entry['src'] !== 's' || !('payloadBytes' in entry)) return;
    this.unreadable += 1;
    this.#greet(false);
  }

  fatal(_entry: unknown): void {}

  /**
   * RFC 9051 section 7.1: the first line is OK, PREAUTH or BYE. PREAUTH skips the sign-in, and with it STARTTLS, so it is
   * of no use to Heron.
   */
  #greet(isGreeting: boolean): void {
    if (!this.#greeted && !isGreeting) this.#tell({ code: 'InvalidResponse' });
    this.#greeted = true;
  }

  /**
   * Reports the error after the current task: imapflow begins to wait for a throttling server right after this line,
   * and closing the connection before that would not end the wait.
   */
  #tell(error: unknown): void {
    queueMicrotask(() => this.#onEnd(error));
  }
}

function tooManyFolders(): AppFailure {
  return new AppFailure(makeError('imap_protocol', { reason: 'too_many_folders', limit: mostFolders }));
}

/** The argument of the response code; imapflow 2.10.2 logs it in quotes where it holds characters that no atom may. */
function webAlertIn(line: string): string | null {
  const [, quoted, atom] = /^\S+ (?:NO|BAD|BYE) \[WEBALERT (?:"((?:[^"\\]|\\.)*)"|([^\]\s]+))\]/i.exec(line) ?? [];
  return quoted?.replace(/\\(.)/g, '$1') ?? atom ?? null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
