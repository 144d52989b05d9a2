import type { RemotePart } from '../mail/remote-mail.ts';
import { fieldValue, readHeader, type Structured, structured } from './header-fields.ts';
import { parseLimits } from './parse-limits.ts';
import { usableType } from './text-types.ts';

/** A leaf of a message's tree, with its body's place in the source. */
export interface MimeLeaf extends RemotePart {
  readonly start: number;
  readonly end: number;
}

/** A message taken apart. */
interface MimeTree {
  readonly leaves: readonly MimeLeaf[];
  /** Where text stands that belongs to no part: before the first boundary of a multipart, or behind its last one. */
  readonly stray: readonly { readonly start: number; readonly end: number }[];
}

/** The message has more parts than `parseLimits.parts`. */
export class TooManyParts extends Error {}

/** Where a part ended: at the end of the message, or at a boundary of the multipart at `level` of the open ones. */
interface Stop {
  readonly at: number;
  /** Behind the boundary's line. */
  readonly next: number;
  /** -1: the end of the message. */
  readonly level: number;
  readonly isClosing: boolean;
}

/** How often a multipart's boundary is guessed; each time costs one more pass over that multipart. */
const mostGuesses = 8;
const guessedLines = 500;

/**
 * Takes a message apart (RFC 2046), however broken it is. A multipart whose boundary is missing or never comes is read by the
 * boundary that its body seems to have, else as plain text. Takes time linear in the message's length. Throws TooManyParts.
 * @param source one character for each octet (latin1), lines end in LF or CRLF
 */
export function mimeTree(source: string): MimeTree {
  return new TreeReader(source).read();
}

class TreeReader {
  readonly #source: string;
  readonly #leaves: MimeLeaf[] = [];
  readonly #stray: { start: number; end: number }[] = [];
  /** The boundaries of the multiparts that are open, outermost first. */
  readonly #open: string[] = [];
  /** The charset of the first text, in which other headers may be written. */
  #charset: string | null = null;
  #guesses = 0;
  #parts = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): MimeTree {
    this.#part(0, this.#source.length, '', [], 0);
    return { leaves: this.#leaves, stray: this.#stray };
  }

  /** Reads the part that begins at `start` and ends at a boundary of an open multipart or at `end`. */
  #part(start: number, end: number, section: string, within: readonly string[], depth: number): Stop {
    const headerEnd = this.#stop(start, end).at;
    const { fields, bodyStart } = readHeader(this.#source, start, headerEnd);
    const type = structured(fieldValue(fields, 'content-type') ?? 'text/plain', null);
    const isMultipart = type.value.startsWith('multipart/');
    if (isMultipart && depth < parseLimits.nesting) {
      return this.#multipart(type, fields, bodyStart, end, section, [...within, type.value], depth);
    }
    // A message that is nothing but a forwarded one is read as that one.
    const isForwarded = type.value === 'message/rfc822' && section === '';
    if (isForwarded && depth < parseLimits.nesting) {
      return this.#part(bodyStart, end, section, within, depth + 1);
    }
    const stop = this.#stop(bodyStart, end);
    this.#leaf(isMultipart || isForwarded ? asPlainText(type) : type, fields, bodyStart, stop.at, section, within);
    return stop;
  }

