/** What scrolling the list of messages costs, beside scrolling a blank page in the same window. */
import type { Page } from '@playwright/test';
import type { Figure } from './figures.ts';
import { processorSeconds } from './processes.ts';

const frameCount = 600;
/** How many rows are copied: about as many as the list has in the document. */
const copied = 40;

interface Scrolled {
  /** Milliseconds from each frame to the next, ascending. */
  readonly frames: readonly number[];
  /** Processor milliseconds a frame of all of Heron's processes. */
  readonly processor: number;
  /** Of the window's main thread, processor milliseconds a frame: scripts, styles, layout, and all of it. */
  readonly script: number;
  readonly style: number;
  readonly layout: number;
  readonly thread: number;
}

/**
 * Frames while the list is scrolled by some rows in each, and jumps now and then, and where their time goes.
 * @param main Heron's main process
 */
export async function measureScrolling(window: Page, main: number, print: (figure: Figure) => void): Promise<void> {
  const blank = await scroll(window, main, 'blank');
  const copies = await scroll(window, main, 'copies');
  const list = await scroll(window, main, 'list');
  console.log(profileLine('a blank page', blank));
  console.log(profileLine('copies of the rows, without Heron’s work', copies));
  console.log(profileLine('the list', list));
  print({
    name: 'frames while scrolling, p95 over a blank page’s',
    value: p95(list.frames) / p95(blank.frames),
    unit: '×',
    target: 1.2,
  });
  print({ name: 'longest frame while scrolling', value: list.frames.at(-1) ?? Number.NaN, unit: 'ms', target: 50 });
}

function profileLine(what: string, { frames, processor, script, style, layout, thread }: Scrolled): string {
  const [own, all, scripts, styles, layouts] = [thread, processor, script, style, layout].map((ms) => ms.toFixed(1));
  const longest = (frames.at(-1) ?? Number.NaN).toFixed(0);
  return (
    `  scrolling ${what}: frames p95 ${p95(frames).toFixed(1)} ms, longest ${longest} ms; processor a frame ${all} ms, ` +
    `of which the page’s thread ${own} (scripts ${scripts}, styles ${styles}, layout ${layouts})`
  );
}

const p95 = (times: readonly number[]): number => times[Math.floor(times.length * 0.95)] ?? Number.NaN;

/** What is scrolled: nothing to draw, the same picture without anything to do for it, or the list itself. */
type What = 'blank' | 'copies' | 'list';

async function scroll(window: Page, main: number, what: What): Promise<Scrolled> {
  const devtools = await window.context().newCDPSession(window);
  try {
    // Processor time of the thread, so that what else runs on this computer does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const metrics = async (): Promise<Map<string, number>> => {
      const answer = await devtools.send('Performance.getMetrics');
      return new Map(answer.metrics.map(({ name, value }) => [name, value]));
    };
    const [before, used] = [await metrics(), await processorSeconds(main)];
    const frames = await scrolledFrames(window, what);
    const [after, usedAfter] = [await metrics(), await processorSeconds(main)];
    const aFrame = (seconds: number): number => (seconds * 1_000) / frameCount;
    const spent = (name: string): number => aFrame((after.get(name) ?? 0) - (before.get(name) ?? 0));
    return {
      frames,
      processor: aFrame(usedAfter - used),
      script: spent('ScriptDuration'),
      style: spent('RecalcStyleDuration'),
      layout: spent('LayoutDuration'),
      thread: spent('TaskDuration'),
    };
  } finally {
    await devtools.detach();
  }
}

async function scrolledFrames(window: Page, what: What): Promise<number[]> {
  return await window.evaluate(
    async ({ what, frameCount, copied }) => {
      const list = document.querySelector('[role=listbox][aria-label=Messages]');
      const page = document.createElement('div');
      page.style.cssText = 'position:fixed;inset:0;overflow:auto;background:white;z-index:9999';
      page.innerHTML = '<div style="position:relative;height:10000000px"></div>';
      if (what === 'copies' && list !== null) {
        const place = list.getBoundingClientRect();
        page.style.inset = `${place.top}px auto auto ${place.left}px`;
        page.style.width = `${place.width}px`;
        page.style.height = `${place.height}px`;
        const rows = [...list.querySelectorAll<HTMLElement>('[role=option][aria-label]')];
        let top = 0;
        for (let index = 0; index < copied; index += 1) {
          const copy = rows[index % rows.length]?.cloneNode(true) as HTMLElement;
          copy.style.transform = `translateY(${top}px)`;
          page.firstElementChild?.append(copy);
          top += Number.parseFloat(copy.style.height);
        }
        (page.firstElementChild as HTMLElement).style.height = `${top}px`;
      }
      if (what !== 'list') document.body.append(page);
      const scroller = what === 'list' ? list : page;
      if (scroller === null) return [];
      const times: number[] = [];
      let step = 180;
      let before = await new Promise<number>((next) => requestAnimationFrame(next));
      for (let frame = 0; frame < frameCount; frame += 1) {
        if (what === 'copies') {
          // They are as few as the list has in the document, so it goes up and down over them.
          if (scroller.scrollTop === 0) step = 180;
          else if (scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight) step = -180;
          scroller.scrollTop += step;
        } else if (frame % 100 === 99) scroller.scrollTop = ((frame * 7919) % 1_000) * (scroller.scrollHeight / 1_000);
        else scroller.scrollTop += step;
        const now = await new Promise<number>((next) => requestAnimationFrame(next));
        times.push(now - before);
        before = now;
      }
      page.remove();
      return times.sort((left, right) => left - right);
    },
    { what, frameCount, copied },
  );
}
