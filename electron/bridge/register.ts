import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { callNames, calls, type EngineCallName, isEngineCall, type MainCallName } from '../../shared/calls.ts';
import type { CallInput, CallName, CallOutputs, EventName, EventPayloads } from '../../shared/ipc.ts';
import { AppFailure, failure, type Reply } from '../../shared/reply.ts';
import { type RuleName, rulesEn } from '../../shared/texts/rules.en.ts';
import type { EngineCalls } from '../engine/contract.ts';
import { isAppUrl } from './app-url.ts';

/** One handler for each call that main answers. Throwing is allowed: it becomes a typed reply. */
export type Handlers = {
  readonly [K in MainCallName]: (input: CallInput<K>) => Promise<Reply<CallOutputs[K]>>;
};

/** The handlers of all calls whose names begin so. */
export type HandlersOf<Prefix extends string> = Pick<Handlers, Extract<MainCallName, `${Prefix}.${string}`>>;

interface RegisterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers;
  /** Passes a call on to the engine. Never rejects. */
  readonly askEngine: <K extends EngineCallName>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']>>;
  /** The window's contents, or null while there is none. */
  readonly window: () => WebContents | null;
  readonly reportFault: (call: CallName, cause: unknown) => void;
}

/**
 * The only way from the window into main (I1): the sender must be the top frame of Heron's window at app://heron, the
 * input must match the call's schema, and every answer is a Reply, also when a handler throws.
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
  if (window !== null && !window.isDestroyed() && !window.isCrashed()) window.send(`heron:event:${name}`, payload);
}

async function answer(
  options: RegisterOptions,
  name: CallName,
  event: IpcMainInvokeEvent,
  input: unknown,
): Promise<Reply<unknown>> {
  if (!isTrusted(event, options.window())) {
    return failure({ code: 'forbidden', params: { reason: 'foreign_call' }, retryable: false });
  }
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    const rule = issue?.message ?? '';
    return failure({
      code: 'invalid_input',
      params: isRule(rule) ? { reason: 'rule', field, rule } : { reason: 'malformed', field },
      retryable: false,
    });
  }
  try {
    return await (isEngineCall(name)
      ? options.askEngine(name, parsed.data as CallInput<EngineCallName>)
      : askMain(options.handlers, name, parsed.data));
  } catch (cause) {
    if (cause instanceof AppFailure) return failure(cause.error);
    options.reportFault(name, cause);
    return failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: true });
  }
}

/** @param input the result of the call's schema */
function askMain<K extends MainCallName>(handlers: Handlers, name: K, input: unknown): Promise<Reply<CallOutputs[K]>> {
  return handlers[name](input as CallInput<K>);
}

/**
 * Whether a schema's message is a rule's name, which is translated. zod's own messages are not translated, so they are
 * not shown.
 */
function isRule(message: string): message is RuleName {
  return Object.hasOwn(rulesEn, message);
}

function isTrusted(event: IpcMainInvokeEvent, window: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    window !== null && event.sender === window && frame !== null && frame === window.mainFrame && isAppUrl(frame.url)
  );
}
