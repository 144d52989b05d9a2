import { errorMessage, errorText, errorTurns, guidanceText } from '../../shared/error-texts.ts';
import { type AppError, assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { type ErrorActions, errorButton } from '../components/error-notice.tsx';
import { Phrase } from '../components/phrase.tsx';
import { AdminApproval } from '../diagnosis/admin-approval.tsx';
import { AdminKit } from '../diagnosis/admin-kit.tsx';
import { HelpDesk } from '../diagnosis/help-desk.tsx';
import { pageActions } from '../diagnosis/page-actions.ts';
import { AtBrowser } from './at-browser.tsx';
import { DeviceCode } from './device-code.tsx';
import { confirmIdentity, newCode, type SignInRun, signInAnew } from './sign-in.ts';
import { Waiting } from './waiting.tsx';

interface SignInPanelProps {
  readonly run: SignInRun;
  /** The address of the mailbox to sign in. */
  readonly address: string;
  /** What this place can do about an error; besides, it always offers to begin anew. */
  readonly actions: ErrorActions;
}

/** The heading for the present state of a sign-in. */
export function signInTitle(run: SignInRun): string {
  const words = texts().setup.signIn;
  const title = run.kind !== 'idle' && isByCode(run) ? words.title : texts().setup.browser.title;
  if (run.kind === 'idle' || run.kind === 'starting') return title;
  if (run.kind === 'refused') return headingOf(run.error);
  const { state } = run;
  switch (state.kind) {
    case 'requesting':
    case 'waiting':
    case 'at_browser':
      return title;
    case 'confirming':
      return words.wrongPerson;
    case 'finishing':
    case 'succeeded':
      return words.signedIn;
    case 'cancelled':
      return words.cancelled;
    case 'declined':
    case 'expired':
    case 'blocked':
    case 'failed':
      return headingOf(state.error);
    default:
      return assertNever(state);
  }
}

function isByCode({ request }: Exclude<SignInRun, { kind: 'idle' }>): boolean {
  return request.way === 'code';
}

/** Headings carry no full stop. */
function headingOf(error: AppError): string {
  return errorText(error.code).title.replace(/\.$/, '');
}

/** A sign-in in each of its states, without its heading. */
export function SignInPanel({ run, address, actions }: SignInPanelProps) {
  const words = texts().setup.signIn;
  const asking = run.kind !== 'idle' && isByCode(run) ? words.asking : texts().setup.browser.asking;
  if (run.kind === 'idle' || run.kind === 'starting') return <Waiting text={asking} />;
  if (run.kind === 'refused') return <Problem run={run} address={address} error={run.error} actions={actions} />;
  const { state } = run;
  switch (state.kind) {
    case 'requesting':
      return <Waiting text={asking} />;
    case 'waiting':
      return <DeviceCode signInId={run.signInId} state={state} />;
    case 'at_browser':
      return <AtBrowser signInId={run.signInId} state={state} address={address} />;
    case 'confirming':
      return <Confirming expected={state.expected} actual={state.actual} />;
    case 'finishing':
    case 'succeeded':
      return <Waiting text={words.opening(address)} />;
    case 'cancelled':
      return (
        <Button variant="primary" className="self-start" onClick={() => void newCode()}>
          {isByCode(run) ? words.newCode : texts().errors.tryAgain}
        </Button>
      );
    case 'declined':
    case 'expired':
    case 'blocked':
    case 'failed':
      return <Problem run={run} address={address} error={state.error} actions={actions} />;
    default:
      return assertNever(state);
  }
}

/** The error that ended the sign-in. Who has to act decides which button is the primary one. */
function Problem({
  run,
  address,
  error,
  actions,
}: {
  readonly address: string;
  readonly run: Exclude<SignInRun, { kind: 'idle' }>;
  readonly error: AppError;
  readonly actions: ErrorActions;
}) {
  const { guidance } = error;
  const message = errorMessage(error);
  const { explanation, adminText } = guidanceText(guidance);
  const again = () => void newCode();
  const found = errorButton(error, {
    retry: again,
    new_code: again,
    sign_in: again,
    sign_in_by_browser: () => void signInAnew({ way: 'browser' }),
    sign_in_by_code: () => void signInAnew({ way: 'code' }),
    ...pageActions(error, again),
    choose_account: () => void signInAnew({ askWho: true }),
    ...actions,
  });
  // In the browser there is no code to be new.
  const button =
    found && errorTurns[error.code].kind === 'new_code' && !isByCode(run)
      ? { ...found, label: texts().errors.tryAgain }
      : found;
  // The heading shows the same sentence; the alert still repeats it for screen readers, because a changed heading is
  // not read aloud.
  const repeated = message === errorText(error.code).title && !explanation;
  const kitFirst = errorTurns[error.code].kind === 'ask_administrator' && Boolean(adminText);
  return (
    <div className="flex flex-col gap-4">
      <div
        role="alert"
        data-selectable
        className={repeated ? 'sr-only' : 'flex flex-col gap-2 [overflow-wrap:anywhere]'}
      >
        <p>{message}</p>
        {explanation && <p>{explanation}</p>}
      </div>
      {errorTurns[error.code].whose === 'admin' && <HelpDesk address={address} />}
      {guidance &&
        (guidance.letter?.kind === 'consent' ? (
          <AdminApproval guidance={guidance} letter={guidance.letter} />
        ) : (
          <AdminKit guidance={guidance} primary={kitFirst} />
        ))}
      <div className="flex flex-wrap gap-2">
        {button && (
          <Button variant={kitFirst ? 'plain' : 'primary'} onClick={button.run}>
            {button.label}
          </Button>
        )}
        {(kitFirst || !button) && (
          <Button variant={kitFirst ? 'plain' : 'primary'} onClick={again}>
            {errorTurns[error.code].whose === 'admin' ? texts().setup.signIn.approved : texts().errors.tryAgain}
          </Button>
        )}
      </div>
    </div>
  );
}

function Confirming({ expected, actual }: { readonly expected: string; readonly actual: string }) {
  const words = texts().setup.signIn;
  return (
    <div className="flex flex-col gap-4">
      <p data-selectable className="[overflow-wrap:anywhere]">
        <Phrase
          text={words.somebodyElse}
          parts={{ expected: <b dir="ltr">{expected}</b>, actual: <b dir="ltr">{actual}</b> }}
        />
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => void confirmIdentity(false)}>
          {words.signInAsOther}
        </Button>
        <Button onClick={() => void confirmIdentity(true)}>{words.useThis}</Button>
      </div>
    </div>
  );
}
