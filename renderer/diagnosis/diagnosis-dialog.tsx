import { Copy, Save } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Diagnosis } from '../../shared/diagnosis.ts';
import { reportText } from '../../shared/diagnosis-report.ts';
import { letterText } from '../../shared/error-texts.ts';
import type { AccountView } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { letterOf, verdicts } from '../../shared/verdicts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Switch } from '../components/switch.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { closeDialog } from '../stores/ui.ts';
import { BasicAuthForAdmins } from './basic-auth-for-admins.tsx';
import { cancelDiagnosis, type DiagnosisSubject, endDiagnosis, startDiagnosis, useDiagnosis } from './diagnosis-run.ts';
import { HelpDesk } from './help-desk.tsx';
import { RungList } from './rung-list.tsx';
import { type VerdictActions, verdictActions } from './verdict-actions.ts';
import { VerdictBanner } from './verdict-banner.tsx';

/** What the dialog has to know of its subject. */
export interface DiagnosisCase {
  readonly subject: DiagnosisSubject;
  readonly address: string;
  /** What it is called: left out of a report without names. */
  readonly hidden: readonly string[];
  /** What the buttons of verdicts do here. */
  readonly actions: (diagnosis: Diagnosis, again: () => void, copyReport: () => void) => VerdictActions;
}

/** Tries an account rung by rung, says what is wrong, and offers the one thing that helps. */
export function AccountDiagnosis({ view }: { readonly view: AccountView }) {
  const { account, identity } = view;
  const { auth, address, imap, smtp } = account;
  const username = auth.method === 'oauth2' ? (identity?.username ?? '') : auth.username;
  const about: DiagnosisCase = {
    subject: { kind: 'account', accountId: account.id },
    address,
    hidden: [address, username, imap.host, smtp.host, identity?.tenant ?? '', identity?.clientId ?? ''],
    actions: (diagnosis, again, copyReport) => verdictActions(view, diagnosis, again, copyReport),
  };
  return <DiagnosisDialog about={about} onClose={closeDialog} />;
}

interface DiagnosisDialogProps {
  readonly about: DiagnosisCase;
  readonly onClose: () => void;
}

/** The ladder of a subject as it runs, and what it came to. */
export function DiagnosisDialog({ about, onClose }: DiagnosisDialogProps) {
  const { diagnosis, isRunning, error } = useDiagnosis();
  // What is tried stays the same while the dialog is open, whatever happens behind it.
  const [subject] = useState(about.subject);
  const words = texts().diagnosis.ladder;

  useEffect(() => {
    void startDiagnosis(subject);
    return endDiagnosis;
  }, [subject]);

  const again = (repeatRefused = false) => void startDiagnosis(subject, repeatRefused);
  const notRepeated = diagnosis?.rungs.some(({ name, skipped }) => name === 'sign_in' && skipped === 'refused_before');
  const action = diagnosis?.verdict == null ? null : verdicts[diagnosis.verdict].action;
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={words.title}
      description={<bdi>{about.address}</bdi>}
      footer={
        isRunning ? (
          <Button onClick={cancelDiagnosis}>{words.stop}</Button>
        ) : (
          <>
            {/* What the verdict's button does already is not offered twice. */}
            {action !== 'retry' && <Button onClick={() => again()}>{texts().verdicts.actions.retry}</Button>}
            {action !== 'close' && <Button onClick={onClose}>{texts().verdicts.actions.close}</Button>}
          </>
        )
      }
    >
      <div role="status" className="sr-only">
        {isRunning ? words.running : ''}
      </div>
      {error && <ErrorNotice error={error} actions={{ retry: () => again() }} />}
      {isRunning && <p className="text-muted">{words.running}</p>}
      {diagnosis && !isRunning && <Verdict about={about} diagnosis={diagnosis} again={again} />}
      {notRepeated && !isRunning && diagnosis?.error?.code === 'authentication_failed' && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 text-small">
          <p className="min-w-0 flex-1 text-muted">{words.notRepeated}</p>
          <Button variant="quiet" onClick={() => again(true)}>
            {words.repeat}
          </Button>
        </div>
      )}
      {diagnosis && <RungList rungs={diagnosis.rungs} />}
      {diagnosis && !isRunning && <Report about={about} diagnosis={diagnosis} />}
    </Dialog>
  );
}

