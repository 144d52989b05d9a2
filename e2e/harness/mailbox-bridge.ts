import './fake-bridge.ts';
import type { CallInput, CallName, CallOutputs } from '../../shared/ipc.ts';
import type {
  AccountId,
  ActionResult,
  Address,
  Folder,
  FolderId,
  FolderRole,
  MessageId,
  MessageRow,
  ThreadMessage,
  UndoId,
  ViewId,
} from '../../shared/mail.ts';
import { type AppError, failure, type Reply, success } from '../../shared/reply.ts';
import { tagsAmong, withTag } from '../../shared/tags.ts';
import type { TransferId, TransferProgress } from '../../shared/transfers.ts';
import type {
  Draft,
  DraftContent,
  DraftCopyState,
  DraftFile,
  DraftFileId,
  DraftId,
  DraftStart,
  DraftSummary,
  SendingState,
} from '../../shared/writing.ts';
import { letter } from './mailbox-letters.ts';
import { homeView, workId, workView } from './scenario.ts';

/*
 * `?mail=<count>` fills the inbox; `&slow=<ms>` delays each answer; `&sync=none|filling` starts before the folders are
 * known or while the inbox fills. `mailbox.arrive()`, `.fill(stored)`, `.status(status)` play main.
 */
const query = new URLSearchParams(location.search);
const count = Number(query.get('mail') ?? 4213);
const slow = Number(query.get('slow') ?? 0);
const now = Date.now();

const roles: readonly (readonly [string, FolderRole | null, number])[] = [
  ['INBOX', 'inbox', count],
  ['Archive', 'archive', 18_402],
  ['Deleted Items', 'trash', 31],
  ['Drafts', 'drafts', 2],
  ['Junk Email', 'junk', 4],
  ['Sent Items', 'sent', 902],
  ['Kunden', null, 0],
  ['Kunden/Müller & Söhne GmbH', null, 84],
  ['Kunden/Müller & Söhne GmbH/Angebote 2026 (alle Standorte)', null, 12],
  ['Kunden/東京パートナー', null, 40],
  ['Newsletters', null, 611],
  ['Travel', null, 0],
];

/** `?refused`: the server refuses two folders and two messages of the inbox. */
const isRefused = query.has('refused');
const retryAt = now + 4 * 60_000;
const refusal: AppError = {
  code: 'server_refused',
  params: { reason: 'command', server: 'outlook.office365.com:993', said: 'Mailbox cannot be opened' },
  retryable: false,
};

function stub(folderId: FolderId, number: number): MessageRow {
  const nobody = { name: '', address: '' };
  const nothing = { subject: '', snippet: '', from: nobody, to: nobody, receivedAt: null };
  const flags = {
    seen: true,
    flagged: false,
    answered: false,
    forwarded: false,
    markedDeleted: false,
    hasAttachments: false,
  };
  return { ...letter(folderId, number, now), ...nothing, ...flags, unfetched: true };
}

/** `?labels`: folders are labels, and each message has those of the first account that are the user's own. */
const areLabels = query.has('labels');

interface Box {
  folder: Folder;
  rows: MessageRow[];
  revision: number;
}

const boxes = new Map<FolderId, Box>();
function addFolders(accountId: AccountId, offset: number, list: typeof roles): void {
  for (const [index, [path, role, total]] of list.entries()) {
    const id = (offset + index) as FolderId;
    const rows = Array.from({ length: total }, (_, number) => letter(id, number, now - offset * 60_000));
    const name = path.split('/').at(-1) ?? path;
    const depth = path.split('/').length - 1;
    const folder: Folder = {
      id,
      accountId,
      path,
      name,
      depth,
      namespace: 'personal',
      unlistedLevels: '',
      role,
      selectable: path !== 'Kunden',
      total,
      unread: role === 'sent' || role === 'trash' ? 0 : Math.min(rows.filter((row) => !row.seen).length, 1287),
      trouble: isRefused && (path === 'Travel' || path === 'Archive') ? { error: refusal, retryAt } : null,
      unfetched: isRefused && path === 'INBOX' ? 2 : 0,
      proof:
        isRefused && path === 'INBOX'
          ? { kind: 'behind', why: 'unfetched', messages: 2 }
          : { kind: 'reconciled', at: now - 120_000 },
      syncState: query.get('sync') === 'never' || (isRefused && path === 'Travel') ? 'never' : 'complete',
      ...(areLabels && (role === null || role === 'inbox') && path !== 'Kunden' && { isLabel: true as const }),
    };
    if (isRefused && path === 'INBOX') for (const number of [1, 4]) rows[number] = stub(id, number);
    boxes.set(id, { folder, rows: query.get('sync') === 'never' ? [] : rows, revision: 1 });
  }
}
addFolders(workId, 1, roles);
addFolders(
  homeView().account.id,
  101,
  roles.slice(0, 6).map(([path, role, total]) => [path, role, total % 50]),
);
if (query.get('sync') === 'none') boxes.clear();

