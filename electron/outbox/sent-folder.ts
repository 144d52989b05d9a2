import type { ServerEndpoint } from '../../shared/mail.ts';
import { isExchangeOnline } from '../imap/exchange-online.ts';
import type { ImapSession } from '../imap/session.ts';
import type { SelectedFolder } from '../mail/remote-mail.ts';
import { topLevelPath } from '../operations/folder-paths.ts';
import type { MailStore } from '../store/mail-store.ts';

/** A connection as the Sent folder needs it. */
export interface SentConnection {
  readonly session: ImapSession;
  readonly select: (path: string, signal: AbortSignal) => Promise<SelectedFolder>;
}

/** The name of the folder where the account has none for sent mail. */
const usualName = 'Sent';

/** Where copies of sent messages lie: the folder of that role, else the one that is to be created for it. */
export function sentPath(store: Pick<MailStore, 'folderByRole' | 'folderNodes'>): {
  readonly path: string;
  readonly exists: boolean;
} {
  const path = store.folderByRole('sent')?.path;
  return path === undefined
    ? { path: topLevelPath(store.folderNodes(), usualName), exists: false }
    : { path, exists: true };
}

/**
 * Whether the server puts what it sends into Sent by itself, so that a second copy would double it: Gmail (X-GM-EXT-1) and Exchange Online.
 */
export function filesItself({ host }: Pick<ServerEndpoint, 'host'>, capabilities: ReadonlySet<string>): boolean {
  return capabilities.has('X-GM-EXT-1') || isExchangeOnline(host);
}

/** Whether a message lies in a folder; false where the folder is missing. Throws AppFailure. */
export async function isIn(
  path: string,
  messageId: string,
  { session, select }: SentConnection,
  signal: AbortSignal,
): Promise<boolean> {
  await select(path, signal);
  return (await session.findByMessageId(messageId, signal)).length > 0;
}
