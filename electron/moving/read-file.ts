import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { errorCodeOf } from '../platform/storage-errors.ts';

/** No file of settings that Heron reads is larger. */
export const mostBytes = 4 * 1024 * 1024;

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
      const bytes = Buffer.alloc(mostBytes + 1);
      let length = 0;
      // A file may grow while it is read.
      while (length <= mostBytes) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > mostBytes) return failure(notUsable('too_large', path));
      return success(textOf(bytes.subarray(0, length)));
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

/** Parses JSON without throwing; undefined: it is none. The parser's error is dropped, because it quotes the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