const views = new Map<ViewId, FolderId>();
let nextView = 1;
const boxOf = (viewId: ViewId): Box | undefined => boxes.get(views.get(viewId) ?? (0 as FolderId));
const harness: {
  emit: (event: string, payload: unknown) => void;
  answer: (name: string, reply: (input: unknown) => Promise<unknown>) => void;
} = Reflect.get(window, 'harness');
const gone = failure({ code: 'not_found', params: { reason: 'account_not_open' }, retryable: false });

function changed(box: Box): void {
  box.revision++;
  box.folder = {
    ...box.folder,
    total: Math.max(box.rows.length, box.folder.syncState === 'complete' ? 0 : box.folder.total),
    unread: box.rows.filter((row) => !row.seen).length,
  };
  for (const [viewId, id] of views) {
    if (id !== box.folder.id) continue;
    harness.emit('mail.viewChanged', { viewId, revision: box.revision, total: box.rows.length });
  }
  harness.emit('mail.foldersChanged', { accountId: box.folder.accountId });
}

const undoable = new Map<string, readonly (readonly [FolderId, MessageRow[]])[]>();

/** Changes messages, or (null) takes them away, to another folder perhaps. */
function change(messageIds: readonly MessageId[], to: (row: MessageRow) => MessageRow | null, target?: Box) {
  const ids = new Set(messageIds);
  const before: [FolderId, MessageRow[]][] = [];
  const moved: MessageRow[] = [];
  for (const box of [...boxes.values()].filter(({ rows }) => rows.some((row) => ids.has(row.id)))) {
    before.push([box.folder.id, box.rows]);
    box.rows = box.rows.flatMap((row) => {
      if (!ids.has(row.id)) return row;
      const after = to(row);
      if (!after) moved.push(row);
      return after ?? [];
    });
    changed(box);
    for (const messageId of messageIds.slice(0, 5)) {
      harness.emit('mail.messageChanged', { accountId: box.folder.accountId, messageId, folderId: box.folder.id });
    }
  }
  if (target && moved.length > 0) {
    before.push([target.folder.id, target.rows]);
    target.rows = [...target.rows, ...moved].sort((a, b) => b.id - a.id);
    changed(target);
  }
  const undoId = crypto.randomUUID();
  undoable.set(undoId, before);
  const value: ActionResult = { count: ids.size, undoId: undoId as UndoId };
  return { ok: true, value } as const;
}

/** The list of a search that finds nothing. */
const nowhere = {
  folder: { ...boxes.get(1 as FolderId)?.folder, id: 999 as FolderId, path: 'nowhere' } as Folder,
  rows: [],
  revision: 1,
};
boxes.set(nowhere.folder.id, nowhere);

/** `?conversation`: a message's own conversation, of seven messages of two folders. */
function conversationOf(messageId: MessageId): ThreadMessage[] {
  const box = boxes.get(1 as FolderId);
  const at = box?.rows.findIndex(({ id }) => id === messageId) ?? -1;
  if (!box || at < 0) return [];
  return box.rows
    .slice(at, at + 7)
    .reverse()
    .map((row, index) => ({
      ...row,
      subject: 'Q3 roadmap: decisions needed by Thursday',
      seen: index < 4 || row.id !== messageId,
      ...(index % 3 === 1
        ? {
            folderId: 6 as FolderId,
            folderName: 'Sent Items',
            from: { name: 'Mario Rossi', address: 'mario.rossi@contoso.example' },
          }
        : { folderId: 1 as FolderId, folderName: 'Inbox' }),
    }));
}

type Handlers = { [K in CallName]?: (input: CallInput<K>) => Reply<CallOutputs[K]> };
const body =
  'Hi all,\n\nI have pulled the open questions together in one place. Please read them before Thursday and say which ones you own.\n\n1. Do we ship search in the first release?\n2. Who talks to the tenant administrators?\n\nThanks\nGrace';

