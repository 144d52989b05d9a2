import { type Heron, launchHeron } from '../app.ts';
import type { BareElectron } from './bare-electron.ts';
import type { Figure } from './figures.ts';
import { mainProcess } from './idle.ts';
import { processorSeconds } from './processes.ts';

const rows = '[role=listbox][aria-label=Messages] [role=option][aria-label]';

/**
 * From the start of the process to the rows of the folder that was open last, out of a cache that is not in memory of Heron's, and what of it
 * came when.
 * @param bare the same start of Electron alone, in this run
 */
export async function measureStart(
  profile: string,
  environment: Readonly<Record<string, string>>,
  bare: BareElectron,
  print: (figure: Figure) => void,
): Promise<void> {
  const startedAt = Date.now();
  const started = performance.now();
  const heron: Heron = await launchHeron({ environment, profile });
  await heron.window.locator(rows).first().waitFor();
  const value = performance.now() - started;
  const processor = await processorSeconds(mainProcess(heron));
  const page = await heron.window.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const [paint] = performance.getEntriesByType('paint');
    return {
      begins: performance.timeOrigin,
      scripts: navigation?.domContentLoadedEventEnd ?? Number.NaN,
      paint: paint?.startTime ?? Number.NaN,
    };
  });
  const begins = page.begins - startedAt;
  const [opened, ran, painted] = [begins, begins + page.scripts, begins + page.paint].map((ms) => ms.toFixed(0));
  console.log(
    `  cold start: the window’s page begins to load at ${opened} ms, its scripts have run at ${ran} ms, first paint at ${painted} ms, ` +
      `rows at ${value.toFixed(0)} ms; ${processor.toFixed(2)} s of processor`,
  );
  console.log(
    `  an empty window of this Electron in the same run: ${bare.start.toFixed(0)} ms, ${bare.processor.toFixed(2)} s of processor`,
  );
  print({ name: 'cold start to the list', value, unit: 'ms', target: 800 });
  await heron.quit();
}
