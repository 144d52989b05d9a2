import type { AccountId, Folder, MessageId, OpeningMessage } from '../../shared/mail.ts';
import { folderKey } from './folders/folder-tree.ts';
import { type AccountsListId, accountsLists, type MailboxState, useMailbox } from './mailbox-state.ts';

const storageKey = 'heron-mailbox-view';
/** Waits this long before saving, so that a held arrow key is saved once. */
const saveAfterMs = 300;
const collapsedAtMost = 500;

/** What the mailbox looked like when it was last seen. */
export interface MailboxMemory {
  /** Folder ids change when the cache is rebuilt, so it is found by its path. */
  readonly folder: { readonly accountId: AccountId; readonly path: string } | null;
  /** The list over accounts that was open in its place. */
  readonly over: AccountsListId | null;
  readonly messageId: MessageId | null;
  /** The first visible row. */
  readonly first: number;
  /** Keys of the folders that are closed in the sidebar. */
  readonly collapsed: readonly string[];
}

const nothing: MailboxMemory = { folder: null, over: null, messageId: null, first: 0, collapsed: [] };

function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** Reads the stored memory. It may be damaged or of another version: parts that are not valid are left out. */
export function parseMemory(text: string | null): MailboxMemory {
  let kept: unknown = null;
  try {
    kept = JSON.parse(text ?? 'null');
  } catch {
    return nothing;
  }
  if (typeof kept !== 'object' || kept === null) return nothing;
  const { folder, over, messageId, first, collapsed }: Record<string, unknown> = { ...kept };
  const place: Record<string, unknown> = typeof folder === 'object' && folder !== null ? { ...folder } : {};
  const { accountId, path } = place;
  return {
    folder:
      typeof accountId === 'string' && typeof path === 'string' ? { accountId: accountId as AccountId, path } : null,
    over: accountsLists.find((list) => list === over) ?? null,
    messageId: isNatural(messageId) && messageId > 0 ? (messageId as MessageId) : null,
    first: isNatural(first) ? first : 0,
    collapsed: Array.isArray(collapsed)
      ? collapsed.filter((key): key is string => typeof key === 'string').slice(0, collapsedAtMost)
      : [],
  };
}

/** What to keep of a state. */
function memoryOf({ open, collapsed }: MailboxState): MailboxMemory {
  const cursor = open?.list.cursor?.id;
  return {
    folder: open?.over === null ? { accountId: open.accountId, path: open.path } : null,
    over: open?.over ?? null,
    // Where the list of a search stood says nothing about its folder.
    messageId: open?.search || typeof cursor === 'string' ? null : (cursor ?? null),
    first: open?.search ? 0 : (open?.list.first ?? 0),
    collapsed: [...collapsed].slice(-collapsedAtMost),
  };
}

/** What was kept when the window was last open. */
export function recall(): MailboxMemory {
  return parseMemory(localStorage.getItem(storageKey));
}

/**
 * What to open at the start: the view that was kept; where Heron ended at a message, that message's folder with it selected. The browser writes
 * its store with a delay, so after a crash the kept view may be an older one.
 */
export function remembered(stopped: OpeningMessage | null): MailboxMemory {
  const kept = recall();
  if (stopped === null || stopped.path === '') return kept;
  const { accountId, path, messageId } = stopped;
  const isKept = kept.folder?.accountId === accountId && kept.folder.path === path;
  return { ...kept, folder: { accountId, path }, over: null, messageId, first: isKept ? kept.first : 0 };
}

/** Saves the view when it changes and when the window closes; returns the function that stops this. */
export function followMemory(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saved = localStorage.getItem(storageKey);
  const save = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const state = useMailbox.getState();
    // Until the first folder is open, the stored memory is better than the present state.
    if (!state.open) return;
    const text = JSON.stringify(memoryOf(state));
    if (text !== saved) localStorage.setItem(storageKey, text);
    saved = text;
  };
  const stop = useMailbox.subscribe((state, before) => {
    if (state.open !== before.open || state.collapsed !== before.collapsed) timer ??= setTimeout(save, saveAfterMs);
  });
  window.addEventListener('pagehide', save);
  return () => {
    stop();
    clearTimeout(timer);
    window.removeEventListener('pagehide', save);
  };
}

/** What stands for an account among the keys of what is closed in the sidebar. */
export function accountKey(accountId: AccountId): string {
  return `account ${accountId}`;
}

/** Hides or shows the folders of an account. */
export function setAccountFolded(accountId: AccountId, folded: boolean): void {
  setCollapsed(accountKey(accountId), folded);
}

/** Opens or closes a folder of the sidebar's tree. */
export function setExpanded(folder: Pick<Folder, 'accountId' | 'path'>, expanded: boolean): void {
  setCollapsed(folderKey(folder), !expanded);
}

/** Closes or opens what a key of the sidebar stands for. */
export function setCollapsed(key: string, isClosed: boolean): void {
  useMailbox.setState(({ collapsed }) => {
    if (collapsed.has(key) === isClosed) return {};
    const next = new Set(collapsed);
    if (!next.delete(key)) next.add(key);
    return { collapsed: next };
  });
}
