import { heavinessOf } from '../reader/heaviness.ts';
import { askReaderPage } from '../reader/page-task.ts';

/**
 * Has the original's HTML made safe to be sent (H5), in a page of its own process, as when it is read: what takes too long there is given up.
 * @returns null when it is too much, or takes too long; its words can be sent then
 */
export function cleanQuote(html: string): Promise<string | null> {
  if (heavinessOf(html) !== null) return Promise.resolve(null);
  return askReaderPage({ kind: 'quote', task: 1, html }, (message) =>
    message.kind === 'quoted' ? message.html : null,
  );
}
