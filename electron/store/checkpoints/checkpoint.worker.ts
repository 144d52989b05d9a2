import { parentPort } from 'node:worker_threads';
import { success } from '../../../shared/reply.ts';
import { createRpc } from '../../platform/rpc.ts';
import { checkpoint } from './checkpoint.ts';
import type { CheckpointCalls } from './contract.ts';

if (parentPort === null) throw new Error('checkpoint.worker runs as a worker thread only.');
createRpc<Record<never, never>, CheckpointCalls>({
  port: parentPort,
  handlers: {
    checkpoint: async ({ path }) => {
      checkpoint(path);
      return success(null);
    },
  },
  onEvent: () => undefined,
  // It ends the thread; the engine writes it into the log.
  onFault: (text, cause) => {
    throw cause instanceof Error ? cause : new Error(text);
  },
});