interface VerdictProps {
  readonly about: DiagnosisCase;
  readonly diagnosis: Diagnosis;
  readonly again: () => void;
}

function Verdict({ about, diagnosis, again }: VerdictProps) {
  const { verdict, error } = diagnosis;
  const [endedAt] = useState(() => Date.now());
  const [copied, setCopied] = useState(false);
  const words = texts().diagnosis.ladder;
  if (verdict === null) return <p className="text-muted">{words.stopped}</p>;
  const letter = error === null ? null : letterOf(verdict, error);
  const letterShown = verdicts[verdict].action === 'ask_administrator' && letter !== null && error !== null;
  const actions = about.actions(diagnosis, again, () => void copyReport(about, diagnosis));
  return (
    <>
      <VerdictBanner
        verdict={verdict}
        diagnosis={diagnosis}
        endedAt={endedAt}
        onAct={() => {
          const { action } = verdicts[verdict];
          actions[action]();
          setCopied(action === 'ask_administrator' || action === 'copy_report');
        }}
      />
      <p role="status" className="text-small text-muted empty:hidden">
        {copied && texts().diagnosis.copied}
      </p>
      {verdicts[verdict].whose === 'admin' && <HelpDesk address={about.address} />}
      {letterShown && (
        <Disclosure label={texts().diagnosis.admin.label}>
          <p
            data-selectable
            dir="auto"
            className="rounded-md border border-line bg-sunken px-3 py-2 text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {letterText(letter, error.guidance)}
          </p>
        </Disclosure>
      )}
      {error?.code === 'basic_auth_blocked' && <BasicAuthForAdmins />}
    </>
  );
}

function Report({ about, diagnosis }: { readonly about: DiagnosisCase; readonly diagnosis: Diagnosis }) {
  const [names, setNames] = useState(false);
  const [withLog, setWithLog] = useState(true);
  const [said, setSaid] = useState('');
  const log = useProtocolLog(about.subject);
  const words = texts().diagnosis.ladder;
  const text = () => report(about, diagnosis, names, withLog ? log : '');
  const copy = async () => setSaid((await call('app.copyText', { text: text() })).ok ? texts().diagnosis.copied : '');
  const save = async () => {
    const reply = await call('diagnosis.saveReport', { text: text() });
    setSaid(reply.ok && reply.value.path !== null ? words.saved : '');
  };
  return (
    <section aria-label={words.report} className="flex flex-col gap-2">
      <Switch label={words.withNames} hint={words.withNamesHint} checked={names} onChange={setNames} />
      {log !== '' && (
        <>
          <Switch label={words.withLog} hint={words.withLogHint} checked={withLog} onChange={setWithLog} />
          <Disclosure label={words.showLog}>
            <textarea
              readOnly
              dir="ltr"
              rows={12}
              aria-label={words.log}
              className="w-full resize-y rounded-md border border-line bg-sunken px-3 py-2 font-mono text-small"
              value={log}
            />
          </Disclosure>
        </>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button icon={Copy} onClick={() => void copy()}>
          {texts().verdicts.actions.copy_report}
        </Button>
        <Button icon={Save} onClick={() => void save()}>
          {words.save}
        </Button>
        <span role="status" className="text-small text-muted">
          {said}
        </span>
      </div>
    </section>
  );
}

/** The protocol log of an account, as it was when the ladder ended; empty where there is none. */
function useProtocolLog(subject: DiagnosisSubject): string {
  const [text, setText] = useState('');
  const accountId = subject.kind === 'account' ? subject.accountId : null;
  useEffect(() => {
    if (accountId === null) return;
    let isCurrent = true;
    void call('diagnosis.protocolLog', { accountId }).then((reply) => {
      if (isCurrent && reply.ok) setText(reply.value.text);
    });
    return () => {
      isCurrent = false;
    };
  }, [accountId]);
  return text;
}

async function copyReport(about: DiagnosisCase, diagnosis: Diagnosis): Promise<void> {
  await call('app.copyText', { text: report(about, diagnosis, false, '') });
}

function report({ hidden }: DiagnosisCase, diagnosis: Diagnosis, names: boolean, protocol: string): string {
  const { info } = useAccounts.getState();
  const program = info === null ? 'Heron' : `Heron ${info.version} (${info.platform}, Electron ${info.electron})`;
  return reportText(diagnosis, { program, at: Date.now(), names, hidden, protocol });
}
