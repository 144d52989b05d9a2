/**
 * `npm run bench`: one line per figure, beside its target and this machine's calibration. Real Electron, real Dovecot, 100,000 messages;
 * then five minutes in the tray. `npm run bench -- mailbox [count]` and `npm run bench -- idle` run one half. `npm run bench -- hostile` opens mail
 * that is too heavy on one core, and takes about a quarter of an hour, `npm run bench -- search` searches a million headers: both run when they
 * are asked for. `npm run bench -- compose`
 * is what writing and sending cost, `npm run bench -- accounts` a list over five large accounts alone, `npm run bench -- large` a folder of
 * a million messages from the first row to a restart, in about a quarter of an hour. `npm run bench -- changes` is
 * what others' changes in a large folder take, `npm run bench -- notices` how soon a row shows those that the server tells of, and
 * `npm run bench -- thunderbird` what Thunderbird takes for the same folder. The figures are kept in `results/`.
 */
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { buildMessage } from '../servers/messages.ts';
import { expectMailbox, folder, signInByCode } from '../steps.ts';
import { ada, startWorld, type World } from '../world.ts';
import { accountsFigures } from './accounts-bench.ts';
import { measureChanges } from './changes.ts';
import { measureCompose } from './compose.ts';
import { calibrate, type Figure, keepFigures, printFigure } from './figures.ts';
import { clickToRows, untilStored } from './first-sync.ts';
import { measureHostile } from './hostile.ts';
import { mainProcess, measureIdle } from './idle.ts';
import { measureLarge } from './large.ts';
import { measureNotices } from './notices.ts';
import { peopleFigure } from './people-bench.ts';
import { proportionalMemory } from './processes.ts';
import { measureSearch } from './search-bench.ts';
import { measureThunderbird } from './thunderbird.ts';
import { measureTyping } from './typing.ts';
import { imapflowAlone, rawWire, warm } from './wire.ts';

const big = 'Archive';
/** A folder of the same size, which is measured without Heron: the server has read neither of the two before. */
const twin = 'Junk Email';

const [half, ...words] = process.argv.slice(2);
/** How many messages the large folder has. */
const count = (half === 'mailbox' && Number(words[0])) || 100_000;
const calibration = Math.round(calibrate());
const figures: Figure[] = [];
console.log(`calibration: ${calibration} ms for a fixed amount of JavaScript`);
if (half === 'hostile') {
  await measureHostile(words, print);
} else if (half === 'search') {
  measureSearch(print);
} else if (half === 'accounts') {
  for (const figure of accountsFigures()) print(figure);
} else if (half === 'changes') {
  await measureChanges(words, print);
} else if (half === 'notices') {
  await measureNotices(words, print);
} else if (half === 'large') {
  await measureLarge(words, print);
} else if (half === 'thunderbird') {
  await measureThunderbird(words, print);
} else if (half === 'compose') {
  await measureCompose(print);
} else {
  if (half !== 'idle') print(peopleFigure());
  if (half === undefined) for (const figure of accountsFigures()) print(figure);
  if (half !== 'idle') await measureMailbox();
  if (half !== 'mailbox') await measureIdle(print);
}

await keepFigures([half ?? 'all', ...words].join('-'), calibration, figures);

async function measureMailbox(): Promise<void> {
  const world = await startWorld();
  try {
    await world.dovecot.seed(ada, 'INBOX', [buildMessage({ subject: 'The only one here' })]);
    for (const name of [big, twin]) {
      await world.dovecot.seedMany(ada, name, count);
      await warm(world, name);
    }
    const wire = await rawWire(world, ada, twin);
    const seconds = await measure(world);
    await compare(world, seconds, wire);
  } finally {
    await world.stop();
  }
}

/**
 * The first sync beside the raw wire of the same run (G1). Both meet a folder that the server has not read before, which costs it more than
 * the next time: what it then needs, and what imapflow alone needs, is printed too.
 */
async function compare(world: World, seconds: number, wire: number): Promise<void> {
  const again = await rawWire(world, ada, twin);
  const imapflow = await imapflowAlone(world, ada, twin);
  console.log(`raw wire of such a folder: ${wire.toFixed(2)} s at the first time, ${again.toFixed(2)} s at the next`);
  console.log(
    `imapflow alone at the next time: ${imapflow.toFixed(2)} s, ${(imapflow / again).toFixed(1)} × the raw wire`,
  );
  print({ name: 'all headers stored and indexed, over the raw wire', value: seconds / wire, unit: '×', target: 3 });
}

/** Answers how many seconds the first sync of the big folder took. */
async function measure(where: World): Promise<number> {
  const started = performance.now();
  const heron = await launchHeron({ environment: where.environment });
  await heron.window.getByRole('heading', { name: 'Welcome to Heron' }).waitFor();
  print({ name: 'start to the first screen', value: performance.now() - started, unit: 'ms', target: 2500 });
  try {
    // tsx names functions through a helper that the page does not have.
    await heron.window.evaluate('globalThis.__name = (value) => value');
    await signInByCode(heron.window, where, ada);
    await folder(heron.window, big).waitFor();
    const first = await firstRows(heron);
    const seconds = first / 1_000 + (await wholeFolder(heron));
    await measureTyping(heron.window, print);
    return seconds;
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
  }
}

