import { join } from 'node:path';
import { type Reply, success } from '../../../shared/reply.ts';
import type { MovingService } from '../../moving/moving-service.ts';
import type { Caller, HandlersOf } from '../register.ts';

interface MovingHandlerPorts {
  readonly moving: MovingService;
  readonly documentsFolder: () => string;
  /** Asks the user for one file; null: cancelled. */
  readonly askForFile: (caller: Caller) => Promise<string | null>;
  readonly askWhereToSave: (suggested: string, caller: Caller) => Promise<string | null>;
  /** Writes a text file as a whole. Errors: disk_full, storage_failed. */
  readonly saveText: (path: string, text: string) => Promise<Reply<null>>;
  readonly quitting: AbortSignal;
}

/** Accounts that come from other programs and computers, and go to them. */
export function movingHandlers({ moving, ...ports }: MovingHandlerPorts): HandlersOf<'moving'> {
  return {
    'moving.look': async () => success(await moving.look()),
    'moving.choose': async (_input, caller) => {
      const path = await ports.askForFile(caller);
      return path === null ? success(null) : moving.open(path);
    },
    'moving.take': ({ sourceId, keys }) => moving.take(sourceId, keys, ports.quitting),
    'moving.export': async (_input, caller) => {
      const path = await ports.askWhereToSave(join(ports.documentsFolder(), 'heron-accounts.json'), caller);
      if (path === null) return success({ path });
      const saved = await ports.saveText(path, moving.exported());
      return saved.ok ? success({ path }) : saved;
    },
  };
}
