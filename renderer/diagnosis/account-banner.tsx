import { CirclePause, Clock, WifiOff } from 'lucide-react';
import { errorMessage, errorText } from '../../shared/error-texts.ts';
import type { AccountId, AccountView } from '../../shared/mail.ts';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Phrase } from '../components/phrase.tsx';
import { resumeWork, retryNow, useAccount } from '../stores/accounts.ts';
import { showDialog, showSettings } from '../stores/ui.ts';
import { ClockTime } from './clock-time.tsx';

/** What keeps an account from working, as a strip above its mail; nothing while it is healthy. */
export function AccountBanner({ accountId }: { readonly accountId: AccountId }) {
  const view = useAccount(accountId);
  return view ? <ConnectionNotice view={view} shape="strip" /> : null;
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
          actions={{
            retry,
            sync_now: retry,
            sign_in: () => showDialog({ kind: 'sign_in', accountId: account.id }),
            sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId: account.id }),
            edit_password: () => showDialog({ kind: 'sign_in', accountId: account.id }),
            edit_server: () => showSettings(account.id),
            edit_registration: () => showSettings(account.id),
            ask_administrator: () => showSettings(account.id),
            review: () => showSettings(account.id),
          }}
        />
      );
    default:
      return assertNever(connection);
  }
}

/** One notice for everything that only the user can mend by signing in (T6). */
function SignInNotice({ view, shape }: ConnectionNoticeProps) {
  const { account, status } = view;
  if (status.connection.kind !== 'needs_sign_in') return null;
  const { error } = status.connection;
  if (error.code === 'basic_auth_blocked') {
    return (
      <ErrorNotice
        shape={shape}
        error={error}
        actions={{ sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId: account.id }) }}
      />
    );
  }
  return (
    <Banner
      tone="turn"
      shape={shape}
      title={errorText(error.code).title}
      action={
        <Button onClick={() => showDialog({ kind: 'sign_in', accountId: account.id })}>
          {texts().diagnosis.signIn}
        </Button>
      }
    >
      {errorMessage(error)} {texts().diagnosis.canBeRead}
    </Banner>
  );
}

function TryNow({ onClick }: { readonly onClick: () => void }) {
  return (
    <Button variant="quiet" onClick={onClick}>
      {texts().diagnosis.tryNow}
    </Button>
  );
}
