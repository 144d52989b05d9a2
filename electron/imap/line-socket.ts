import type { Socket } from 'node:net';

/** The most octets that may wait to be read; a CAPABILITY answer has a few hundred. */
const maxLine = 64 * 1024;

/** Lines from a socket, one at a time, for the few words exchanged before imapflow takes over. Rejects when the socket ends or a line is too long. */
export class LineSocket {
  readonly #socket: Socket;
  #buffer = '';
  #error: Error | null = null;
  #wake: (() => void) | null = null;
  readonly #onData = (chunk: Buffer): void => {
    this.#buffer += chunk.toString('latin1');
    if (this.#buffer.length > maxLine) {
      this.#fail(Object.assign(new Error('Line too long'), { code: 'LineTooLarge' }));
      // Nobody reads on, so nothing more is to be gathered.
      this.#socket.destroy();
    }
    this.#wake?.();
  };
  readonly #onError = (error: Error): void => this.#fail(error);
  readonly #onEnd = (): void => this.#fail(Object.assign(new Error('Connection ended'), { code: 'ECONNRESET' }));

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', this.#onData);
    socket.on('error', this.#onError);
    socket.on('close', this.#onEnd);
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#buffer.indexOf('\n');
      if (end >= 0) {
        const line = this.#buffer.slice(0, end).replace(/\r$/, '');
        this.#buffer = this.#buffer.slice(end + 1);
        return line;
      }
      if (this.#error) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Sends one line. */
  send(line: string): void {
    this.#socket.write(`${line}\r\n`);
  }

  /** Sends a command and answers its tagged line without the tag, and the untagged ones before it, at most 100. */
  async command(tag: string, command: string): Promise<{ answer: string; untagged: string[] }> {
    const untagged: string[] = [];
    this.send(`${tag} ${command}`);
    for (let count = 0; count < 100; count += 1) {
      const line = await this.line();
      if (line.startsWith(`${tag} `)) return { answer: line.slice(tag.length + 1), untagged };
      untagged.push(line);
    }
    throw Object.assign(new Error('No answer among 100 lines'), { code: 'InvalidResponse' });
  }

  /** Whether more was received than was read as lines. */
  get hasMore(): boolean {
    return this.#buffer !== '';
  }

  /** Removes the listeners, so that another reader can take over the socket. */
  release(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.off('error', this.#onError);
    this.#socket.off('close', this.#onEnd);
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }
}
