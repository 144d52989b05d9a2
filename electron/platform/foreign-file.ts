import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { errorCodeOf } from './storage-errors.ts';

/** No file of settings that Heron reads is larger. */
export const mostBytes = 4 * 1024 * 1024;
/** Files of settings are small as a rule. */
const pieceBytes = 64 * 1024;

/** Windows has neither flag: a symbolic link is looked for before, and there is no pipe that an open would wait at. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a text file that another program or person made: a plain file of at most `mostBytes`. A symbolic link is refused, because it may
 * lead to a file that the user never meant, and so is anything that is no plain file, because a pipe would never end. Null: there is none.
 * Errors: file_not_usable.
 */
export async function readForeignFile(path: string): Promise<Reply<string | null>> {
  try {
    if ((await lstat(path)).isSymbolicLink()) return failure(notUsable('symbolic_link', path));
    const file = await open(path, flags);
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return failure(notUsable('no_plain_file', path));
      if (facts.size > mostBytes) return failure(notUsable('too_large', path));
      const pieces: Buffer[] = [];
      // A file may grow while it is read.
      for (let length = 0; ; ) {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(pieceBytes), 0, pieceBytes, length);
        if (bytesRead === 0) return success(textOf(Buffer.concat(pieces)));
        length += bytesRead;
        if (length > mostBytes) return failure(notUsable('too_large', path));
        pieces.push(buffer.subarray(0, bytesRead));
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    const systemCode = errorCodeOf(cause);
    if (systemCode === 'ENOENT' || systemCode === 'ENOTDIR') return success(null);
    if (systemCode === 'ELOOP') return failure(notUsable('symbolic_link', path));
    return failure({ code: 'file_not_usable', params: { reason: 'unreadable', path, systemCode }, retryable: true });
  }
}

/** The same of a file that has to be there. Errors: file_not_usable. */
export async function readWantedFile(path: string): Promise<Reply<string>> {
  const read = await readForeignFile(path);
  if (!read.ok) return read;
  return read.value === null ? failure(missing(path)) : success(read.value);
}

/** The parsed content of a file of JSON that has to be there. Errors: file_not_usable. */
export async function readWantedJson(path: string): Promise<Reply<unknown>> {
  const read = await readWantedFile(path);
  return read.ok ? foreignJson(read.value, path) : read;
}

/** The content of a text that another program or person wrote. @param from for the error. Errors: file_not_usable. */
export function foreignJson(text: string, from: string): Reply<unknown> {
  const content = parseJson(text);
  return content === undefined ? failure(notUsable('not_json', from)) : success(content);
}

function missing(path: string): AppError {
  return {
    code: 'file_not_usable',
    params: { reason: 'unreadable', path, systemCode: 'ENOENT' },
    retryable: true,
  };
}

/** A file that cannot be taken. @param reason one of those that name the file alone */
export function notUsable(
  reason:
    | 'no_plain_file'
    | 'too_large'
    | 'symbolic_link'
    | 'not_json'
    | 'unknown_content'
    | 'newer'
    | 'outside'
    | 'not_managed_safely',
  path: string,
): AppError {
  return { code: 'file_not_usable', params: { reason, path }, retryable: false };
}

/** UTF-8, as all of these programs write; or UTF-16 with its mark, as an editor of Windows may have left it. */
function textOf(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}

/** Undefined: it is none. The parser's error is dropped, because it quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
