import { useEffect } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { forgetPreferencesError, usePreferencesStore } from '../stores/preferences.ts';
import { useUi } from '../stores/ui.ts';

/** Why the last choice on this page was reverted; forgotten when the user leaves the page. */
export function PreferencesError() {
  const error = usePreferencesStore((state) => state.error);
  useEffect(() => {
    const { screen } = useUi.getState();
    // A language that could not be saved mounts the same page again: then the error is kept.
    return () => {
      if (useUi.getState().screen !== screen) forgetPreferencesError();
    };
  }, []);
  return error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={forgetPreferencesError} />;
}
