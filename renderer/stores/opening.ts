import { create } from 'zustand';
import type { OpeningMessage } from '../../shared/mail.ts';
import { call } from '../bridge.ts';

type Message = Pick<OpeningMessage, 'accountId' | 'messageId'>;

/** Messages that are not shown as usual, since Heron ended while it showed them (R3). */
interface OpeningState {
  /** Not shown until the user asks for it. */
  readonly stopped: OpeningMessage | null;
  /** Shown as plain text, as the user wished. */
  readonly plain: OpeningMessage | null;
}

export const useOpening = create<OpeningState>()(() => ({ stopped: null, plain: null }));

/** The opening that a window was closed in, in the store of the browser: such an end says nothing about the message. */
const closedKey = 'heron-closed-while-opening';

/** What main takes for being opened. */
let known: OpeningMessage | null = null;

function isSame(a: Message | null, b: Message | null): boolean {
  return a?.accountId === b?.accountId && a?.messageId === b?.messageId;
}

/** Asks main which message Heron ended at; before anything is drawn. */
export async function loadStopped(): Promise<void> {
  const reply = await call('app.stoppedMessage', undefined);
  known = reply.ok ? reply.value : null;
  if (known === null) return;
  if (localStorage.getItem(closedKey) === String(known.since)) leftMessage();
  else useOpening.setState({ stopped: known });
}

/** A message is about to be shown. One that Heron ended at is not, until the user asks for it. */
export function openingMessage(message: Omit<OpeningMessage, 'since'>): void {
  if (isSame(useOpening.getState().stopped, message)) return;
  known = { ...message, since: Date.now() };
  void call('app.openingMessage', known);
}

/** Whether main takes a message for being opened. */
export function isOpening(): boolean {
  return known !== null;
}

/** A message is drawn, and the window still answers. */
export function messageShown(message: Message): void {
  if (isSame(known, message)) leftMessage();
}

/** The user went on to no message at all. */
export function leftMessage(): void {
  if (known === null) return;
  const { accountId, messageId } = known;
  known = null;
  void call('app.messageShown', { accountId, messageId });
}

/** The user wants to see the message that Heron ended at, or to see all of the one that is shown as plain text. */
export function showStopped(how: 'plain' | 'whole'): void {
  const { stopped, plain } = useOpening.getState();
  const message = stopped ?? plain;
  if (message === null) return;
  useOpening.setState({ stopped: null, plain: how === 'plain' ? message : null });
  openingMessage(message);
}

/** Notes when the window is closed as usual; returns the function that stops this. */
export function followClosing(): () => void {
  const closed = () => {
    if (known !== null && !isSame(known, useOpening.getState().stopped)) {
      localStorage.setItem(closedKey, String(known.since));
    }
  };
  window.addEventListener('pagehide', closed);
  return () => window.removeEventListener('pagehide', closed);
}
