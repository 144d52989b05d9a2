import { create } from 'zustand';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { AccountId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { call, on } from '../bridge.ts';

/** What is tried: an account, or what was typed in setup. */
export type DiagnosisSubject =
  | { readonly kind: 'account'; readonly accountId: AccountId }
  | { readonly kind: 'setup'; readonly typed: Omit<CallInput<'diagnosis.runSetup'>, 'diagnosisId' | 'repeatRefused'> };

/** One run of the ladder, as far as it has got. */
interface DiagnosisRun {
  /** Null before the first run. */
  readonly id: string | null;
  readonly diagnosis: Diagnosis | null;
  readonly isRunning: boolean;
  /** Why it could not run at all. */
  readonly error: AppError | null;
}

const none: DiagnosisRun = { id: null, diagnosis: null, isRunning: false, error: null };

export const useDiagnosis = create<DiagnosisRun>()(() => none);

/** Tries a subject from the beginning; a run that is under way is cancelled. @param repeatRefused sends a refused password once more */
export async function startDiagnosis(subject: DiagnosisSubject, repeatRefused = false): Promise<void> {
  cancelDiagnosis();
  const id = crypto.randomUUID();
  useDiagnosis.setState({ id, diagnosis: null, isRunning: true, error: null }, true);
  const stop = on('diagnosis.progress', ({ diagnosisId, diagnosis }) => {
    if (diagnosisId === useDiagnosis.getState().id) useDiagnosis.setState({ diagnosis });
  });
  const which = { diagnosisId: id, repeatRefused };
  const reply =
    subject.kind === 'account'
      ? await call('diagnosis.run', { ...which, accountId: subject.accountId })
      : await call('diagnosis.runSetup', { ...which, ...subject.typed });
  stop();
  if (useDiagnosis.getState().id !== id) return;
  if (reply.ok) useDiagnosis.setState({ diagnosis: reply.value, isRunning: false });
  else useDiagnosis.setState({ isRunning: false, error: reply.error });
}

/** Ends the run that is under way, and keeps what it found. */
export function cancelDiagnosis(): void {
  const { id, isRunning } = useDiagnosis.getState();
  if (isRunning && id !== null) void call('diagnosis.cancel', { diagnosisId: id });
}

/** Ends and forgets it. */
export function endDiagnosis(): void {
  cancelDiagnosis();
  useDiagnosis.setState(none, true);
}
