import { useEffect } from 'react';
import type { SignInRun } from '../sign-in/sign-in.ts';
import { closeDialog } from '../stores/ui.ts';

/** A dialog's sign-in worked: the dialog has nothing more to say. */
export function useCloseWhenSignedIn(run: SignInRun): void {
  const done = run.kind === 'running' && run.state.kind === 'succeeded';
  useEffect(() => {
    if (done) closeDialog();
  }, [done]);
}
