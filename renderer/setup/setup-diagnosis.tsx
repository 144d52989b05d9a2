import { Stethoscope } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { type DiagnosisCase, DiagnosisDialog } from '../diagnosis/diagnosis-dialog.tsx';
import { copyLetter, openErrorPage } from '../diagnosis/verdict-actions.ts';
import { newCode, type SignInRun, signInAnew } from '../sign-in/sign-in.ts';
import { askForProxyPassword } from '../stores/proxy-dialog.ts';
import { parsedEndpoint } from './fields.ts';
import type { SetupState } from './setup-flow.ts';
import { goBackTo, switchToMicrosoft, useSetup } from './setup-store.ts';

/** "Diagnose…" where a step of setup failed: the ladder runs on what was typed, without an account. */
export function SetupDiagnosis({ about }: { readonly about: DiagnosisCase }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const closed = (run: () => void) => () => {
    close();
    run();
  };
  const actions: DiagnosisCase['actions'] = (diagnosis, again, copyReport) => {
    const { retry, copy_report, enter_proxy_password, ...others } = about.actions(diagnosis, again, copyReport);
    const closing = Object.fromEntries(
      Object.entries(others).map(([name, run]) => [name, closed(run)]),
    ) as typeof others;
    return { ...closing, retry, copy_report, enter_proxy_password };
  };
  return (
    <>
      <Button variant="quiet" icon={Stethoscope} className="-ms-3.25 self-start" onClick={() => setOpen(true)}>
        {texts().diagnosis.diagnose}
      </Button>
      {isOpen && <DiagnosisDialog about={{ ...about, actions }} onClose={close} />}
    </>
  );
}

/** The typed password and servers, after their connection test. */
function typedPassword({ draft, testId }: SetupState): DiagnosisCase {
  const { address, method, username, password } = draft;
  const [imap, smtp] = [parsedEndpoint(draft.imap), parsedEndpoint(draft.smtp)];
  const by = { kind: 'password', method, username: username.trim(), password, testId } as const;
  const toForm = () => goBackTo('imap');
  return {
    subject: { kind: 'setup', typed: { address: address.trim(), imap, smtp, by } },
    address: address.trim(),
    hidden: [address.trim(), username.trim(), imap.host, smtp.host],
    actions: (diagnosis, again, copyReport) => ({
      retry: again,
      enter_proxy_password: () => askForProxyPassword(again),
      sign_in: toForm,
      sign_in_by_browser: toForm,
      edit_password: toForm,
      sign_in_with_microsoft: switchToMicrosoft,
      edit_server: toForm,
      edit_registration: toForm,
      ask_administrator: () => copyLetter(diagnosis, copyReport),
      open_page: () => openErrorPage(diagnosis, toForm),
      close: () => undefined,
      copy_report: copyReport,
    }),
  };
}

/** A sign-in that failed; null for one that main refused to begin, since there is nothing to find out about it. */
export function failedSignIn(run: SignInRun, form: 'openid' | 'microsoft'): DiagnosisCase | null {
  if (run.kind !== 'running' || !('error' in run.state) || run.request.purpose !== 'new_account') return null;
  const { address, imap, smtp, identity } = run.request;
  const toForm = () => goBackTo(form);
  return {
    subject: { kind: 'setup', typed: { address, imap, smtp, by: { kind: 'sign_in', signInId: run.signInId } } },
    address,
    hidden: [address, imap.host, smtp.host, identity.tenant, identity.clientId],
    actions: (diagnosis, again, copyReport) => ({
      retry: again,
      enter_proxy_password: () => askForProxyPassword(again),
      sign_in: () => void newCode(),
      sign_in_by_browser: () => void signInAnew({ way: 'browser' }),
      edit_password: toForm,
      sign_in_with_microsoft: toForm,
      edit_server: toForm,
      edit_registration: toForm,
      ask_administrator: () => copyLetter(diagnosis, copyReport),
      open_page: () => openErrorPage(diagnosis, toForm),
      close: () => undefined,
      copy_report: copyReport,
    }),
  };
}

/** For the step of the connection test. */
export function TestDiagnosis() {
  const state = useSetup();
  return <SetupDiagnosis about={typedPassword(state)} />;
}
