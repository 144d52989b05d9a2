import { CirclePause, Clock, WifiOff } from 'lucide-react';
import { errorText, guidanceText } from '../../shared/error-texts.ts';
import type { AccountId, AccountView, ConnectionState } from '../../shared/mail.ts';
import { type AppError, assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { type ErrorActions, ErrorNotice } from '../components/error-notice.tsx';
import { Phrase } from '../components/phrase.tsx';
import { resumeWork, retryNow, useAccount } from '../stores/accounts.ts';
import { showDialog, showSettings } from '../stores/ui.ts';
import { ClockTime } from './clock-time.tsx';
import { pageActions } from './page-actions.ts';

/** Whether the banner above an account's mail says its state: nothing is sent or fetched before somebody acts. */
export function hasBanner({ kind }: ConnectionState): boolean {
  return kind === 'needs_sign_in' || kind === 'failed';
}

/**
 * What keeps an account from working, as a strip above its mail. Nothing while it works, nor while it merely waits
 * (paused, offline, throttled): that is said in the sidebar.
 */
export function AccountBanner({ accountId }: { readonly accountId: AccountId }) {
  const view = useAccount(accountId);
  return view && hasBanner(view.status.connection) ? <ConnectionNotice view={view} shape="strip" /> : null;
}

interface ConnectionNoticeProps {
  readonly view: AccountView;
  readonly shape: 'strip' | 'box';
}

/** What keeps the given account from working, as a banner; nothing while the account is healthy. */
export function ConnectionNotice({ view, shape }: ConnectionNoticeProps) {
  const { account, status } = view;
  const { connection } = status;
  const retry = () => void retryNow(account.id);
  const words = texts().diagnosis;
  switch (connection.kind) {
    case 'stopped':
    case 'connecting':
    case 'online':
    case 'syncing':
      return null;
    case 'paused':
      return (
        <Banner
          tone="quiet"
          shape={shape}
          icon={CirclePause}
          action={
            <Button variant="quiet" onClick={() => void resumeWork()}>
              {words.resume}
            </Button>
          }
        >
          <span className="text-muted">
            <Phrase text={words.paused} parts={{ time: <ClockTime at={connection.until} /> }} />
          </span>
        </Banner>
      );
    case 'offline':
      return (
        <Banner tone="quiet" shape={shape} icon={WifiOff} action={<TryNow onClick={retry} />}>
          <span className="text-muted">
            {errorText(connection.error.code).title} {words.offline}
          </span>
        </Banner>
      );
    case 'throttled':
      return (
        <Banner tone="quiet" shape={shape} icon={Clock}>
          <span className="text-muted">
            <Phrase text={words.throttled} parts={{ time: <ClockTime at={connection.until} /> }} />
          </span>
        </Banner>
      );
    case 'needs_sign_in':
      return <SignInNotice view={view} shape={shape} />;
    case 'failed':
      return (
        <ErrorNotice
          shape={shape}
          error={connection.error}
          actions={actionsFor(account.id, connection.error)}
          more={diagnose(account.id)}
        />
      );
    default:
      return assertNever(connection);
  }
}

/** One notice for everything that nothing but new credentials ends (T6, Q2), with the button of its own code. */
function SignInNotice({ view, shape }: ConnectionNoticeProps) {
  const { account, status } = view;
  if (status.connection.kind !== 'needs_sign_in') return null;
  const { error } = status.connection;
  return (
    <ErrorNotice
      shape={shape}
      error={error}
      more={diagnose(account.id)}
      note={texts().diagnosis.canBeRead}
      // Nothing is tried until the user signs in, so "Try again" could only mean that.
      actions={{
        ...actionsFor(account.id, error),
        retry: () => showDialog({ kind: 'sign_in', accountId: account.id }),
      }}
    />
  );
}

/** Finds out why. */
function diagnose(accountId: AccountId): { readonly label: string; readonly run: () => void } {
  return { label: texts().diagnosis.diagnose, run: () => showDialog({ kind: 'diagnose', accountId }) };
}

function actionsFor(accountId: AccountId, error: AppError): ErrorActions {
  const settings = () => showSettings(accountId);
  const signIn = () => showDialog({ kind: 'sign_in', accountId });
  const retry = () => void retryNow(accountId);
  const { adminText } = guidanceText(error.guidance);
  return {
    retry,
    sync_now: retry,
    sign_in: signIn,
    new_code: signIn,
    sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId }),
    edit_password: signIn,
    edit_server: settings,
    edit_registration: settings,
    ...pageActions(error),
    ask_administrator: adminText === null ? settings : () => void call('app.copyText', { text: adminText }),
    review: settings,
  };
}

function TryNow({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="quiet" onClick={onClick}>
      {texts().diagnosis.tryNow}
    </Button>
  );
}
