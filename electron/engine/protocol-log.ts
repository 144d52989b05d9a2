import { appendFile, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppFailure } from '../../shared/reply.ts';
import type { OpenSession } from '../imap/session.ts';
import {
  FolderNumbers,
  imapClientLine,
  imapServerLine,
  smtpClientLine,
  smtpServerLine,
} from '../mail/protocol-log/redact-protocol.ts';
import type { Clock } from '../platform/clock.ts';
import type { Submit } from '../smtp/submission.ts';

/** A file that grows beyond this takes the place of the one before it: twice this is kept at most. */
const fileOctets = 256 * 1024;
const flushAfterMs = 1_000;
const flushLines = 200;

interface ProtocolLogOptions {
  /** The account's own folder: what is in it goes with the account. */
  readonly folder: string;
  readonly clock: Clock;
  /** Left out: 256 KB. */
  readonly fileOctets?: number;
}

/**
 * What an account and its servers said to each other, in two files that take turns. It is always written: a fault is seldom met a second
 * time on request, and it costs two short lines a command, because the answers to FETCH are counted and not written. Lines are made of known
 * words alone (`redact-protocol.ts`), so it holds no address, no name, no text and no secret. A log that cannot be written is given up in silence.
 */
export class ProtocolLog {
  readonly #options: ProtocolLogOptions;
  readonly #folders = new FolderNumbers();
  #lines: string[] = [];
  #writing: Promise<void> = Promise.resolve();
  #cancel: () => void = () => undefined;
  #isWaiting = false;
  #octets: number | null = null;
  #connections = 0;
  #stopped = false;

  constructor(options: ProtocolLogOptions) {
    this.#options = options;
  }

  /** Opens sessions as `open` does, and writes what is said in them. */
  sessions(open: OpenSession): OpenSession {
    return async (options, signal) => {
      const note = this.#connection('imap');
      /** Octets received when the latest command was sent: from there on they are its answer. */
      let since = 0;
      let received = () => 0;
      const onLine: typeof options.onLine = (from, line) => {
        options.onLine?.(from, line);
        if (from === 'client') {
          since = received();
          note('>', imapClientLine(line, this.#folders));
          return;
        }
        const octets = received() - since;
        const isEnd = /^[0-9A-F]+ (OK|NO|BAD)/i.test(line);
        note('<', `${imapServerLine(line, this.#folders)}${isEnd && octets > 0 ? ` (${octets} octets)` : ''}`);
      };
      note('-', `connect, ${options.endpoint.security}`);
      try {
        const session = await open({ ...options, onLine }, signal);
        received = () => session.received;
        since = session.received;
        session.on('closed', (error) => note('-', `closed: ${error.code}, ${error.params.reason}`));
        return session;
      } catch (error) {
        note('-', `failed: ${nameOf(error)}`);
        throw error;
      }
    };
  }

  /** Hands messages over as `submit` does, and writes what is said meanwhile. */
  submitting(submit: Submit): Submit {
    return async (message, options, signal) => {
      const note = this.#connection('smtp');
      note('-', `connect, ${options.endpoint.security}`);
      const onLine: typeof options.onLine = (from, line) => {
        const redact = from === 'client' ? smtpClientLine : smtpServerLine;
        for (const each of line.split(/\r?\n/)) note(from === 'client' ? '>' : '<', redact(each));
      };
      const outcome = await submit(message, { ...options, onLine }, signal);
      note(
        '-',
        outcome.kind === 'accepted'
          ? 'accepted'
          : `${outcome.kind}: ${outcome.error.code}, ${outcome.error.params.reason}`,
      );
      return outcome;
    };
  }

  /** The newest lines, at most so many octets of them. */
  async read(octets: number): Promise<string> {
    await this.#flush();
    const texts = await Promise.all(
      [this.#path(1), this.#path(0)].map((path) => readFile(path, 'utf8').catch(() => '')),
    );
    const text = texts.join('');
    return text.length <= octets ? text : text.slice(text.indexOf('\n', text.length - octets) + 1);
  }

  /** Writes what is left, and nothing after that. */
  async stop(): Promise<void> {
    await this.#flush();
    this.#stopped = true;
  }

  /** @returns writes one line of a connection; its mark says who spoke */
  #connection(kind: 'imap' | 'smtp'): (mark: '>' | '<' | '-', text: string) => void {
    this.#connections += 1;
    const name = `${kind} ${this.#connections}`;
    return (mark, text) => this.#write(`${new Date(this.#options.clock.now()).toISOString()} ${name} ${mark} ${text}`);
  }

  #write(line: string): void {
    if (this.#stopped) return;
    this.#lines.push(line);
    if (this.#lines.length >= flushLines) {
      void this.#flush();
      return;
    }
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    this.#cancel = this.#options.clock.after(flushAfterMs, () => void this.#flush());
  }

  #flush(): Promise<void> {
    this.#cancel();
    this.#isWaiting = false;
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0 && !this.#stopped) {
      this.#writing = this.#writing.then(() => this.#append(`${lines.join('\n')}\n`)).catch(() => undefined);
    }
    return this.#writing;
  }

  async #append(text: string): Promise<void> {
    const path = this.#path(0);
    this.#octets ??= await stat(path)
      .then(({ size }) => size)
      .catch(() => 0);
    await appendFile(path, text, { mode: 0o600 });
    this.#octets += Buffer.byteLength(text);
    if (this.#octets < (this.#options.fileOctets ?? fileOctets)) return;
    await rename(path, this.#path(1));
    this.#octets = 0;
  }

  /** @param age 0: the file that is written; 1: the one before it */
  #path(age: 0 | 1): string {
    return join(this.#options.folder, age === 0 ? 'protocol.log' : 'protocol.1.log');
  }
}

function nameOf(error: unknown): string {
  return error instanceof AppFailure ? `${error.error.code}, ${error.error.params.reason}` : 'internal';
}
