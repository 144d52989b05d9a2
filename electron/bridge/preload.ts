import { contextBridge, ipcRenderer } from 'electron';
import { callNames, eventNames, type HeronBridge } from '../../shared/ipc.ts';

/** One function for each declared call, one subscription for each declared event, and nothing else of Electron. */
const calls = Object.fromEntries(
  callNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(`heron:call:${name}`, input)]),
) as HeronBridge['calls'];

const events = Object.fromEntries(
  eventNames.map((name) => [
    name,
    (listener: (payload: unknown) => void) => {
      const forward = (_event: unknown, payload: unknown) => listener(payload);
      ipcRenderer.on(`heron:event:${name}`, forward);
      return () => void ipcRenderer.off(`heron:event:${name}`, forward);
    },
  ]),
) as HeronBridge['events'];

contextBridge.exposeInMainWorld('heron', { calls, events } satisfies HeronBridge);
