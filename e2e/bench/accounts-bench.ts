import { performance } from 'node:perf_hooks';
import { AccountsView } from '../../electron/engine/accounts-view.ts';
import type { RemoteEnvelope } from '../../electron/mail/remote-mail.ts';
import type { SqliteMailStore } from '../../electron/store/sqlite-mail-store.ts';
import type { AccountId, FolderId } from '../../shared/mail.ts';
import { withBenchStore } from './bench-store.ts';
import type { Figure } from './figures.ts';

const accounts = 5;
const perAccount = 200_000;
const flags = { seen: true, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };

/** What a message answers: of each ten, five that lie up to fifty before are answered once or twice, so that conversations interlock. */
function parentOf(uid: number): number | null {
  const digit = uid % 10;
  return digit < 5 || uid < 100 ? null : uid - digit - 10 * (digit - 4) + (digit % 3);
}

/** One a minute over all accounts, so that each page has rows of all of them. */
function letter(account: number, uid: number): RemoteEnvelope {
  const at = 1_600_000_000_000 + (uid * accounts + account) * 60_000;
  const parent = parentOf(uid);
  return {
    uid,
    flags,
    internalDate: at,
    sentAt: at,
    size: 4_000,
    subject: `Minutes ${uid}`,
    from: [{ name: 'Grace', address: 'grace@example.org' }],
    to: [{ name: 'Ada', address: 'ada@contoso.test' }],
    cc: [],
    replyTo: [],
    messageIdHeader: `<${uid}@account-${account}.example.org>`,
    inReplyTo: parent === null ? null : `<${parent}@account-${account}.example.org>`,
    parts: [],
  };
}

interface Inbox {
  readonly accountId: AccountId;
  readonly store: SqliteMailStore;
  readonly inbox: FolderId;
}

/** Works with so many accounts' inboxes of so many messages. */
function withInboxes<T>(count: number, work: (inboxes: readonly Inbox[]) => T, made: readonly Inbox[] = []): T {
  if (made.length === count) return work(made);
  return withBenchStore(({ store, inbox }) => {
    for (let first = 1; first <= perAccount; first += 1_000) {
      const letters = Array.from({ length: 1_000 }, (_each, index) => letter(made.length, first + index));
      const sync = { uidValidity: 1, uidNext: perAccount + 1, highestModseq: null, lowestUid: 1, complete: true };
      store.saveWindow(inbox, letters, sync);
    }
    while (store.linkThreads(500) !== null);
    return withInboxes(count, work, [...made, { accountId: `account-${made.length}` as AccountId, store, inbox }]);
  });
}

/** Pages of 100 rows anywhere in "All inboxes" of five accounts with 200,000 messages each, while messages arrive between them. */
export function accountsFigures(): Figure[] {
  return withInboxes(accounts, (inboxes) => [pagesOf(inboxes, false), pagesOf(inboxes, true)]);
}

function pagesOf(inboxes: readonly Inbox[], byThread: boolean): Figure {
  const what = byThread ? 'conversations' : 'rows';
  const view = new AccountsView(
    inboxes.map(({ accountId }) => accountId),
    (accountId, current) => {
      const own = inboxes.find((known) => known.accountId === accountId);
      return (
        current ?? (own ? { accountId, view: own.store.openView(own.inbox, byThread), folderId: own.inbox } : null)
      );
    },
  );
  const times: number[] = [];
  for (let page = 0; page < 300; page += 1) {
    const own = inboxes[page % accounts];
    if (own !== undefined && page % 10 === 0) {
      const uid = perAccount + 1 + page + (byThread ? 1_000 : 0);
      const sync = { uidValidity: 1, uidNext: uid + 1, highestModseq: null, lowestUid: 1, complete: true };
      view.apply(own.accountId, own.store.saveWindow(own.inbox, [letter(page % accounts, uid)], sync));
    }
    const start = (page * 324_143) % (view.total - 100);
    const started = performance.now();
    view.rows(start, 100);
    times.push(performance.now() - started);
  }
  times.sort((one, other) => one - other);
  console.log(
    `  all inboxes, ${what}: ${view.total} of them, median ${times[150]?.toFixed(1)} ms, slowest ${times.at(-1)?.toFixed(1)} ms`,
  );
  return {
    name: `a page of 100 ${what} anywhere in all inboxes of ${accounts} × ${perAccount / 1_000}k, p95`,
    value: times[285] ?? Number.NaN,
    unit: 'ms',
    target: 10,
  };
}
