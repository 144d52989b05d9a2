import { statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { RemoteEnvelope } from '../../electron/mail/remote-mail.ts';
import type { SqliteMailStore } from '../../electron/store/sqlite-mail-store.ts';
import type { FolderId } from '../../shared/mail.ts';
import { syllables, withBenchStore } from './bench-store.ts';
import type { Figure } from './figures.ts';

const perWindow = 1_000;
const flags = { seen: false, flagged: false, answered: false, forwarded: false, draft: false, deleted: false };
/**
 * What people type, letter by letter and in operators; the last finds nothing. Of `lomi` and the like 230 words begin so, and a third of the texts have one;
 * `contos` begins one word, which all messages have.
 */
const searches = [
  'lo',
  'lomi',
  'shiber',
  'contos',
  'kalo wen',
  '"kalo lomi"',
  'from:sender12',
  'garwen -kalo',
  'drafus is:unread',
  'elom or jupet',
  'subject:toshi before:2026',
  'is:unread',
  'larger:5M',
  'xyzxyz',
];
let seed = 1;
/** Words of one to four syllables, as languages have them: few are very frequent, most are rare. */
function words(count: number): string {
  let text = '';
  for (let word = 0; word < count; word += 1) {
    seed = (seed * 48_271) % 2_147_483_647;
    for (let rank = Math.floor(60_000 * (seed / 2_147_483_647) ** 5) + 1; rank > 0; rank >>= 4)
      text += syllables[(rank * 7) & 15];
    text += ' ';
  }
  return text;
}

function envelope(uid: number): RemoteEnvelope {
  const at = 1_600_000_000_000 + uid * 60_000;
  return {
    uid,
    flags: { ...flags, seen: uid % 10 !== 0 },
    internalDate: at,
    sentAt: at,
    size: uid % 1_000 === 0 ? 6_000_000 : 4_000,
    subject: words(6),
    from: [{ name: `Sender ${uid % 3_000}`, address: `sender${uid % 3_000}@example.org` }],
    to: [{ name: 'Ada', address: 'ada@contoso.test' }],
    cc: [],
    replyTo: [],
    messageIdHeader: `<${uid}.bench@example.org>`,
    inReplyTo: null,
    parts: [],
  };
}

function fill(store: SqliteMailStore, folderId: FolderId, count: number, bodyWords: number): void {
  for (let uid = 1; uid <= count; uid += perWindow) {
    const envelopes = Array.from({ length: perWindow }, (_each, index) => envelope(uid + index));
    const sync = { uidValidity: 1, uidNext: count + 1, highestModseq: null, lowestUid: uid, complete: false };
    const { added } = store.saveWindow(folderId, envelopes, sync);
    if (bodyWords === 0) continue;
    for (const id of added) {
      const text = words(bodyWords);
      store.saveBody(id, { id, html: null, text, truncated: false, attachments: [] }, text.slice(0, 200));
    }
  }
}

/** How long each search takes, first page and report included, in milliseconds, the slowest last; prints what the processor did for it. */
function times(store: SqliteMailStore): number[] {
  const list = searches.flatMap((text) =>
    Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      const started = performance.now();
      const search = store.openSearch({ folderId: null, text });
      search.rows(0, 100);
      search.report();
      const ms = performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      return { text, ms, processor: (user + system) / 1_000 };
    }),
  );
  const said = ({ text, ms, processor }: (typeof list)[number]): string =>
    `${text} ${ms.toFixed(1)} (processor ${processor.toFixed(1)})`;
  const medians = searches.flatMap((text) => {
    const own = list.filter((each) => each.text === text).sort((one, other) => one.ms - other.ms);
    return own.slice(2, 3).map(said);
  });
  console.log(`  median by search: ${medians.join(', ')}`);
  list.sort((one, other) => one.ms - other.ms);
  console.log(`  the slowest: ${list.slice(-5).map(said).join(', ')}`);
  return list.map(({ ms }) => ms);
}

function measured(
  name: string,
  count: number,
  bodyWords: number,
  target: number,
  print: (figure: Figure) => void,
): void {
  withBenchStore(({ store, inbox, path }) => {
    fill(store, inbox, count, bodyWords);
    // As an account does as soon as it is idle.
    while (store.tidyWords());
    const list = times(store);
    print({ name: `search over ${name}, p95`, value: list[Math.floor(list.length * 0.95)] ?? 0, unit: 'ms', target });
    console.log(`  median ${list[list.length >> 1]?.toFixed(1)} ms, slowest ${list.at(-1)?.toFixed(1)} ms`);
    console.log(`  ${Math.round(statSync(path).size / count)} octets a message on disk`);
  });
}

/** Searches 100,000 messages with texts of 150 words, and 1,000,000 headers. */
export function measureSearch(print: (figure: Figure) => void): void {
  measured('100,000 messages with their texts', 100_000, 150, 20, print);
  measured('1,000,000 headers', 1_000_000, 0, 50, print);
}