const handlers: Handlers = {
  'mail.folders': ({ accountId }) =>
    success(
      [...boxes.values()].flatMap(({ folder }) =>
        folder.accountId === accountId && folder.id !== nowhere.folder.id ? [folder] : [],
      ),
    ),
  'mail.openView': ({ folderId, order = 'newest' }) => {
    const box = boxes.get(folderId);
    if (!box) return gone;
    const by = (row: MessageRow): string => (order === 'sender' ? row.from.name || row.from.address : row.subject);
    if (order === 'sender' || order === 'subject') box.rows.sort((a, b) => by(a).localeCompare(by(b)) || b.id - a.id);
    else box.rows.sort((a, b) => (order === 'oldest' ? a.id - b.id : b.id - a.id));
    const viewId = `view-${nextView++}` as ViewId;
    views.set(viewId, folderId);
    return success({ viewId, revision: box.revision, total: box.rows.length });
  },
  'mail.openSearch': ({ folderId, text }) => {
    if (text.includes('nothing')) {
      const viewId = `view-${nextView++}` as ViewId;
      views.set(viewId, nowhere.folder.id);
      return success({ viewId, revision: 1, total: 0 });
    }
    const viewId = `view-${nextView++}` as ViewId;
    const id = folderId ?? (1 as FolderId);
    views.set(viewId, id);
    return success({ viewId, revision: boxes.get(id)?.revision ?? 1, total: boxes.get(id)?.rows.length ?? 0 });
  },
  'mail.closeView': ({ viewId }) => {
    views.delete(viewId);
    return success(null);
  },
  'mail.rows': ({ viewId, start, count: wanted, times = [] }) => {
    const box = boxOf(viewId);
    if (!box) return gone;
    return success({
      revision: box.revision,
      total: box.rows.length,
      rows: structuredClone(box.rows.slice(start, start + wanted)),
      notOlder: times.map((time) => {
        const end = box.rows.findIndex(({ receivedAt }) => (receivedAt ?? 0) < time);
        return end < 0 ? box.rows.length : end;
      }),
    });
  },
  'mail.nextUnread': ({ viewId, start }) => {
    const index = boxOf(viewId)?.rows.findIndex((row, at) => at >= start && !row.seen) ?? -1;
    return success({ index: index < 0 ? null : index });
  },
  'mail.indexOf': ({ viewId, messageId }) => {
    const index = boxOf(viewId)?.rows.findIndex((row) => row.id === messageId) ?? -1;
    return success({ index: index < 0 ? null : index });
  },
  'mail.ids': ({ viewId, start, count: wanted }) => {
    const box = boxOf(viewId);
    if (!box) return gone;
    return success({
      revision: box.revision,
      messageIds: box.rows.slice(start, start + wanted).map((row) => row.id),
    });
  },
  'mail.setSeen': ({ messageIds, seen }) => change(messageIds, (row) => ({ ...row, seen })),
  'mail.setFlagged': ({ messageIds, flagged }) => change(messageIds, (row) => ({ ...row, flagged })),
  'mail.setTag': ({ messageIds, tag, on }) =>
    change(messageIds, ({ tags, ...row }) => {
      const given = withTag(tags, tag, on);
      return given.length === 0 ? row : { ...row, tags: given };
    }),
  'mail.tagsOf': ({ messageIds }) => {
    const rows = [...boxes.values()].flatMap((box) => box.rows).filter(({ id }) => messageIds.includes(id));
    const known = ['$label1', '$label2', '$label4', ...query.getAll('tag'), 'budget', 'project-lighthouse', 'travel'];
    const tags = tagsAmong([...known, ...rows.flatMap((row) => row.tags ?? [])]);
    return success({
      messages: rows.length,
      tags: tags.map((tag) => ({ tag, count: rows.filter((row) => row.tags?.includes(tag)).length })),
      hasRoom: true,
    });
  },
  'mail.move': ({ messageIds, folderId }) => change(messageIds, () => null, boxes.get(folderId)),
  'mail.copy': ({ messageIds }) => success({ count: messageIds.length, undoId: null }),
  'mail.moveToRole': ({ accountId, messageIds, role }) =>
    change(
      messageIds,
      () => null,
      [...boxes.values()].find(({ folder }) => folder.accountId === accountId && folder.role === role),
    ),
  'mail.delete': ({ messageIds }) => success({ ...change(messageIds, () => null).value, undoId: null }),
  'mail.undo': ({ undoId }) => {
    const before = undoable.get(undoId);
    for (const [id, rows] of before ?? []) {
      const box = boxes.get(id);
      if (box) changed(Object.assign(box, { rows }));
    }
    return success({ undone: before ? 1 : 0, late: before ? 0 : 1 });
  },
  'mail.setFolderSeen': ({ folderId }) => {
    const rows = boxes.get(folderId)?.rows.filter((row) => !row.seen) ?? [];
    return change(
      rows.map((row) => row.id),
      (row) => ({ ...row, seen: true }),
    );
  },
  'mail.emptyFolder': ({ folderId }) => change(boxes.get(folderId)?.rows.map((row) => row.id) ?? [], () => null),
  'mail.createFolder': () =>
    failure({ code: 'server_refused', params: { reason: 'change', said: 'Quota exceeded.' }, retryable: false }),
  'mail.renameFolder': ({ folderId, name }) => {
    const box = boxes.get(folderId);
    if (box) changed(Object.assign(box, { folder: { ...box.folder, name } }));
    return success(null);
  },
  'mail.deleteFolder': ({ accountId, folderId }) => {
    boxes.delete(folderId);
    harness.emit('mail.foldersChanged', { accountId });
    return success(null);
  },
  'mail.header': ({ messageId }) => {
    for (const box of boxes.values()) {
      const row = box.rows.find((candidate) => candidate.id === messageId);
      if (!row) continue;
      const { subject, from, to, receivedAt, seen, flagged, answered, forwarded, markedDeleted, unfetched, tags } = row;
      return success({
        id: row.id,
        folderId: box.folder.id,
        subject,
        from: [from],
        to: [to],
        cc: [],
        replyTo: [],
        sentAt: receivedAt,
        receivedAt,
        messageIdHeader: null,
        size: 4000,
        unfetched: unfetched ? { error: refusal, retryAt } : null,
        seen,
        flagged,
        answered,
        forwarded,
        markedDeleted,
        ...(tags && { tags }),
        attachments: [],
        ...(areLabels && {
          labels: [...boxes.values()].flatMap(({ folder }) =>
            folder.accountId === workId && folder.isLabel && folder.role === null ? [folder.id] : [],
          ),
        }),
      });
    }
    return gone;
  },
  'mail.thread': ({ messageId }) => success(query.has('conversation') ? conversationOf(messageId) : []),
  'mail.askLabels': () => success(null),
  'mail.transfers': () => success([]),
  'mail.endTransfer': () => success(null),
  'mail.absent': () => success({ messageIds: [] }),
  'mail.searchReport': ({ viewId }) =>
    success({
      found: boxOf(viewId)?.rows.length ?? 0,
      isMore: false,
      messages: 24_213,
      searched: 24_213,
      withText: 4_213,
      files: 0,
      fromServer: 0,
      notHere: 0,
      meant: (boxOf(viewId)?.rows.length ?? 0) === 0 ? 'notting hill' : null,
    }),
  'mail.body': ({ messageId }) =>
    success({ id: messageId, html: null, text: body, truncated: false, attachments: [], remoteImages: 'ask' }),
  'mail.parkedOperations': ({ accountId }) =>
    success([
      {
        id: 1 as never,
        accountId,
        kind: 'move',
        subject: 'Minutes of the steering committee meeting of 12 November, including the revised budget',
        error: {
          code: 'operation_parked',
          params: { reason: 'rebuilt', folder: 'INBOX' },
          retryable: false,
        },
      },
      {
        id: 2 as never,
        accountId,
        kind: 'set_seen',
        subject: '11月の請求書について',
        error: { code: 'server_refused', params: { reason: 'change', said: 'Quota exceeded.' }, retryable: false },
      },
    ]),
};