/** Milliseconds from the click on the big folder, of which Heron has nothing yet, to its first rows. */
async function firstRows(heron: Heron): Promise<number> {
  await watchMainThread(heron);
  const elapsed = await clickToRows(heron, big);
  print({
    name: `click on a folder of ${count.toLocaleString('en')} to 50 rows in the DOM`,
    value: elapsed,
    unit: 'ms',
    target: 700,
  });
  return elapsed;
}

/** The rest of the first sync, and how free the main thread and the engine stayed meanwhile. Answers its seconds. */
async function wholeFolder(heron: Heron): Promise<number> {
  const stored = untilStored(heron, count);
  const during = pagesAnywhere(heron, { until: stored });
  const seconds = await stored;
  print({
    name: `all ${count.toLocaleString('en')} headers stored and indexed`,
    value: seconds,
    unit: 's',
    target: 120,
  });
  const stall = await heron.app.evaluate(() => {
    const histogram = Reflect.get(globalThis, 'heronStalls') as { percentile(n: number): number };
    return histogram.percentile(99) / 1e6;
  });
  print({ name: 'main thread stall p99 during the first sync', value: stall, unit: 'ms', target: 20 });
  const asked = await during;
  console.log(
    `  during the first sync: ${asked.length} pages, median ${percentile(asked, 50).toFixed(1)} ms, slowest ${percentile(asked, 100).toFixed(1)} ms`,
  );
  print({
    name: 'a page of 100 rows anywhere while the first sync runs, window to store and back, p95',
    value: percentile(asked, 95),
    unit: 'ms',
    target: 10,
  });
  print({
    name: 'a page of 100 rows anywhere in it, window to store and back, p95',
    value: percentile(await pagesAnywhere(heron, { until: null }), 95),
    unit: 'ms',
    target: 16,
  });
  // Linux provides this figure (proc(5)); other systems do not.
  if (process.platform === 'linux') {
    print({
      name: 'memory of all processes (proportional set size)',
      value: await proportionalMemory(mainProcess(heron)),
      unit: 'MB',
      target: 900,
    });
  }
  await expectMailbox(heron.window);
  return seconds;
}

/**
 * How long pages of 100 rows anywhere in the big folder take, window to store and back, one after the other.
 * @param until how long they are asked for; null: until there are a hundred
 */
async function pagesAnywhere(heron: Heron, { until }: { readonly until: Promise<unknown> | null }): Promise<number[]> {
  const setEnd = (isOver: boolean) =>
    heron.window.evaluate((value) => Reflect.set(globalThis, 'heronPagesEnd', value), isOver);
  await setEnd(false);
  const ended = until?.then(() => setEnd(true));
  const times = await heron.window.evaluate(
    async ({ most, pauseMs, large }) => {
      const accounts = await window.heron.calls['accounts.list'](undefined);
      const account = accounts.ok ? accounts.value[0] : undefined;
      if (account === undefined) return [];
      const { id } = account.account;
      const folders = await window.heron.calls['mail.folders']({ accountId: id });
      const big = folders.ok ? folders.value.find((entry) => entry.total >= large) : undefined;
      if (big === undefined) return [];
      // As renderer/bridge.ts reads what is answered in JSON.
      const read = <T>(answer: T): Exclude<T, string> =>
        typeof answer === 'string' ? JSON.parse(answer) : (answer as Exclude<T, string>);
      const view = read(await window.heron.calls['mail.openView']({ accountId: id, folderId: big.id }));
      if (!view.ok) return [];
      const { viewId } = view.value;
      let { total } = view.value;
      const times: number[] = [];
      for (let round = 0; round < most && Reflect.get(globalThis, 'heronPagesEnd') !== true; round += 1) {
        const start = (round * 7919) % Math.max(1, total - 100);
        const before = performance.now();
        const page = read(await window.heron.calls['mail.rows']({ viewId, start, count: 100 }));
        times.push(performance.now() - before);
        if (page.ok) total = page.value.total;
        await new Promise((next) => setTimeout(next, pauseMs));
      }
      await window.heron.calls['mail.closeView']({ viewId });
      return times;
    },
    until === null ? { most: 100, pauseMs: 0, large: count } : { most: 1_000_000, pauseMs: 20, large: count },
  );
  await ended;
  return times;
}

function percentile(times: readonly number[], percent: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

async function watchMainThread(heron: Heron): Promise<void> {
  await heron.app.evaluate(async () => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    Reflect.set(globalThis, 'heronStalls', histogram);
  });
}

function print(figure: Figure): void {
  console.log(printFigure(figure));
  figures.push(figure);
}
