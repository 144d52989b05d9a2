import { act } from 'react';
import type {
  AccountId,
  AccountView,
  EngineStatus,
  Folder,
  FolderId,
  FolderRole,
  MessageId,
  MessageRow,
  ViewId,
} from '../../shared/mail.ts';
import { failure, success } from '../../shared/reply.ts';
import { defaultWriting } from '../../shared/writing-settings.ts';
import { initialAccounts, useAccounts } from '../stores/accounts.ts';
import type { fakeBridge } from '../testing/fake-bridge.ts';
import { installBridge } from '../testing/test-window.tsx';
import { followMailbox } from './mailbox.ts';
import { initialMailbox, useMailbox } from './mailbox-state.ts';

/** A mailbox behind a fake bridge, for tests: an account with an inbox, a trash and an empty folder. */
export const adaId = '11111111-1111-4111-8111-111111111111' as AccountId;

const healthy: EngineStatus = {
  connection: { kind: 'online' },
  proof: { kind: 'reconciled', at: 1 },
  lastSyncAt: 1,
  lastError: null,
  progress: null,
  pendingOperations: 0,
  parkedOperations: 0,
  inboxUnread: null,
};

/** Ada's account with a status. */
export function adaView(status: Partial<EngineStatus> = {}): AccountView {
  return {
    account: {
      id: adaId,
      provider: 'generic',
      address: 'ada@contoso.test',
      displayName: 'Ada',
      label: '',
      colour: null,
      notify: true,
      writing: defaultWriting,
      auth: { method: 'password', username: 'ada' },
      imap: { host: 'imap.contoso.test', port: 993, security: 'tls' },
      smtp: { host: 'smtp.contoso.test', port: 465, security: 'tls' },
      connectionTimeoutSeconds: 30,
    },
    identity: null,
    status: { ...healthy, ...status },
    token: null,
    secret: 'encrypted',
  };
}

/** A row whose subject and sender are made from its id. */
export function exampleRow(id: number, seen = true): MessageRow {
  return {
    id: id as MessageId,
    subject: `Message ${id}`,
    from: { name: `Sender ${id}`, address: `s${id}@contoso.test` },
    to: { name: 'Somebody', address: 'somebody@contoso.test' },
    receivedAt: Date.UTC(2020, 0, 1) + id,
    snippet: '',
    seen,
    flagged: false,
    answered: false,
    forwarded: false,
    markedDeleted: false,
    hasAttachments: false,
    unfetched: false,
  };
}

/** A folder; `total` and `unread` 0 unless said otherwise. */
export function exampleFolder(id: number, name: string, role: FolderRole | null, more: Partial<Folder> = {}): Folder {
  return {
    id: id as FolderId,
    accountId: adaId,
    path: name,
    name,
    depth: 0,
    namespace: 'personal',
    unlistedLevels: '',
    role,
    selectable: true,
    total: 0,
    unread: 0,
    trouble: null,
    unfetched: 0,
    proof: { kind: 'reconciled', at: 1 },
    syncState: 'complete',
    ...more,
  };
}

export interface ExampleMailbox {
  readonly fake: ReturnType<typeof fakeBridge>;
  folders: Folder[];
  /** The rows of each folder by its id, newest first. */
  readonly rows: Map<number, MessageRow[]>;
  /** Tells the window that a folder's rows changed. */
  tell(folderId: number, rows: readonly MessageRow[]): Promise<void>;
  /** Changes the account's status, and tells the window. */
  status(status: Partial<EngineStatus>): Promise<void>;
  /** The inputs of the window's calls of this name, in order. */
  called(name: string): unknown[];
  readonly stop: () => void;
}

/** Lets every reply that is under way arrive and be drawn. */
export async function replies(): Promise<void> {
  await act(async () => {
    for (let turn = 0; turn < 30; turn++) await Promise.resolve();
  });
}

/** Starts the window's mailbox store over the example: inbox 1 with `rows`, "Deleted Items" 2, "Empty" 3. */
export async function startMailbox(rows: readonly MessageRow[]): Promise<ExampleMailbox> {
  const byFolder = new Map<number, MessageRow[]>([
    [1, [...rows]],
    [2, [exampleRow(900)]],
    [3, []],
  ]);
  const views = new Map<ViewId, number>();
  let revision = 1;
  const unknownView = failure({ code: 'not_found', params: { reason: 'view' }, retryable: true });
  const example = {
    folders: [
      exampleFolder(1, 'INBOX', 'inbox', { total: rows.length, unread: rows.filter((row) => !row.seen).length }),
      exampleFolder(2, 'Deleted Items', 'trash', { total: 1 }),
      exampleFolder(3, 'Empty', null),
    ],
  };
  const fake = installBridge({
    'mail.folders': () => success(example.folders),
    'mail.openView': ({ folderId }) => {
      const viewId = `view-${views.size + 1}` as ViewId;
      views.set(viewId, folderId);
      return success({ viewId, revision, total: byFolder.get(folderId)?.length ?? 0 });
    },
    'mail.closeView': success(null),
    'mail.rows': ({ viewId, start, count }) => {
      const stored = byFolder.get(views.get(viewId) ?? 0);
      if (!stored) return unknownView;
      return success({ revision, total: stored.length, rows: stored.slice(start, start + count) });
    },
    'mail.nextUnread': ({ viewId, start }) => {
      const index = byFolder.get(views.get(viewId) ?? 0)?.findIndex((row, at) => at >= start && !row.seen) ?? -1;
      return success({ index: index < 0 ? null : index });
    },
    'mail.indexOf': ({ viewId, messageId }) => {
      const index = byFolder.get(views.get(viewId) ?? 0)?.findIndex((row) => row.id === messageId) ?? -1;
      return success({ index: index < 0 ? null : index });
    },
    'mail.ids': ({ viewId, start, count }) => {
      const stored = byFolder.get(views.get(viewId) ?? 0);
      if (!stored) return unknownView;
      return success({ revision, messageIds: stored.slice(start, start + count).map((row) => row.id) });
    },
    'mail.setSeen': ({ messageIds }) => success({ count: messageIds.length, undoId: null }),
    'mail.moveToRole': ({ messageIds }) => success({ count: messageIds.length, undoId: null }),
    'mail.header': 'never',
    'mail.body': 'never',
    'mail.syncNow': success(null),
  });
  localStorage.clear();
  useMailbox.setState(initialMailbox, true);
  useAccounts.setState({ ...initialAccounts, accounts: [adaView()] }, true);
  const stop = followMailbox();
  await replies();
  return Object.assign(example, {
    fake,
    rows: byFolder,
    stop,
    called: (name: string) => fake.calls.filter((call) => call.name === name).map((call) => call.input),
    async tell(folderId: number, changed: readonly MessageRow[]) {
      byFolder.set(folderId, [...changed]);
      revision++;
      await act(async () => {
        for (const [viewId, id] of views) {
          if (id === folderId) fake.emit('mail.viewChanged', { viewId, revision, total: changed.length });
        }
      });
      await replies();
    },
    async status(status: Partial<EngineStatus>) {
      await act(async () => useAccounts.setState({ accounts: [adaView(status)] }));
      await replies();
    },
  });
}
