import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { callNames, calls, type EngineCallName, isEngineCall, type MainCallName } from '../../shared/calls.ts';
import type { CallInput, CallName, CallOutputs, EventName, EventPayloads } from '../../shared/ipc.ts';
import { AppFailure, failure, type Reply } from '../../shared/reply.ts';
import { type RuleName, rulesEn } from '../../shared/texts/rules.en.ts';
import { queryOf, type WindowPage } from '../../shared/window-page.ts';
import type { EngineCalls } from '../engine/contract.ts';
import { isAppUrl } from './app-url.ts';
import { isAboutOwn, mayCall, mayHear } from './window-rights.ts';

/** The window that a call comes from. */
export interface Caller {
  readonly contents: WebContents;
  readonly page: WindowPage;
}

/** One handler for each call that main answers. Throwing is allowed: it becomes a typed reply. */
export type Handlers = {
  readonly [K in MainCallName]: (input: CallInput<K>, caller: Caller) => Promise<Reply<CallOutputs[K]>>;
};

/** The handlers of all calls whose names begin so. */
export type HandlersOf<Prefix extends string> = Pick<Handlers, Extract<MainCallName, `${Prefix}.${string}`>>;

interface RegisterOptions {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  readonly handlers: Handlers;
  /** Passes a call on to the engine; its reply, or the same as JSON. Never rejects. */
  readonly askEngine: <K extends EngineCallName>(
    name: K,
    input: EngineCalls[K]['input'],
  ) => Promise<Reply<EngineCalls[K]['output']> | string>;
  /** What the window with these contents shows; null where it is none of Heron's windows. */
  readonly pageOf: (contents: WebContents) => WindowPage | null;
  readonly reportFault: (call: CallName, cause: unknown) => void;
}

/**
 * The only way from a window into main (I1): the sender must be the top frame of one of Heron's windows, at the page that this
 * window was made for, and the call one that such a page may make. The input must match the call's schema, and every answer is
 * a Reply, also when a handler throws.
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

/** Sends an event to a window that is there and may hear it; false where it is not. The only user of `webContents.send`. */
export function sendEvent<K extends EventName>(window: Caller | null, name: K, payload: EventPayloads[K]): boolean {
  if (window === null || !mayHear(window.page, name)) return false;
  const { contents } = window;
  if (contents.isDestroyed() || contents.isCrashed()) return false;
  contents.send(`heron:event:${name}`, payload);
  return true;
}

async function answer(
  options: RegisterOptions,
  name: CallName,
  event: IpcMainInvokeEvent,
  input: unknown,
): Promise<Reply<unknown> | string> {
  const page = options.pageOf(event.sender);
  if (page === null || !isAtPage(event, page) || !mayCall(page, name)) return foreignCall;
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
  if (!isAboutOwn(page, parsed.data)) return foreignCall;
  try {
    return await (isEngineCall(name)
      ? options.askEngine(name, parsed.data as CallInput<EngineCallName>)
      : askMain(options.handlers, name, parsed.data, { contents: event.sender, page }));
  } catch (cause) {
    if (cause instanceof AppFailure) return failure(cause.error);
    options.reportFault(name, cause);
    return failure({ code: 'internal', params: { reason: 'unforeseen' }, retryable: true });
  }
}

/** @param input the result of the call's schema */
function askMain<K extends MainCallName>(
  handlers: Handlers,
  name: K,
  input: unknown,
  caller: Caller,
): Promise<Reply<CallOutputs[K]>> {
  return handlers[name](input as CallInput<K>, caller);
}

/**
 * Whether a schema's message is a rule's name, which is translated. zod's own messages are not translated, so they are
 * not shown.
 */
function isRule(message: string): message is RuleName {
  return Object.hasOwn(rulesEn, message);
}

const foreignCall = failure({ code: 'forbidden', params: { reason: 'foreign_call' }, retryable: false });

/** Whether the call comes from the window's top frame, while that shows the page which the window was made for. */
function isAtPage({ sender, senderFrame }: IpcMainInvokeEvent, page: WindowPage): boolean {
  if (senderFrame === null || senderFrame !== sender.mainFrame || !isAppUrl(senderFrame.url)) return false;
  return new URL(senderFrame.url).search === queryOf(page);
}
