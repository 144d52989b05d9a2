/** How soon the results of a search follow what is typed. */
import type { Page } from '@playwright/test';
import type { Figure } from './figures.ts';

/** So long each letter is waited for, by the hand that types. */
const betweenMs = 120;

/** What stands in the subjects and among the people of many-messages.ts, and no beginning of which is a word there. */
const typed = ['minutes', 'budget', 'grace', 'lisbon', 'thursday', 'hamilton'];

/** From each letter that is typed into the search of a large folder to the results of it in the document: rows that are marked so, or word that there are none. */
export async function measureTyping(window: Page, print: (figure: Figure) => void): Promise<void> {
  const { times, size } = await window.evaluate(
    async ({ typed, betweenMs }) => {
      const size = `${innerWidth} × ${innerHeight}`;
      const field = document.querySelector<HTMLInputElement>('input[type=search]');
      const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      if (field === null || setValue === undefined) return { times: [], size };
      const isShown = (text: string): boolean => {
        const marked = document.querySelector('[role=listbox][aria-label=Messages] mark')?.textContent ?? '';
        if (marked.toLowerCase().startsWith(text)) return true;
        return document.body.textContent?.includes(`“${text}”`) === true;
      };
      const enter = (text: string): Promise<number> =>
        new Promise((done) => {
          const started = performance.now();
          const observer = new MutationObserver(() => {
            if (!isShown(text)) return;
            observer.disconnect();
            done(performance.now() - started);
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          setValue.call(field, text);
          field.dispatchEvent(new Event('input', { bubbles: true }));
        });
      const times: { readonly text: string; readonly ms: number }[] = [];
      for (const word of typed) {
        for (let letters = 1; letters <= word.length; letters += 1) {
          const text = word.slice(0, letters);
          times.push({ text, ms: await enter(text) });
          await new Promise((next) => setTimeout(next, betweenMs));
        }
      }
      return { times: times.sort((one, other) => one.ms - other.ms), size };
    },
    { typed, betweenMs },
  );
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))]?.ms ?? Number.NaN;
  const slowest = times.slice(-5).map(({ text, ms }) => `${text} ${ms.toFixed(1)}`);
  console.log(`  ${times.length} letters typed: median ${at(0.5).toFixed(1)} ms, slowest ${slowest.join(', ')}`);
  print({
    name: `a letter typed into the search to its results in the DOM, window ${size}, p95`,
    value: at(0.95),
    unit: 'ms',
    target: 60,
  });
}
