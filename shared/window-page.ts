import type { AccountId, MessageId } from './mail.ts';
import type { DraftId } from './writing.ts';

/** What a window beside the main one shows. Each page is shown by at most one window. */
export type SidePage =
  | { readonly kind: 'compose'; readonly draftId: DraftId }
  | { readonly kind: 'message'; readonly accountId: AccountId; readonly messageId: MessageId };

/** What one of Heron's windows shows. */
export type WindowPage = { readonly kind: 'main' } | SidePage;

/** The query that a window's address has after `app://heron/`; empty for the main window. */
export function queryOf(page: WindowPage): string {
  if (page.kind === 'main') return '';
  return page.kind === 'compose' ? `?compose=${page.draftId}` : `?message=${page.accountId}.${page.messageId}`;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const message = /^([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\.(\d{1,16})$/;

/**
 * Which page an address asks for.
 * @param query with its question mark, as in `location.search`; anything unknown is the main window's
 */
export function pageAt(query: string): WindowPage {
  const asked = new URLSearchParams(query);
  const draftId = asked.get('compose') ?? '';
  if (uuid.test(draftId)) return { kind: 'compose', draftId: draftId as DraftId };
  const [, accountId, messageId] = message.exec(asked.get('message') ?? '') ?? [];
  if (accountId === undefined || !Number.isSafeInteger(Number(messageId))) return { kind: 'main' };
  return { kind: 'message', accountId: accountId as AccountId, messageId: Number(messageId) as MessageId };
}
