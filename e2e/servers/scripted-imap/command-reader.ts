/** Reads a client's commands off a connection: lines, literals (RFC 7888) and what their arguments are. */

/** An atom, a string (quoted or literal; one char per octet), or a list in brackets. */
export type Token = { readonly kind: 'atom' | 'string'; readonly text: string } | readonly Token[];

export interface Command {
  readonly tag: string;
  /** In capitals; UID commands as "UID FETCH". */
  readonly name: string;
  readonly args: readonly Token[];
  /** The command without its tag, literals shortened. */
  readonly line: string;
}

/** Called with the octets that arrive; gives whole commands, and asks for literals by `+`. */
export class CommandReader {
  #buffer = Buffer.alloc(0);
  #parts: (string | Buffer)[] = [];
  #literal: number | null = null;
  readonly #onCommand: (parts: readonly (string | Buffer)[]) => void;
  readonly #onLiteral: () => void;

  constructor(on: { command(parts: readonly (string | Buffer)[]): void; literal(): void }) {
    this.#onCommand = on.command;
    this.#onLiteral = on.literal;
  }

  push(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    while (this.#step());
  }

  #step(): boolean {
    if (this.#literal !== null) {
      if (this.#buffer.length < this.#literal) return false;
      this.#parts.push(this.#buffer.subarray(0, this.#literal));
      this.#buffer = this.#buffer.subarray(this.#literal);
      this.#literal = null;
    }
    const end = this.#buffer.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.#buffer.toString('latin1', 0, end);
    this.#buffer = this.#buffer.subarray(end + 2);
    const announced = /\{(\d+)(\+?)\}$/.exec(line);
    if (announced === null) {
      const parts = [...this.#parts, line];
      this.#parts = [];
      this.#onCommand(parts);
      return true;
    }
    this.#parts.push(line.slice(0, announced.index));
    this.#literal = Number(announced[1]);
    if (announced[2] === '') this.#onLiteral();
    return true;
  }
}

/** Takes a command apart; null where it is none. */
export function parseCommand(parts: readonly (string | Buffer)[]): Command | null {
  const tokens = tokensOf(parts);
  const [tag, word, ...rest] = tokens;
  if (tag === undefined || word === undefined || Array.isArray(tag) || Array.isArray(word)) return null;
  const tagText = atomText(tag);
  let name = atomText(word).toUpperCase();
  const [second, ...others] = rest;
  const isUid = name === 'UID' && second !== undefined;
  if (isUid) name = `UID ${atomText(second).toUpperCase()}`;
  const line = parts.map((part) => (typeof part === 'string' ? part : `{${part.length}}`)).join('');
  return { tag: tagText, name, args: isUid ? others : rest, line: line.slice(line.indexOf(' ') + 1) };
}

/** The text of an atom or a string; of a list, nothing. */
export function atomText(token: Token | undefined): string {
  return token === undefined || !('kind' in token) ? '' : token.text;
}

/** The members of a list; an atom alone counts as a list of one. */
export function listOf(token: Token | undefined): readonly Token[] {
  if (token === undefined) return [];
  return 'kind' in token ? [token] : token;
}

function tokensOf(parts: readonly (string | Buffer)[]): Token[] {
  const root: Token[] = [];
  const open: Token[][] = [root];
  const add = (token: Token): void => void open.at(-1)?.push(token);
  for (const part of parts) {
    if (typeof part !== 'string') {
      add({ kind: 'string', text: part.toString('latin1') });
      continue;
    }
    // A quoted string, a bracket, or an atom; brackets of a section belong to its atom, blanks in them too.
    for (const [found, quoted] of part.matchAll(/"((?:[^"\\]|\\.)*)"|[()]|(?:\[[^\]]*\]|[^\s()"[])+/g)) {
      if (found === '(') {
        const list: Token[] = [];
        add(list);
        open.push(list);
      } else if (found === ')') {
        if (open.length > 1) open.pop();
      } else if (quoted !== undefined) add({ kind: 'string', text: quoted.replace(/\\(.)/g, '$1') });
      else add({ kind: 'atom', text: found });
    }
  }
  return root;
}
