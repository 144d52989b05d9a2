import { useEffect } from 'react';
import type { SignInRun } from '../sign-in/sign-in.ts';
import { closeDialog } from '../stores/ui.ts';

/** Closes the dialog when its sign-in has succeeded. */
export function useCloseWhenSignedIn(run: SignInRun): void {
  const done = run.kind === 'running' && run.state.kind === 'succeeded';
  useEffect(() => {
    if (done) closeDialog();
  }, [done]);
}
