/** `npm run bench -- compose`: what writing and sending cost the person and the computer. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { type Heron, launchHeron, removeProfile } from '../app.ts';
import { buildMessage } from '../servers/messages.ts';
import { message, messageFrame, signInByCode } from '../steps.ts';
import { ada, startWorld, type World } from '../world.ts';
import type { Figure } from './figures.ts';
import { everythingIsOnline, mainProcess } from './idle.ts';
import { peopleFigure } from './people-bench.ts';
import { proportionalMemory } from './processes.ts';

const rounds = 6;
const keys = 200;
const attachmentOctets = 25_000_000;

export async function measureCompose(print: (figure: Figure) => void): Promise<void> {
  print(peopleFigure());
  const world = await startWorld();
  const heron = await launchHeron({ environment: world.environment });
  const folder = await mkdtemp(join(tmpdir(), 'heron-bench-compose-'));
  try {
    // tsx names functions through a helper that the page does not have.
    await heron.window.evaluate('globalThis.__name = (value) => value');
    await world.dovecot.seed(ada, 'INBOX', [newsletter()]);
    await signInByCode(heron.window, world, ada);
    await everythingIsOnline(heron);
    await message(heron.window, /Newsletter/)
      .first()
      .click();
    await messageFrame(heron.window).locator('table').first().waitFor();
    await measureReplies(heron, print);
    await measureKeys(heron, print);
    await heron.window.keyboard.press('Escape');
    await measureSending(heron, world, folder, print);
  } finally {
    await heron.quit();
    await removeProfile(heron.profile);
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** 100 KB of tables, as newsletters are. */
function newsletter() {
  const cell =
    '<td style="padding:8px;font-family:Arial;color:#333"><a href="https://letters.test/a">An article of this week</a></td>';
  const row = `<tr>${cell.repeat(3)}</tr>`;
  const html = `<table width="600">${row.repeat(Math.ceil(100_000 / row.length))}</table>`;
  return buildMessage({ subject: 'Newsletter', from: 'News <news@letters.test>', html });
}

/** From the key to the composer's text with the caret in it. */
async function measureReplies({ window }: Heron, print: (figure: Figure) => void): Promise<void> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The listener has to be there before the key comes.
    await window.evaluate(() => {
      const opened = new Promise<number>((done) => {
        const look = (pressed: number): void => {
          const focused = document.activeElement;
          const isReady =
            focused?.getAttribute('contenteditable') === 'true' && focused.closest('[data-composer]') !== null;
          if (isReady) done(performance.now() - pressed);
          else requestAnimationFrame(() => look(pressed));
        };
        document.addEventListener('keydown', () => look(performance.now()), { capture: true, once: true });
      });
      Reflect.set(globalThis, 'replyOpened', opened);
    });
    await window.keyboard.press('r');
    times.push(await window.evaluate(() => Reflect.get(globalThis, 'replyOpened') as Promise<number>));
    if (round === rounds - 1) break;
    await window.keyboard.press('Escape');
    await window.locator('[data-composer]').waitFor({ state: 'detached' });
  }
  const [first = 0, ...later] = times;
  console.log(`replies to a newsletter of 100 KB: ${times.map((each) => each.toFixed(0)).join(', ')} ms`);
  print({ name: 'the first reply opens', value: first, unit: 'ms', target: 150 });
  print({ name: 'a later reply opens', value: Math.max(...later), unit: 'ms', target: 150 });
}

/** The main thread's work for a key, with layout: from the key to the end of the task that drew its letter. */
async function measureKeys({ window }: Heron, print: (figure: Figure) => void): Promise<void> {
  await window.evaluate(() => {
    const times: number[] = [];
    Reflect.set(globalThis, 'keyTimes', times);
    document.addEventListener(
      'keydown',
      () => {
        const pressed = performance.now();
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          document.body.getBoundingClientRect();
          times.push(performance.now() - pressed);
          channel.port1.close();
        };
        // After the event's own task, so after the editor has taken the letter.
        setTimeout(() => channel.port2.postMessage(null));
      },
      { capture: true },
    );
  });
  for (let count = 0; count < keys; count += 1) await window.keyboard.press(count % 6 === 5 ? 'Space' : 'a');
  const times = await window.evaluate(() => Reflect.get(globalThis, 'keyTimes') as number[]);
  const sorted = times.toSorted((a, b) => a - b);
  print({
    name: 'a key in a draft with a quote of 100 KB, p95',
    value: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    unit: 'ms',
    target: 16,
  });
}

/** Sends a file of 25 MB that was chosen in the dialog; what that costs until its copy is in Sent. */
async function measureSending(
  heron: Heron,
  world: World,
  folder: string,
  print: (figure: Figure) => void,
): Promise<void> {
  const path = join(folder, 'film.bin');
  await writeFile(path, Buffer.alloc(attachmentOctets, 'heron'));
  await heron.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
  }, path);
  const draft = await heron.window.evaluate(async () => {
    const accounts = await window.heron.calls['accounts.list'](undefined);
    const accountId = accounts.ok ? accounts.value[0]?.account.id : undefined;
    if (accountId === undefined) throw new Error('There is no account.');
    const made = await window.heron.calls['drafts.create']({ accountId, start: { kind: 'new' } });
    if (!made.ok) throw new Error(made.error.code);
    const { id: draftId, content } = made.value;
    const chosen = await window.heron.calls['drafts.chooseFiles']({ draftId });
    if (!chosen.ok) throw new Error(chosen.error.code);
    const to = [{ name: '', address: 'grace@navy.test' }];
    const saved = await window.heron.calls['drafts.save']({
      draftId,
      revision: made.value.revision,
      accountId,
      content: { ...content, to, subject: 'Film' },
    });
    if (!saved.ok) throw new Error(saved.error.code);
    return { draftId, revision: saved.value.revision };
  });
  // What the attaching itself used is given back first.
  await after(3_000);
  await heron.app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution: 5 });
    histogram.enable();
    Reflect.set(globalThis, 'heronStalls', histogram);
  });
  const root = mainProcess(heron);
  const before = await proportionalMemory(root);
  let most = before;
  const started = performance.now();
  const sentBefore = (await world.dovecot.list(ada, 'Sent Items')).length;
  await heron.window.evaluate(async ({ draftId, revision }) => {
    await window.heron.calls['drafts.send']({ draftId, revision, at: null });
    await window.heron.calls['drafts.retry']({ draftId, decision: 'try_now' });
  }, draft);
  while ((await world.dovecot.list(ada, 'Sent Items')).length === sentBefore) {
    most = Math.max(most, await proportionalMemory(root));
    await after(50);
  }
  const seconds = (performance.now() - started) / 1_000;
  const stall = await heron.app.evaluate(() => Reflect.get(globalThis, 'heronStalls').max / 1e6);
  console.log(`25 MB were handed over and filed in ${seconds.toFixed(1)} s`);
  print({ name: 'longest stall of the main thread while 25 MB are sent', value: stall, unit: 'ms', target: 50 });
  print({ name: 'memory added while 25 MB are sent (PSS)', value: most - before, unit: 'MB', target: 100 });
}
