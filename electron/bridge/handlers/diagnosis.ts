import { join } from 'node:path';
import type { Diagnosis } from '../../../shared/diagnosis.ts';
import type { CallInput } from '../../../shared/ipc.ts';
import { type Reply, success } from '../../../shared/reply.ts';
import type { Caller, HandlersOf } from '../register.ts';

interface DiagnosisPorts {
  /** Tries an account; progress is sent to the window as it comes. */
  readonly diagnose: (input: CallInput<'diagnosis.run'>, signal: AbortSignal) => Promise<Reply<Diagnosis>>;
  /** The same for what was typed in setup. */
  readonly diagnoseSetup: (input: CallInput<'diagnosis.runSetup'>, signal: AbortSignal) => Promise<Reply<Diagnosis>>;
  readonly downloadsFolder: () => string;
  readonly askWhereToSave: (suggested: string, caller: Caller) => Promise<string | null>;
  /** Writes a text file as a whole. Errors: disk_full, storage_failed. */
  readonly saveText: (path: string, text: string) => Promise<Reply<null>>;
  readonly quitting: AbortSignal;
}

/** Finding out why an account does not work. */
export function diagnosisHandlers(ports: DiagnosisPorts): HandlersOf<'diagnosis'> {
  const running = new Map<string, AbortController>();
  const run = async (id: string, diagnose: (signal: AbortSignal) => Promise<Reply<Diagnosis>>) => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      return await diagnose(AbortSignal.any([controller.signal, ports.quitting]));
    } finally {
      running.delete(id);
    }
  };
  return {
    'diagnosis.run': (input) => run(input.diagnosisId, (signal) => ports.diagnose(input, signal)),
    'diagnosis.runSetup': (input) => run(input.diagnosisId, (signal) => ports.diagnoseSetup(input, signal)),
    'diagnosis.cancel': async ({ diagnosisId }) => {
      running.get(diagnosisId)?.abort();
      return success(null);
    },
    'diagnosis.saveReport': async ({ text }, caller) => {
      const path = await ports.askWhereToSave(join(ports.downloadsFolder(), 'heron-report.txt'), caller);
      if (path === null) return success({ path });
      const saved = await ports.saveText(path, text);
      return saved.ok ? success({ path }) : saved;
    },
  };
}
