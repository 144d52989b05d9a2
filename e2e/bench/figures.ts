import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';

/** One measured figure. Lower is better. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 's' | 'MB' | 'octets' | '/s' | '%' | '×';
  readonly target: number;
}

/** One line: the figure's name, value and target, and whether the target was reached. */
export function printFigure({ name, value, unit, target }: Figure): string {
  const reached = value <= target ? 'reached' : 'NOT reached';
  const digits = value < 1 ? 2 : value < 10 ? 1 : 0;
  return `${name}: ${value.toFixed(digits)} ${unit} (target ${target} ${unit}, ${reached})`;
}

/** Milliseconds for a fixed amount of JavaScript, by which figures of two machines can be compared. */
export function calibrate(): number {
  const started = performance.now();
  let state = 1;
  for (let round = 0; round < 60_000_000; round += 1) state = (Math.imul(state, 1664525) + 1013904223) | 0;
  // The result is used, so that the loop is not optimised away.
  return performance.now() - started + (state === 0 ? 1 : 0);
}

/** Writes the figures of one run as `results/<part>.json`, in the place of the former run of that part. */
export async function keepFigures(part: string, calibration: number, figures: readonly Figure[]): Promise<void> {
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const machine = { processor: cpus()[0]?.model.trim() ?? '', cores: cpus().length, calibration };
  const rounded = figures.map((figure) => ({ ...figure, value: Number(figure.value.toPrecision(3)) }));
  const kept = { measuredAt: new Date().toISOString(), machine, figures: rounded };
  await writeFile(join(folder, `${part}.json`), `${JSON.stringify(kept, null, 2)}\n`);
}