  #multipart(
    type: Structured,
    fields: Fields,
    start: number,
    end: number,
    section: string,
    within: readonly string[],
    depth: number,
  ): Stop {
    const declared = (type.parameters.get('boundary') ?? '').trimEnd();
    if (declared !== '') {
      const stop = this.#children(declared, start, end, section, within, depth);
      if (stop !== null) return stop;
    }
    const outer = this.#stop(start, end);
    const guessed = this.#guesses < mostGuesses ? this.#guess(start, outer.at) : null;
    if (guessed !== null) {
      const stop = this.#children(guessed, start, outer.at, section, within, depth);
      if (stop !== null) return outer;
    }
    this.#leaf(asPlainText(type), fields, start, outer.at, section, within.slice(0, -1));
    return outer;
  }

  /** Reads the parts between the lines of `boundary`; null where there is none. */
  #children(
    boundary: string,
    start: number,
    end: number,
    section: string,
    within: readonly string[],
    depth: number,
  ): Stop | null {
    const level = this.#open.push(boundary) - 1;
    let stop = this.#stop(start, end);
    if (stop.level !== level) {
      this.#open.pop();
      return null;
    }
    this.#addStray(start, stop.at);
    for (let child = 1; stop.level === level && !stop.isClosing; child += 1) {
      this.#parts += 1;
      if (this.#parts > parseLimits.parts) throw new TooManyParts();
      stop = this.#part(stop.next, end, section === '' ? `${child}` : `${section}.${child}`, within, depth + 1);
    }
    this.#open.pop();
    if (stop.level !== level) return stop;
    const outer = this.#stop(stop.next, end);
    this.#addStray(stop.next, outer.at);
    return outer;
  }

  #addStray(start: number, end: number): void {
    if (end > start) this.#stray.push({ start, end });
  }

  #leaf(
    type: Structured,
    fields: Fields,
    start: number,
    end: number,
    section: string,
    within: readonly string[],
  ): void {
    const charset = type.parameters.get('charset')?.toLowerCase() ?? null;
    if (type.value.startsWith('text/')) this.#charset ??= charset;
    const names = charset ?? this.#charset;
    const disposition = structured(fieldValue(fields, 'content-disposition') ?? '', names);
    const filename =
      disposition.parameters.get('filename') ??
      structured(fieldValue(fields, 'content-type') ?? '', names).parameters.get('name') ??
      '';
    const isAttached = disposition.value !== '' && disposition.value !== 'inline';
    const contentId = fieldValue(fields, 'content-id')?.replace(/^<|>$/g, '').slice(0, 998) ?? '';
    const contentLocation = fieldValue(fields, 'content-location')?.slice(0, 998) ?? '';
    this.#leaves.push({
      partId: section === '' ? '1' : section,
      mimeType: usableType(type.value, filename !== '' || isAttached),
      charset,
      encoding: (fieldValue(fields, 'content-transfer-encoding') ?? '7bit').slice(0, 40).trim().toLowerCase(),
      size: end - start,
      disposition: isAttached ? 'attachment' : disposition.value === '' ? null : 'inline',
      filename: filename === '' ? null : filename.slice(0, 1_000),
      contentId: contentId === '' ? null : contentId,
      ...(contentLocation === '' ? {} : { contentLocation }),
      ...(type.parameters.get('format')?.toLowerCase() === 'flowed'
        ? { flowed: { delSp: type.parameters.get('delsp')?.toLowerCase() === 'yes' } }
        : {}),
      within,
      start,
      end,
    });
  }

  /** The first boundary line of an open multipart from `start` on. The line's end before it belongs to the boundary. */
  #stop(start: number, end: number): Stop {
    const source = this.#source;
    let line = source.startsWith('--', start) ? start : source.indexOf('\n--', start) + 1;
    while (line > 0 || (line === 0 && start === 0 && source.startsWith('--'))) {
      if (line >= end || this.#open.length === 0) break;
      const text =
        source
          .slice(line + 2, line + 2 + 260)
          .split(/[\r\n]/, 1)[0]
          ?.trimEnd() ?? '';
      const level = this.#open.findLastIndex((boundary) => text === boundary || text === `${boundary}--`);
      if (level >= 0) {
        const feed = source.indexOf('\n', line);
        const next = feed < 0 ? end : Math.min(feed + 1, end);
        return {
          at: Math.max(start, endOfLineBefore(source, line)),
          next,
          level,
          isClosing: text !== this.#open[level],
        };
      }
      line = source.indexOf('\n--', line) + 1;
      if (line === 0) break;
    }
    return { at: end, next: end, level: -1, isClosing: true };
  }

  /** The boundary that a multipart's body seems to have: a line `--x` with a header field behind it, or one that comes again. */
  #guess(start: number, end: number): string | null {
    this.#guesses += 1;
    const source = this.#source;
    const seen = new Set<string>();
    let line = source.startsWith('--', start) ? start : source.indexOf('\n--', start) + 1;
    for (let count = 0; line > 0 && line < end && count < guessedLines; count += 1) {
      const [text = '', next = ''] = source.slice(line + 2, line + 2 + 600).split(/\r?\n/, 2);
      const boundary = text.trimEnd();
      if (boundary !== '' && boundary.length <= 200 && !/^-+$/.test(boundary)) {
        if (/^content-[a-z-]+\s*:/i.test(next)) return boundary;
        const opening = boundary.replace(/--$/, '');
        if (seen.has(opening)) return opening;
        seen.add(boundary);
      }
      line = source.indexOf('\n--', line) + 1;
    }
    return null;
  }
}

/** A multipart in which no part can be found, or what nests too deeply. */
function asPlainText(type: Structured): Structured {
  return { ...type, value: 'text/plain' };
}

type Fields = ReturnType<typeof readHeader>['fields'];

function endOfLineBefore(source: string, line: number): number {
  if (source[line - 1] !== '\n') return line;
  return source[line - 2] === '\r' ? line - 2 : line - 1;
}