/** Drafts and the outbox, in memory only; `?writing=some` begins with a few. */
const drafts = new Map<DraftId, Draft>();
/** How far the server's copy of each draft is. */
const copies = new Map<DraftId, DraftCopyState>();
/** The drafts that were changed elsewhere as well. */
const conflicts = new Set<DraftId>();
const people: Address[] = [
  { name: 'Grace Hopper', address: 'grace@contoso.test' },
  { name: 'Ada Lovelace', address: 'ada@contoso.test' },
  { name: '', address: 'alan.turing@bletchley.test' },
  { name: 'Müller & Söhne GmbH, Einkauf', address: 'einkauf@mueller-soehne.test' },
];
const summaryOf = ({ id, accountId, content, changedAt, sending }: Draft): DraftSummary => ({
  id,
  accountId,
  subject: content.subject,
  to: content.to,
  changedAt,
  sending,
  place: null,
  copy: copies.get(id) ?? { kind: 'none' },
  inFolder: false,
  conflict: conflicts.has(id),
});
const tellDrafts = (): void =>
  harness.emit('drafts.changed', { drafts: [...drafts.values()].map(summaryOf).reverse() });
function keep(draft: Draft): Draft {
  drafts.set(draft.id, draft);
  tellDrafts();
  return draft;
}
const draftOf = (id: DraftId): Draft => {
  const draft = drafts.get(id);
  if (!draft) throw new Error(`No draft ${id}`);
  return draft;
};
function newDraft(accountId: AccountId, start: DraftStart, more: Partial<DraftContent> = {}): Draft {
  const isAnswer = start.kind === 'reply' || start.kind === 'reply_all';
  return keep({
    id: crypto.randomUUID() as DraftId,
    accountId,
    revision: 0,
    start: start.kind,
    content: {
      from: { name: 'Ada Lovelace', address: 'ada@contoso.test' },
      to: isAnswer ? people.slice(0, 1) : [],
      cc: start.kind === 'reply_all' ? people.slice(2) : [],
      bcc: [],
      subject: isAnswer ? 'Re: Open questions' : '',
      format: 'html',
      body: '<p></p>',
      signature: null,
      quote: isAnswer
        ? { attribution: 'On 27 November 2026, Grace Hopper wrote:', html: null, text: body, sanitized: true }
        : null,
      ...more,
    },
    files: [],
    changedAt: Date.now(),
    sending: null,
    other: null,
  });
}
Object.assign(handlers, {
  'drafts.create': ({ accountId, start }) => success(newDraft(accountId, start)),
  'drafts.get': ({ draftId }) => success(draftOf(draftId)),
  'drafts.list': () => success([...drafts.values()].map(summaryOf).reverse()),
  'drafts.save': ({ draftId, accountId, content }) => {
    const before = draftOf(draftId);
    const { revision } = keep({ ...before, accountId, content, revision: before.revision + 1, changedAt: Date.now() });
    return success({ revision });
  },
  'drafts.versions': () =>
    success([
      { revision: 3, savedAt: Date.now() - 120_000, words: 'Dear Grace, thank you for the list' },
      { revision: 1, savedAt: Date.now() - 720_000, words: '' },
    ]),
  'drafts.restore': ({ draftId }) => success(draftOf(draftId)),
  'drafts.version': ({ draftId, revision }) => {
    const { subject, to, body: written } = draftOf(draftId).content;
    return success({
      subject,
      to,
      text: revision === 1 ? '' : written.replaceAll('</p>', '\n').replaceAll(/<[^>]*>/g, ''),
    });
  },
  'drafts.openMessage': ({ accountId }) =>
    success(
      newDraft(accountId, { kind: 'new' }, { subject: 'Minutes', to: people.slice(1, 2), body: '<p>Dear Ada,</p>' }),
    ),
  'drafts.resolve': ({ draftId }) => {
    conflicts.delete(draftId);
    return success(keep({ ...draftOf(draftId), other: null }));
  },
  'drafts.setOpen': () => success(null),
  'drafts.discard': ({ draftId }) => {
    drafts.delete(draftId);
    tellDrafts();
    return success(null);
  },
  'drafts.addFile': ({ draftId, filename, mimeType, contentId, bytes }) => {
    const file: DraftFile = {
      id: crypto.randomUUID() as DraftFileId,
      filename,
      mimeType,
      size: bytes.length,
      contentId,
    };
    const before = draftOf(draftId);
    keep({ ...before, files: [...before.files, file] });
    return success(file);
  },
  'drafts.chooseFiles': ({ draftId }) => {
    const file: DraftFile = {
      id: crypto.randomUUID() as DraftFileId,
      filename: `Angebot für Müller & Söhne ${drafts.size}.pdf`,
      mimeType: 'application/pdf',
      size: 1_843_200,
      contentId: null,
    };
    const before = draftOf(draftId);
    keep({ ...before, files: [...before.files, file] });
    return success({ files: [file], refused: [] });
  },
  'drafts.removeFile': ({ draftId, fileId }) => {
    const before = draftOf(draftId);
    keep({ ...before, files: before.files.filter(({ id }) => id !== fileId) });
    return success(null);
  },
  'drafts.send': ({ draftId, at }) => {
    const sending: SendingState =
      at === null ? { kind: 'held', until: Date.now() + 10_000 } : { kind: 'scheduled', at };
    keep({ ...draftOf(draftId), sending });
    return success(sending);
  },
  'drafts.takeBack': ({ draftId }) => success(keep({ ...draftOf(draftId), sending: null })),
  'drafts.retry': ({ draftId }) => {
    keep({ ...draftOf(draftId), sending: { kind: 'waiting', error: null, retryAt: null } });
    return success(null);
  },
  'mail.findLists': ({ query: letters }) =>
    success(['bird-watchers.lists.example.org'].filter((id) => id.includes(letters.toLowerCase()))),
  'mail.tags': () => success(['$label1', '$label2', '$label4', 'budget', 'travel']),
  'addresses.complete': ({ query: letters }) =>
    success(people.filter(({ name, address }) => `${name} ${address}`.toLowerCase().includes(letters.toLowerCase()))),
} satisfies Handlers);
if (query.get('writing') === 'some') {
  const offsite = newDraft(workId, { kind: 'new' }, { subject: 'Offsite in March', to: people.slice(0, 2) });
  copies.set(offsite.id, { kind: 'kept', at: Date.now() });
  const contested = newDraft(
    workId,
    { kind: 'new' },
    { subject: 'Budget', to: people.slice(1, 2), body: '<p>Dear Ada,</p><p>this is how far I got at my desk.</p>' },
  );
  conflicts.add(contested.id);
  keep({
    ...contested,
    other: {
      at: Date.now() - 3_600_000,
      program: 'Heron',
      computer: 'grace-laptop',
      accountId: workId,
      messageId: 1 as MessageId,
    },
  });
  newDraft(workId, { kind: 'new' });
  const sent = (sending: SendingState, subject: string) =>
    keep({ ...newDraft(workId, { kind: 'new' }, { subject, to: people.slice(1, 3) }), sending });
  sent({ kind: 'waiting', error: null, retryAt: Date.now() + 300_000 }, 'Minutes of the steering committee');
  sent({ kind: 'scheduled', at: Date.now() + 40_000_000 }, 'Happy birthday');
  const error = {
    code: 'server_refused',
    params: { reason: 'change', said: '552 5.3.4 Message too big' },
    retryable: false,
  } as const;
  sent({ kind: 'refused', error, refused: [] }, 'Photos from the trip, all of them, in full resolution');
  sent({ kind: 'uncertain', error, lookedAt: Date.now() }, '11月の請求書について');
}

