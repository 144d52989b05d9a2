import type { HeronBridge } from '../shared/ipc.ts';

declare global {
  interface Window {
    /** As in renderer/bridge.ts: journeys look at the bridge itself only where it is what they test. */
    readonly heron: HeronBridge;
  }
}
