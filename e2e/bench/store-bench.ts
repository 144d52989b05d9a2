// Measures the store alone: inserts with the search index, pages and bodies of 100,000 messages. Run: npx tsx e2e/bench/store-bench.ts [count]
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { RemoteEnvelope } from '../../electron/mail/remote-mail.ts';
import type { QueuedOperation } from '../../electron/operations/operation-queue.ts';
import { pendingChanges } from '../../electron/operations/pending-operations.ts';
import { openOperationQueue } from '../../electron/operations/sqlite-operation-queue.ts';
import { openMailStore } from '../../electron/store/sqlite-mail-store.ts';
import type { AccountId } from '../../shared/mail.ts';

const words = 'invoice meeting review budget quarterly holiday release draft agenda notes ticket contract'.split(' ');
const total = Number(process.argv[2] ?? 100_000);
const accountId = 'bench' as AccountId;
const folder = mkdtempSync(join(tmpdir(), 'heron-store-bench-'));

function envelope(uid: number): RemoteEnvelope {
  const word = (offset: number) => words[(uid * 7 + offset * 5 + (uid >> 3)) % words.length] ?? '';
  return {
    uid,
    flags: { seen: uid % 5 !== 0, flagged: false, answered: false, forwarded: false, draft: false, deleted: false },
    internalDate: 1_500_000_000_000 + uid * 61_000,
    sentAt: 1_500_000_000_000 + uid * 61_000 - 4_000,
    size: 4_000 + (uid % 9_000),
    subject: `${word(1)} ${word(2)} ${word(3)} ${word(4)} #${uid}`,
    from: [{ name: `Sender ${uid % 900}`, address: `sender${uid % 900}@example.org` }],
    to: [{ name: 'Ada Example', address: 'ada@example.com' }],
    cc: [],
    replyTo: [],
    messageIdHeader: `<${uid}.bench@example.org>`,
    inReplyTo: uid % 3 === 0 ? `<${uid - 2}.bench@example.org>` : null,
    parts: ['text/plain', 'text/html'].map((mimeType, index) => ({
      partId: String(index + 1),
      mimeType,
      charset: 'utf-8',
      encoding: 'quoted-printable',
      size: 2_000,
      disposition: null,
      filename: null,
      contentId: null,
      within: ['multipart/alternative'],
    })),
  };
}

/** Prints the median and the worst of several runs in milliseconds. */
function measure(name: string, runs: number, work: (run: number) => void): void {
  const times = Array.from({ length: runs }, (_, run) => {
    const start = performance.now();
    work(run);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  console.log(`${name}: median ${times[runs >> 1]?.toFixed(2)} ms, worst ${times.at(-1)?.toFixed(2)} ms`);
}

try {
  const path = join(folder, 'cache.db');
  const first = openMailStore({ path, accountId, now: Date.now }).store;
  first.saveFolders([
    {
      path: 'INBOX',
      name: 'INBOX',
      delimiter: '/',
      role: 'inbox',
      selectable: true,
      namespace: { kind: 'personal', prefix: '' },
    },
  ]);
  const inbox = first.folderByRole('inbox');
  if (!inbox) throw new Error('no inbox');
  const { folderId } = inbox;
  const started = performance.now();
  const cpu = process.cpuUsage();
  const windows: number[] = [];
  for (let top = total, size = 50; top > 0; top -= size, size = Math.min(1_000, size * 2)) {
    const envelopes = Array.from({ length: Math.min(size, top) }, (_, index) => envelope(top - index));
    const begin = performance.now();
    const lowestUid = Math.max(1, top - size + 1);
    const sync = { uidValidity: 1, uidNext: total + 1, highestModseq: null, lowestUid, complete: lowestUid === 1 };
    first.saveWindow(folderId, envelopes, sync);
    windows.push(performance.now() - begin);
  }
  const used = process.cpuUsage(cpu);
  const cpuSeconds = (used.user + used.system) / 1_000_000;
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `insert: ${Math.round(total / seconds)} messages/s, ${Math.round(total / cpuSeconds)} per second of processor time, first window of 50 ${windows[0]?.toFixed(1)} ms, worst window ${Math.max(...windows).toFixed(1)} ms`,
  );
  first.close();
  const octets = (): string =>
    `${(statSync(path).size / 2 ** 20).toFixed(1)} MiB, ${Math.round(statSync(path).size / total)} octets a header`;
  console.log(`file: ${octets()}`);
  const linking = openMailStore({ path, accountId, now: Date.now }).store;
  measure('threads of all messages found', 1, () => {
    while (linking.linkThreads(50));
  });
  linking.close();
  console.log(`file with threads: ${octets()}`);

  const begin = performance.now();
  const { store } = openMailStore({ path, accountId, now: Date.now });
  const rows = store.openView(folderId).rows(0, 100).length;
  console.log(`open the file and show the first ${rows} rows: ${(performance.now() - begin).toFixed(1)} ms`);
  measure('new view, first page of 100', 20, () => store.openView(folderId).rows(0, 100));
  measure('new view, page at the far end', 5, () => store.openView(folderId).rows(total - 100, 100));
  const view = store.openView(folderId);
  measure('page of 100 anywhere, anchors made', 200, (run) => view.rows((run * 7_919) % total, 100));
  const operations = Array.from(
    { length: 3_000 },
    (_, index): QueuedOperation => ({
      id: index as QueuedOperation['id'],
      accountId,
      folderPath: 'INBOX',
      uidValidity: 1,
      uid: total - index * 2,
      messageIdHeader: null,
      subject: '',
      action: index % 2 ? { kind: 'set_seen', seen: true } : { kind: 'move', destination: 'Trash' },
      state: 'queued',
      attempts: 0,
      error: null,
      heldUntil: null,
    }),
  );
  measure('3,000 pending operations set', 1, () => store.setPending(pendingChanges(operations)));
  measure('the same and one more', 5, (run) =>
    store.setPending(pendingChanges([...operations, { ...operations[0], uid: run * 3 + 2 } as QueuedOperation])),
  );
  measure('page of 100 anywhere, 3,000 pending', 200, (run) => view.rows((run * 7_919) % total, 100));
  measure('indexOf', 200, (run) =>
    view.indexOf(store.localMessages(folderId, run * 11 + 1, run * 11 + 1)[0]?.id ?? (0 as never)),
  );
  measure('conversation', 200, (run) => {
    const [row] = view.rows(run * 97, 1);
    if (row !== undefined) store.thread(row.id);
  });
  measure('folders', 50, () => store.folders());
  const ids = view.rows(0, 200).map((row) => row.id);
  const text = words.join(' ').repeat(100);
  measure('save a body of 8 kB', 200, (run) => {
    const id = ids[run];
    if (id !== undefined) store.saveBody(id, { id, html: null, text, truncated: false, attachments: [] }, 'snippet');
  });
  measure('flags of 1,000', 10, (run) => {
    const flags = {
      seen: true,
      flagged: run % 2 === 0,
      answered: false,
      forwarded: false,
      draft: false,
      deleted: false,
    };
    const list = Array.from({ length: 1_000 }, (_, index) => ({ uid: index + 1, flags }));
    store.saveFlags(folderId, list);
  });
  measure('folder reset', 1, () => store.resetFolder(folderId));
  measure('tidy step', 20, () => store.tidy());
  store.close();

  const { queue } = openOperationQueue({ path: join(folder, 'user.db'), now: Date.now });
  measure('add one operation, durable', 50, (run) =>
    queue.add([{ ...operations[0], uid: run + 1 } as QueuedOperation]),
  );
  queue.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
