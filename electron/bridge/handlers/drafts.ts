import { basename } from 'node:path';
import type { CallInput, CallOutputs } from '../../../shared/ipc.ts';
import type { AccountId } from '../../../shared/mail.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { success } from '../../../shared/reply.ts';
import type { DraftFile, DraftId, DraftStart } from '../../../shared/writing.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import type { Caller, Handlers } from '../register.ts';

interface DraftPorts {
  readonly addPath: (input: EngineCalls['drafts.addPath']['input']) => Promise<Reply<DraftFile>>;
  /** Asks which files go along with a message; none when the user cancelled. */
  readonly askForFiles: (caller: Caller) => Promise<readonly string[]>;
  /** Composers in windows of their own. */
  readonly windows: {
    write(accountId: AccountId, start: DraftStart): Promise<Reply<null>>;
    open(draftId: DraftId): Promise<Reply<null>>;
  };
}

/** The calls about drafts that need main, for a dialog or a window. The engine answers the others. */
export function draftHandlers(ports: DraftPorts) {
  return {
    'drafts.chooseFiles': (input, caller) => chooseFiles(ports, input, caller),
    'drafts.write': ({ accountId, start }) => ports.windows.write(accountId, start),
    'drafts.openWindow': ({ draftId }) => ports.windows.open(draftId),
  } satisfies Partial<Handlers>;
}

async function chooseFiles(
  { askForFiles, addPath }: DraftPorts,
  { draftId }: CallInput<'drafts.chooseFiles'>,
  caller: Caller,
): Promise<Reply<CallOutputs['drafts.chooseFiles']>> {
  const files: DraftFile[] = [];
  const refused: { filename: string; error: AppError }[] = [];
  for (const path of await askForFiles(caller)) {
    const added = await addPath({ draftId, path });
    if (added.ok) files.push(added.value);
    else refused.push({ filename: basename(path), error: added.error });
  }
  return success({ files, refused });
}
