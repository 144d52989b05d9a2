import { useLayoutEffect, useRef } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { AdminKit } from '../../diagnosis/admin-kit.tsx';
import { pageActions } from '../../diagnosis/page-actions.ts';
import { ConnectionSteps } from '../connection-steps.tsx';
import { TestDiagnosis } from '../setup-diagnosis.tsx';
import { pendingReport, testError } from '../setup-flow.ts';
import { addWithPassword, goBack, goBackTo, switchToMicrosoft, testConnection, useSetup } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** The running connection test. An error is shown at the step that failed, with one button. */
export function TestStep() {
  const test = useSetup((state) => state.test);
  const host = useSetup((state) => state.draft.imap.host.trim());
  const words = texts().setup;
  const error = testError(test);
  const passed = (test.kind === 'done' || test.kind === 'adding') && test.report.ok;
  const add = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    if (passed) add.current?.focus();
  }, [passed]);

  return (
    <StepFrame
      title={title(test.kind, passed, error !== null)}
      lead={
        <span data-selectable dir="ltr">
          {host}
        </span>
      }
      onSubmit={() => void (passed ? addWithPassword() : undefined)}
      onBack={goBack}
      backLabel={test.kind === 'running' ? words.cancel : words.back}
      buttons={
        passed && (
          <Button ref={add} variant="primary" type="submit" busy={test.kind === 'adding'}>
            {test.kind === 'adding' ? words.test.addingNow : words.test.add}
          </Button>
        )
      }
    >
      <ConnectionSteps report={test.kind === 'idle' ? pendingReport : test.report} />
      {error && (
        <ErrorNotice
          primary
          error={error}
          actions={{
            retry: () => void testConnection(),
            edit_server: () => goBackTo('imap'),
            edit_password: () => goBackTo('imap'),
            edit_address: () => goBackTo('address'),
            close: () => goBackTo('imap'),
            sign_in_with_microsoft: switchToMicrosoft,
            ...pageActions(error, () => void testConnection()),
          }}
        />
      )}
      {error?.guidance && <AdminKit guidance={error.guidance} showReference={false} />}
      {error && !passed && <TestDiagnosis />}
    </StepFrame>
  );
}

function title(kind: 'idle' | 'running' | 'done' | 'adding', passed: boolean, failed: boolean): string {
  const words = texts().setup.test;
  if (kind === 'adding') return words.adding;
  if (failed) return passed ? words.notAdded : words.failed;
  return passed ? words.works : words.testing;
}
