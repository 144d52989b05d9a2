/** `npm run bench -- large [count]`: a folder of a million messages, from the first row to a restart, beside one with a tenth of them. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { buildMessage } from '../servers/messages.ts';
import { folder, signInByCode } from '../steps.ts';
import { ada, startWorld } from '../world.ts';
import { measureBareElectron } from './bare-electron.ts';
import { measureStart } from './cold-start.ts';
import type { Figure } from './figures.ts';
import { clickToRows, untilStored } from './first-sync.ts';
import { mainProcess } from './idle.ts';
import { memoryByProcess, memoryText, proportionalMemory } from './processes.ts';
import { measureScrolling } from './scrolling.ts';
import { rawWire, serverRows, warm } from './wire.ts';

const smaller = 'Archive';
const larger = 'Junk Email';
/** A folder like the smaller one, which is measured without Heron. */
const twin = 'Deleted Items';
/** What Heron may need for the first rows beyond what the server needs for them, in milliseconds. */
const ownShare = 300;

export async function measureLarge(words: readonly string[], print: (figure: Figure) => void): Promise<void> {
  const count = Number(words[0] ?? 1_000_000);
  const tenth = count / 10;
  const bare = await measureBareElectron();
  console.log(`an empty window of this Electron: ${bare.memory.toFixed(0)} MB`);
  const world = await startWorld();
  const heron = await launchHeron({ environment: world.environment });
  try {
    await world.dovecot.seed(ada, 'INBOX', [buildMessage({ subject: 'The only one here' })]);
    for (const [name, size] of [
      [smaller, tenth],
      [twin, tenth],
      [larger, count],
    ] as const) {
      await world.dovecot.seedMany(ada, name, size);
      await warm(world, name);
    }
    const wire = await rawWire(world, ada, twin);
    const servers = new Map<string, number>();
    for (const name of [smaller, larger]) servers.set(name, await serverRows(world, ada, name));
    // tsx names functions through a helper that the page does not have.
    await heron.window.evaluate('globalThis.__name = (value) => value');
    await signInByCode(heron.window, world, ada);
    await folder(heron.window, larger).waitFor();
    const first = async (name: string, size: number): Promise<number> => {
      const server = servers.get(name) ?? 0;
      const elapsed = await clickToRows(heron, name);
      console.log(`${name}: the server alone needs ${server.toFixed(0)} ms for its newest 50 rows`);
      print({
        name: `first 50 rows of ${size.toLocaleString('en')}`,
        value: elapsed,
        unit: 'ms',
        target: Math.round(size === tenth ? ownShare : server + ownShare),
      });
      return elapsed / 1_000;
    };
    const seconds = (await first(smaller, tenth)) + (await untilStored(heron, tenth));
    print({
      name: `${tenth.toLocaleString('en')} headers, over the raw wire`,
      value: seconds / wire,
      unit: '×',
      target: 2.5,
    });
    const main = mainProcess(heron);
    await printMemory(heron, 330, bare.memory, print);
    const before = await cacheOctets(heron.profile);
    const whole = (await first(larger, count)) + (await untilStored(heron, count));
    console.log(
      `${tenth.toLocaleString('en')} headers in ${seconds.toFixed(1)} s, ${count.toLocaleString('en')} in ${whole.toFixed(1)} s`,
    );
    print({
      name: `${count.toLocaleString('en')} headers, over those of a tenth`,
      value: whole / seconds,
      unit: '×',
      target: 11,
    });
    await printMemory(heron, 420, bare.memory, print);
    await measureScrolling(heron.window, main, print);
    await heron.quit();
    const octets = ((await cacheOctets(heron.profile)) - before) / count;
    print({ name: 'the cache, a header', value: octets, unit: 'octets', target: 500 });
    await measureStart(heron.profile, world.environment, bare, print);
  } finally {
    await heron.quit().catch(() => undefined);
    await removeProfile(heron.profile);
    await world.stop();
  }
}

/** What the databases of the accounts take on disk, with their logs. */
async function cacheOctets(profile: string): Promise<number> {
  const folders = join(profile, 'accounts');
  let octets = 0;
  for (const entry of await readdir(folders, { recursive: true })) {
    if (/cache\.db(?:-wal)?$/.test(entry)) octets += (await stat(join(folders, entry))).size;
  }
  return octets;
}

/** For how long Chromium keeps pages that it no longer uses, and some more. */
const releaseMs = 6_000;

/** All of Heron's processes, which of them has how much, and how much of it is garbage of the window that nobody asked Chromium to collect. */
async function printMemory(heron: Heron, target: number, bare: number, print: (figure: Figure) => void): Promise<void> {
  const parts = await memoryByProcess(mainProcess(heron));
  const sum = parts.reduce((all, { size }) => all + size, 0);
  console.log(`  ${memoryText(parts)}; an empty window: ${bare.toFixed(0)}`);
  print({ name: 'memory after them (PSS)', value: sum, unit: 'MB', target });
  const devtools = await heron.window.context().newCDPSession(heron.window);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.detach();
  await after(releaseMs);
  const collected = await proportionalMemory(mainProcess(heron));
  console.log(`  with the window’s garbage collected: ${collected.toFixed(0)} MB`);
}
