import type { DraftId } from './writing.ts';

/** What a window beside the main one shows. Each page is shown by at most one window. */
export type SidePage = { readonly kind: 'compose'; readonly draftId: DraftId };

/** What one of Heron's windows shows. */
export type WindowPage = { readonly kind: 'main' } | SidePage;

/** The query that a window's address has after `app://heron/`; empty for the main window. */
export function queryOf(page: WindowPage): string {
  return page.kind === 'main' ? '' : `?compose=${page.draftId}`;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/**
 * Which page an address asks for.
 * @param query with its question mark, as in `location.search`; anything unknown is the main window's
 */
export function pageAt(query: string): WindowPage {
  const draftId = new URLSearchParams(query).get('compose') ?? '';
  return uuid.test(draftId) ? { kind: 'compose', draftId: draftId as DraftId } : { kind: 'main' };
}
