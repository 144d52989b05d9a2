import { type AppError, AppFailure } from '../../shared/reply.ts';
import type { RefusalName } from '../../shared/texts/fault-words.en.ts';
import { passingByCode } from '../imap/imap-errors.ts';
import type { Refusal } from '../imap/session.ts';
import type { Operation } from './operation.ts';
import { folderGoneError, notAllowedError, overQuotaError, readOnlyError } from './operation-errors.ts';

/**
 * What a refusal means for the operations of the refused command.
 * - `later`: the server would accept the same command later.
 * - `never`: it refuses every command like this until somebody changes something.
 * - `unclear`: one of the messages, or the number of them, may be the reason.
 */
type Verdict = 'later' | 'never' | 'unclear';

/** Words of a refusal that is due to the server's present state, not to the operation. */
const passingWords = /throttl|temporar|try again|unavailable|too busy|\[?(INUSE|UNAVAILABLE)\b/i;

/** Codes that may be due to one message of the command (RFC 5530, RFC 4469, RFC 9051). */
const aboutOne: ReadonlySet<string> = new Set(['CORRUPTION', 'TOOBIG', 'PARSE', 'UNKNOWN-CTE', 'BADCHARSET']);
/** Codes that may be due to the number of messages in the command (RFC 5530, RFC 9738); alone, they pass. */
const aboutNumber: ReadonlySet<string> = new Set(['LIMIT', 'MESSAGELIMIT']);
/** Heron's own refusals that repeating does not change. */
const lastingReasons: ReadonlySet<RefusalName> = new Set([
  'no_read_state',
  'no_flagged_state',
  'no_move',
  'no_removal',
  'no_folder_name',
  'no_labels',
  'no_tags',
]);

/**
 * What a refusal means. The response code decides; without one the words do, after the operation's folder names are
 * taken out of them.
 *
 * @param count the number of messages in the refused command
 * @param folders the folders that the command named
 */
export function verdictOf(refusal: Refusal, count: number, folders: readonly string[]): Verdict {
  const { code = '', own, passing, text } = refusal;
  if (own !== undefined && lastingReasons.has(own)) return 'never';
  if (aboutNumber.has(code) && count > 1) return 'unclear';
  if (aboutOne.has(code)) return 'unclear';
  if (passing !== undefined) return passing ? 'later' : 'never';
  const words = folders.reduce((rest, name) => rest.replaceAll(name, ''), text);
  return passingWords.test(words) ? 'later' : 'unclear';
}

/** Whether a temporary refusal is about all commands of the account: the server wants fewer of them. */
export function isAccountWide({ code = '', text }: Refusal): boolean {
  return ['OVERQUOTA', 'THROTTLED', 'THROTTLE'].includes(code) || /throttl/i.test(text);
}

/**
 * The error of operations that are parked because of a decisive refusal.
 *
 * @param target the folder that the messages were to go to; null where they stay
 */
export function neverError(refusal: Refusal, { folderPath }: Operation, target: string | null): AppError {
  const { code } = refusal;
  if (code === 'OVERQUOTA') return overQuotaError(target ?? folderPath, refusal);
  if (code === 'READ-ONLY') return readOnlyError(folderPath);
  if (target !== null && (code === 'TRYCREATE' || code === 'NONEXISTENT')) return folderGoneError(target);
  return notAllowedError(refusal);
}

/** How a command that only looks was refused: SELECT, STATUS, LIST or FETCH. */
export interface Obstacle {
  readonly verdict: Verdict;
  readonly refusal: Refusal;
}

/** Errors of commands that one folder is the reason for; the account itself works. */
const ofOneFolder: ReadonlySet<AppError['code']> = new Set([
  'server_refused',
  'server_unavailable',
  'folder_missing',
  'imap_protocol',
]);

/**
 * Reads a failure of a command that only looks, while its connection stays open. Null where the failure concerns the
 * whole account, or Heron itself.
 */
export function obstacleOf(error: unknown): Obstacle | null {
  if (!(error instanceof AppFailure) || !ofOneFolder.has(error.error.code)) return null;
  const { params, code } = error.error;
  const said = 'said' in params && typeof params.said === 'string' ? params.said : '';
  const refusal: Refusal = said === '' ? { text: '', own: 'no_reason' } : { text: said };
  if (code === 'server_unavailable') return { verdict: 'later', refusal };
  const passing = passingByCode(error.cause);
  return { verdict: passing === null ? 'unclear' : passing ? 'later' : 'never', refusal };
}
