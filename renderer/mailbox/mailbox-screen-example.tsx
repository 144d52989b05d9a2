import { CommandLayer } from '../commands/command-layer.tsx';
import { runCommand } from '../commands/commands.ts';
import { initialPreferences, usePreferencesStore } from '../stores/preferences.ts';
import { initialUi, useUi } from '../stores/ui.ts';
import { show } from '../testing/test-window.tsx';
import { type ExampleMailbox, exampleRow, replies, startMailbox } from './mailbox-example.ts';
import { MailboxScreen } from './mailbox-screen.tsx';

/** The newest of them is unread. */
export const threeHundredRows = Array.from({ length: 300 }, (_, index) => exampleRow(300 - index, index !== 0));

/** Draws the mailbox over the example, with the keys of the commands. */
export async function openScreen(list = threeHundredRows, narrow = false): Promise<ExampleMailbox> {
  // happy-dom lays nothing out: every element is given the size of a list. `layOut` takes it away again.
  for (const [property, size] of sizes) {
    Object.defineProperty(HTMLElement.prototype, property, { configurable: true, get: () => size });
  }
  usePreferencesStore.setState(initialPreferences, true);
  useUi.setState({ ...initialUi, screen: { kind: 'mailbox' } });
  Object.assign(window, { matchMedia: () => ({ matches: narrow, addEventListener() {}, removeEventListener() {} }) });
  const mailbox = await startMailbox(list);
  await show(
    <>
      <MailboxScreen onCommand={runCommand} />
      <CommandLayer />
    </>,
  );
  await replies();
  return mailbox;
}

const sizes = [
  ['clientHeight', 560],
  ['clientWidth', 400],
] as const;

/** Elements have their own sizes again. */
export function resetLayout(): void {
  for (const [property] of sizes) Reflect.deleteProperty(HTMLElement.prototype, property);
}

/** All elements that carry a role. */
export const all = (role: string) => [...document.querySelectorAll<HTMLElement>(`[role="${role}"]`)];
/** The message list. */
export const list = () => document.querySelector<HTMLElement>('[role="listbox"][aria-label="Messages"]');
/** The rows that are selected. */
export const selected = () => all('option').filter((option) => option.getAttribute('aria-selected') === 'true');
/** A folder of the sidebar. */
export const treeItem = (name: RegExp) =>
  all('treeitem').find((item) => name.test(item.getAttribute('aria-label') ?? ''));
/** Everything that is written. */
export const said = () => document.body.textContent ?? '';