for (const [name, handler] of Object.entries(handlers)) {
  harness.answer(name, async (input) => {
    if (slow > 0) await new Promise((resolve) => setTimeout(resolve, slow));
    return (handler as (value: unknown) => unknown)(input);
  });
}

let arrived = 0;
const mailbox = {
  /** New mail in the inbox. */
  arrive(): void {
    const inbox = boxes.get(1 as FolderId);
    if (!inbox) return;
    arrived++;
    const id = (Math.floor(Date.now() / 1000) * 2 ** 20 + 1000 + arrived) as MessageId;
    const row = { ...letter(1 as FolderId, arrived * 3, now), id, receivedAt: Date.now(), seen: false };
    inbox.rows = [row, ...inbox.rows];
    changed(inbox);
  },
  /** Messages on their way from the first account to the second. */
  transfer(state: TransferProgress['state'], arrived = 120): void {
    const id = '77777777-7777-4777-8777-777777777777' as TransferId;
    const place = { from: workId, to: homeView().account.id, path: 'Archive', stays: false };
    harness.emit('mail.transfersChanged', { transfers: [{ id, ...place, arrived, state }] });
  },
  /** The comparison of the inbox with its server. */
  verify(verification: Folder['verification']): void {
    const inbox = boxes.get(1 as FolderId);
    if (!inbox || verification === undefined) return;
    inbox.folder = { ...inbox.folder, verification };
    harness.emit('mail.foldersChanged', { accountId: workId });
  },
  /** A status of the second account. */
  otherStatus(status: Parameters<typeof homeView>[0]): void {
    harness.emit('accounts.changed', { accounts: [workView(), homeView(status)] });
  },
  /** A status of the first account. */
  status(status: Parameters<typeof workView>[0]): void {
    harness.emit('accounts.changed', { accounts: [workView(status), homeView()] });
  },
};
Object.assign(window, { mailbox });
