/**
 * `npm run bench -- hostile`: what heavy mail costs the person at a slow computer. Heron and all its processes share one core; each input is
 * opened, left for another message at several moments, and cut off by `kill -9`. Words behind the half choose inputs by their name. Linux
 * only: it pins with taskset(1).
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Heron, launchHeron, newProfile, removeProfile } from '../app.ts';
import { generatedMail } from '../generated-mail.ts';
import { hostileHtml, hostileText } from '../hostile-mail.ts';
import { type Keyring, startKeyring } from '../keyring.ts';
import { buildMessage, type RawMessage } from '../servers/messages.ts';
import { folder, message, signInByCode } from '../steps.ts';
import { ada, startWorld, type World } from '../world.ts';
import { calibrate, type Figure } from './figures.ts';
import { everythingIsOnline } from './idle.ts';

/** What is asked of Heron, in milliseconds. */
const targets = { opens: 2_000, answers: 500, usable: 2_000 };
/** When another message is clicked after the heavy one, in milliseconds: from before its text is there to when it is drawn. */
const moments = [30, 200, 600, 1_200];
/** When Heron is killed after the click. */
const killedAfterMs = 300;
/** Whatever takes longer counts as this long. */
const givenUpMs = 60_000;
const generated = 20;

interface Input {
  readonly name: string;
  readonly html: string | null;
  readonly text: string;
}

const inputs: readonly Input[] = [
  ...Object.entries(hostileHtml).map(([name, html]) => ({ name, html, text: '' })),
  ...Object.entries(hostileText).map(([name, text]) => ({ name, html: null, text })),
  ...Array.from({ length: generated }, (_, at) => generatedMail(at + 1)),
];

/** In milliseconds. */
interface Times {
  readonly opens: number;
  readonly answers: number;
  readonly usable: number;
}

export async function measureHostile(words: readonly string[], print: (figure: Figure) => void): Promise<void> {
  const chosen = inputs.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
  const world = await startWorld();
  const keyring = await startKeyring();
  const profile = await newProfile();
  try {
    await world.dovecot.seed(ada, 'INBOX', [light('First')]);
    for (const [at, input] of chosen.entries()) {
      await world.dovecot.createFolder(ada, folderOf(at));
      await world.dovecot.seed(ada, folderOf(at), messagesOf(input));
    }
    let heron = await launchPinned(world, keyring, profile);
    await signInByCode(heron.window, world, ada);
    await everythingIsOnline(heron);
    const all: Times[] = [];
    for (const [at, input] of chosen.entries()) {
      const opened = await openAndLeave(heron, at);
      await killWhileOpening(heron);
      heron = await launchPinned(world, keyring, profile);
      await folder(heron.window, folderOf(at)).click();
      const times = { ...opened, usable: await clickLight(heron.window, 'Light B', 'drawn') };
      all.push(times);
      console.log(line(input, times));
      await everythingIsOnline(heron);
    }
    for (const [name, key] of [
      ['opens or gives its plain view', 'opens'],
      ['another message is answered meanwhile', 'answers'],
      ['after kill -9 and a start another message opens', 'usable'],
    ] as const) {
      const value = Math.max(...all.map((times) => times[key]));
      print({
        name: `heavy mail on one core, worst of ${all.length}: ${name}`,
        value,
        unit: 'ms',
        target: targets[key],
      });
    }
    console.log(`calibration at the end: ${calibrate().toFixed(0)} ms, pinned to the other cores`);
    await heron.quit();
  } finally {
    await removeProfile(profile);
    await keyring.stop();
    await world.stop();
  }
}

const folderOf = (at: number): string => `Heavy ${String(at + 1).padStart(2, '0')}`;

function line({ name, html, text }: Input, times: Times): string {
  const size = `${Math.ceil((html ?? text).length / 1_000)} kB`;
  const figures = (['opens', 'answers', 'usable'] as const).map((key) => {
    const missed = times[key] > targets[key] ? ' NOT reached' : '';
    return `${key} ${times[key].toFixed(0)} ms (target ${targets[key]})${missed}`;
  });
  return `${name}, ${size}: ${figures.join(' · ')}`;
}

