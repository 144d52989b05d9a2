import { basename } from 'node:path';
import type { CallInput, CallOutputs } from '../../../shared/ipc.ts';
import type { AppError, Reply } from '../../../shared/reply.ts';
import { success } from '../../../shared/reply.ts';
import type { DraftFile } from '../../../shared/writing.ts';
import type { EngineCalls } from '../../engine/contract.ts';
import type { Handlers } from '../register.ts';

interface DraftPorts {
  readonly addPath: (input: EngineCalls['drafts.addPath']['input']) => Promise<Reply<DraftFile>>;
  /** Asks which files go along with a message; none when the user cancelled. */
  readonly askForFiles: () => Promise<readonly string[]>;
}

/** The calls about drafts that need main, for a dialog. The engine answers the others. */
export function draftHandlers(ports: DraftPorts) {
  return {
    'drafts.chooseFiles': (input) => chooseFiles(ports, input),
  } satisfies Partial<Handlers>;
}

async function chooseFiles(
  { askForFiles, addPath }: DraftPorts,
  { draftId }: CallInput<'drafts.chooseFiles'>,
): Promise<Reply<CallOutputs['drafts.chooseFiles']>> {
  const files: DraftFile[] = [];
  const refused: { filename: string; error: AppError }[] = [];
  for (const path of await askForFiles()) {
    const added = await addPath({ draftId, path });
    if (added.ok) files.push(added.value);
    else refused.push({ filename: basename(path), error: added.error });
  }
  return success({ files, refused });
}
