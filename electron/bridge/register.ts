import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import {
  type CallInput,
  type CallName,
  type CallOutputs,
  callNames,
  type EventName,
  type EventPayloads,
} from '../../shared/ipc.ts';
import { inputSchemas } from '../../shared/ipc-schemas.ts';
import { AppFailure, failure, type Reply } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { isAppUrl } from './app-url.ts';

/** One handler for each call of the bridge. Throwing is allowed: it becomes a typed reply. */
export type Handlers = {
  readonly [K in CallName]: (input: CallInput<K>) => Promise<Reply<CallOutputs[K]>>;
};

interface RegisterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers;
  /** The window's contents, or null while there is none. */
  readonly window: () => WebContents | null;
  readonly reportFault: (call: CallName, cause: unknown) => void;
}

/**
 * The only door from the window into main (I1): the sender must be the top frame of Heron's window at app://heron, the input must
 * match the call's schema, and whatever happens inside, the answer is a Reply.
 * @returns removes all handlers
 */
export function registerCalls(options: RegisterOptions): () => void {
  for (const name of callNames) {
    options.ipcMain.handle(`heron:call:${name}`, (event, input: unknown) => answer(options, name, event, input));
  }
  return () => {
    for (const name of callNames) options.ipcMain.removeHandler(`heron:call:${name}`);
  };
}

/** Sends an event to the window, if there is one. The only user of `webContents.send`. */
export function sendEvent<K extends EventName>(window: WebContents | null, name: K, payload: EventPayloads[K]): void {
  if (window !== null && !window.isDestroyed()) window.send(`heron:event:${name}`, payload);
}

async function answer<K extends CallName>(
  options: RegisterOptions,
  name: K,
  event: IpcMainInvokeEvent,
  input: unknown,
): Promise<Reply<CallOutputs[K]>> {
  if (!isTrusted(event, options.window())) {
    return failure({ code: 'forbidden', message: texts().faults.foreignCall, retryable: false });
  }
  const parsed = inputSchemas[name].safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const place = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    return failure({
      code: 'invalid_input',
      message: `${place}${issue?.message ?? texts().faults.invalidInput}`,
      retryable: false,
    });
  }
  try {
    return await options.handlers[name](parsed.data as CallInput<K>);
  } catch (cause) {
    if (cause instanceof AppFailure) return failure(cause.error);
    options.reportFault(name, cause);
    return failure({ code: 'internal', message: texts().faults.internal, retryable: true });
  }
}

function isTrusted(event: IpcMainInvokeEvent, window: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    window !== null && event.sender === window && frame !== null && frame === window.mainFrame && isAppUrl(frame.url)
  );
}