function messagesOf({ html, text }: Input): RawMessage[] {
  const type = html === null ? 'plain' : 'html';
  const head = `From: Mallory <m@evil.test>\r\nTo: ${ada}\r\nSubject: Heavy mail\r\nMIME-Version: 1.0\r\n`;
  const raw = `${head}Content-Type: text/${type}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${html ?? text}\r\n`;
  return [light('Light A'), light('Light B'), { raw: Buffer.from(raw), receivedAt: new Date('2026-11-21T10:00:00Z') }];
}

const light = (subject: string): RawMessage =>
  buildMessage({ subject, text: `Words of ${subject}`, html: `<p>Words of ${subject}</p>` });

/**
 * Starts Heron on the last core. What a process starts runs where it runs itself, so this program goes there for a moment; the servers and
 * Playwright have the other cores.
 */
async function launchPinned(world: World, keyring: Keyring, profile: string): Promise<Heron> {
  const cores = availableParallelism();
  pin(`${cores - 1}`);
  const starting = launchHeron({ environment: world.environment, keyring, profile });
  try {
    const heron = await starting;
    // tsx names functions through a helper that the page does not have.
    await heron.window.evaluate('globalThis.__name = (value) => value');
    return heron;
  } finally {
    pin(`0-${Math.max(0, cores - 2)}`);
  }
}

function pin(cores: string): void {
  execFileSync('taskset', ['--cpu-list', '--pid', cores, `${process.pid}`]);
}

/** How long the input takes to open, and how long another message takes to be answered, the worst of several moments. */
async function openAndLeave({ window }: Heron, at: number): Promise<Omit<Times, 'usable'>> {
  await folder(window, folderOf(at)).click();
  await message(window, /Heavy mail/).waitFor();
  await clickLight(window, 'Light A', 'drawn');
  const opens = await timed(window, 'Heavy mail', 'drawn');
  let answers = await clickLight(window, 'Light B', 'answered');
  for (const [turn, moment] of moments.entries()) {
    await timed(window, 'Heavy mail', null);
    await after(moment);
    answers = Math.max(answers, await clickLight(window, turn % 2 === 0 ? 'Light A' : 'Light B', 'answered'));
  }
  return { opens, answers };
}

async function killWhileOpening(heron: Heron): Promise<void> {
  await timed(heron.window, 'Heavy mail', null);
  await after(killedAfterMs);
  await heron.kill();
}

type Sign = 'drawn' | 'answered';

async function clickLight(window: Page, subject: string, sign: Sign): Promise<number> {
  await message(window, subject).waitFor();
  return timed(window, subject, sign);
}

/**
 * Clicks a row as a mouse does and answers the milliseconds until the page shows the sign, by the page's own clock, which is this computer's:
 * Playwright's ways do not count. `null`: waits for nothing.
 */
async function timed(window: Page, subject: string, sign: Sign | null): Promise<number> {
  const box = await message(window, subject).boundingBox();
  if (box === null) throw new Error(`“${subject}” is not in the list.`);
  const watch = sign === null ? null : await window.evaluateHandle(watchFor, { subject, sign });
  const clicked = performance.timeOrigin + performance.now();
  const click = window.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  if (watch === null) {
    void click.catch(() => {});
    return 0;
  }
  const seen = watch.evaluate(({ seen }) => seen);
  const late = after(givenUpMs, clicked + givenUpMs, { ref: false });
  return (await Promise.race([seen, late])) - clicked;
}

/**
 * Runs in the page. Answers when the reader shows the message of this subject: `answered`, when its row is selected, its head is there and a
 * frame was drawn since; `drawn`, when its text is there too.
 */
function watchFor({ subject, sign }: { subject: string; sign: Sign }): { readonly seen: Promise<number> } {
  return {
    seen: new Promise((done) => {
      const look = () => {
        const row = document.querySelector('[role=option][aria-selected=true]')?.textContent ?? '';
        const article = document.querySelector('article[data-message]');
        const isNamed = row.includes(subject) && article?.querySelector('header')?.textContent?.includes(subject);
        const isDrawn = sign === 'answered' || article?.querySelector('[aria-busy=true]') === null;
        if (!isNamed || !isDrawn) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.timeOrigin + performance.now())));
      };
      const observer = new MutationObserver(look);
      observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    }),
  };
}
