import { contextBridge, ipcRenderer } from 'electron';
import type { CallName, EventName, HeronBridge } from '../../shared/ipc.ts';

/** The names in shared/calls.ts and shared/events.ts; electron.vite.config.ts puts them in their place while building. */
declare const CALL_NAMES: readonly CallName[];
declare const EVENT_NAMES: readonly EventName[];

/** One function for each declared call, one subscription for each declared event, and nothing else of Electron. */
const calls = Object.fromEntries(
  CALL_NAMES.map((name) => [name, (input: unknown) => ipcRenderer.invoke(`heron:call:${name}`, input)]),
) as HeronBridge['calls'];

const events = Object.fromEntries(
  EVENT_NAMES.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      const forward = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(`heron:event:${name}`, forward);
      return () => void ipcRenderer.off(`heron:event:${name}`, forward);
    },
  ]),
) as HeronBridge['events'];

contextBridge.exposeInMainWorld('heron', { calls, events } satisfies HeronBridge);
