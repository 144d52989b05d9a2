import type { AccountId, FolderId, ServerTrouble } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { clockTime } from './ui-clock.ts';

/** Asks the server again for what it refused: the folder, or everything of the account (null). What follows shows in the folders. */
export async function tryAgain(accountId: AccountId, folderId: FolderId | null): Promise<void> {
  await call('mail.tryAgain', { accountId, folderId });
}

/** When the server is asked again. @param now milliseconds since the epoch */
export function nextAttempt({ retryAt }: Pick<ServerTrouble, 'retryAt'>, now = Date.now()): string {
  const words = texts().troubles;
  return retryAt > now ? words.next(clockTime(retryAt)) : words.soon;
}
