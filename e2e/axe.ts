import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

type Results = Awaited<ReturnType<AxeBuilder['analyze']>>;

interface AxeOptions {
  /** A selector of the only part that is checked; left out: the whole page. */
  readonly only?: string;
  /** The only rules that are run, by their ids; left out: those that axe runs by itself. */
  readonly rules?: readonly string[];
  /** Rules that are not run, by their ids. */
  readonly without?: readonly string[];
}

interface AxeFindings {
  /** The ids of the rules that something on the page passed. */
  readonly passed: readonly string[];
  readonly found: readonly { readonly id: string; readonly where: readonly unknown[] }[];
}

/** The axe of the version that AxeBuilder would run. */
const builder = createRequire(import.meta.resolve('@axe-core/playwright'));
const script = () => readFile(builder.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Has axe look at a page, without the frames in it. AxeBuilder of the same package would do the same for more of the journeys' time than all else in
 * them takes: it hands axe's script, over half a megabyte of it, to each page twice and to every frame, and asks for a description of all that passed.
 */
export async function runAxe(page: Page, { only, rules, without = [] }: AxeOptions = {}): Promise<AxeFindings> {
  const isThere = await page.evaluate(() => Reflect.has(globalThis, 'axe'));
  if (!isThere) await page.evaluate(`${await script()};void 0`);
  return page.evaluate(
    async ([context, options]) => {
      const axe = Reflect.get(globalThis, 'axe') as { run(...given: unknown[]): Promise<Results> };
      const { passes, violations } = await axe.run(context, options);
      return {
        passed: passes.map(({ id }) => id),
        found: violations.map(({ id, nodes }) => ({
          id,
          where: nodes.map(({ target, any }) => [target, any[0]?.message]),
        })),
      };
    },
    [
      { ...(only !== undefined && { include: [[only]] }), exclude: [['iframe']] },
      {
        // Of what passes only the names of the rules are wanted: to describe each element would take longer than to check it.
        resultTypes: ['violations'],
        ...(rules !== undefined && { runOnly: { type: 'rule', values: rules } }),
        rules: Object.fromEntries(without.map((id) => [id, { enabled: false }])),
      },
    ] as const,
  );
}
