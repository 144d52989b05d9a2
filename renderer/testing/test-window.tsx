import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { TooltipProvider } from '../components/tooltip.tsx';
import { type FakeAnswers, fakeBridge } from './fake-bridge.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const open: Root[] = [];

/** Puts a fake bridge in place of the preload's. */
export function installBridge(answers: FakeAnswers): ReturnType<typeof fakeBridge> {
  const fake = fakeBridge(answers);
  Object.assign(window, { heron: fake.bridge });
  return fake;
}

/** Draws an element as the application would. */
export async function show(element: ReactNode): Promise<void> {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  open.push(root);
  await act(async () => root.render(<TooltipProvider>{element}</TooltipProvider>));
}

/** Unmounts everything; call it after each test. */
export async function closeAll(): Promise<void> {
  await act(async () => {
    for (const root of open.splice(0)) root.unmount();
  });
  document.body.replaceChildren();
}

/** Runs `begin` and waits until React has drawn its effects, for example of an event or a reply. */
export async function settle(begin: () => void = () => {}): Promise<void> {
  await act(async () => begin());
}

/** The button whose name is `name`. */
export function button(name: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find(
    (candidate) => (candidate.getAttribute('aria-label') ?? candidate.textContent) === name,
  );
  if (!found) throw new Error(`No button “${name}” in: ${document.body.textContent}`);
  return found;
}

/** Presses the button whose name is `name`. */
export async function press(name: string): Promise<void> {
  await act(async () => button(name).click());
}

/** The control whose label is `label`. */
export function field(label: string): HTMLInputElement {
  const owner = [...document.querySelectorAll('label')].find((candidate) => candidate.textContent === label);
  const control = owner && document.getElementById(owner.htmlFor);
  if (!(control instanceof HTMLInputElement)) throw new Error(`No field “${label}” in: ${document.body.textContent}`);
  return control;
}

/** Types into the field whose label is `label`. */
export async function type(label: string, text: string): Promise<void> {
  const control = field(label);
  // React watches the value through its own property on the element, so the prototype's setter is used.
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  await act(async () => {
    setValue?.call(control, text);
    control.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

/** Enter in a form, as the browser carries it out. */
export async function submit(): Promise<void> {
  await act(async () => document.querySelector('form')?.requestSubmit());
}

/** A key on the focused element. */
export async function pressKey(key: string, more: KeyboardEventInit = {}): Promise<void> {
  await act(async () => {
    (document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
    );
  });
}

/** The main heading. */
export function heading(): string {
  return document.querySelector('h1')?.textContent ?? '';
}

/** The message under the field whose label is `label`, as a screen reader would find it. */
export function noteOf(label: string): string {
  const id = field(label).getAttribute('aria-describedby');
  return id === null ? '' : (document.getElementById(id)?.textContent ?? '');
}
