import type { AppError } from '../../../shared/reply.ts';
import { type CommandPurpose, type RefusalClass, refusalClass } from '../../imap/response-codes.ts';
import type { RefusedMessage } from '../../store/mail-store.ts';

const minute = 60_000;
const hour = 60 * minute;

/** The first wait after a refusal, and the longest; each further refusal in a row doubles it. In milliseconds. */
const waits = {
  folder: {
    temporary: { first: minute, longest: hour },
    // Nothing but a change on the server helps, so it is seldom looked whether there was one.
    decisive: { first: 10 * minute, longest: 12 * hour },
  },
  message: {
    temporary: { first: 5 * minute, longest: 12 * hour },
    decisive: { first: hour, longest: 24 * hour },
  },
} as const;

/**
 * What the error of a command that only reads says about how far and how long the server refuses; null for errors that are no
 * refusal, such as a lost connection or a full disk.
 */
export function refusalOf(error: AppError, purpose: CommandPurpose & ('look' | 'fetch')): RefusalClass | null {
  switch (error.code) {
    case 'throttled':
      return { scope: 'account', lasting: 'throttled' };
    case 'folder_missing':
      return { scope: 'folder', lasting: 'decisive' };
    case 'server_refused': {
      const { params } = error;
      const code = params.reason === 'command' ? (params.responseCode ?? '') : '';
      const said = params.reason === 'command' ? params.said : '';
      const scope = purpose === 'fetch' ? 'message' : 'folder';
      return refusalClass(code, purpose, said) ?? { scope, lasting: 'temporary' };
    }
    default:
      return null;
  }
}

/**
 * How long to wait before what was refused is asked for again, in milliseconds: exponential backoff, with jitter of a quarter,
 * so that what was refused together is not asked for together.
 * @param attempts how often in a row it was refused, from 1
 * @param random a number from 0 (included) to 1 (excluded)
 */
export function waitAfter(
  scope: 'message' | 'folder',
  error: AppError,
  attempts: number,
  random: () => number,
): number {
  const refusal = refusalOf(error, scope === 'message' ? 'fetch' : 'look');
  const { first, longest } = waits[scope][refusal?.lasting === 'decisive' ? 'decisive' : 'temporary'];
  const wait = Math.min(longest, first * 2 ** Math.min(attempts - 1, 20));
  return Math.round(wait * (0.75 + random() * 0.25));
}

/**
 * Messages that were refused just now, with the time at which each is asked for again.
 * @param before those of the folder that were refused before
 * @param times.now milliseconds since the epoch
 * @param times.random a number from 0 (included) to 1 (excluded)
 */
export function refusedMessages(
  refused: readonly Pick<RefusedMessage, 'uid' | 'error'>[],
  before: readonly RefusedMessage[],
  times: { readonly now: () => number; readonly random: () => number },
): RefusedMessage[] {
  const known = new Map(before.map((stub) => [stub.uid, stub]));
  return refused.map(({ uid, error }) => {
    const attempts = (known.get(uid)?.attempts ?? 0) + 1;
    return { uid, error, attempts, retryAt: times.now() + waitAfter('message', error, attempts, times.random) };
  });
}
