import { CirclePause, Clock, WifiOff } from 'lucide-react';
import { errorText, guidanceText } from '../../shared/error-texts.ts';
import { healthOf, isTroubled, type TroubledHealth } from '../../shared/health.ts';
import type { AccountId, AccountView } from '../../shared/mail.ts';
import { type AppError, assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { type ErrorActions, ErrorNotice } from '../components/error-notice.tsx';
import { Phrase } from '../components/phrase.tsx';
import { resumeWork, retryNow, useAccount } from '../stores/accounts.ts';
import { showDetails, showDialog, showSettings } from '../stores/ui.ts';
import { ClockTime } from './clock-time.tsx';
import { editRegistration } from './edit-registration.ts';
import { pageActions } from './page-actions.ts';

/** Whether the banner above an account's mail says its state: nothing is sent or fetched before somebody acts. */
export function hasBanner(view: AccountView): boolean {
  return isTroubled(healthOf(view));
}

/**
 * What keeps an account from working, as a strip above its mail. Nothing while it works, nor while it merely waits
 * (paused, offline, throttled): that is said in the sidebar.
 */
export function AccountBanner({ accountId }: { readonly accountId: AccountId }) {
  const view = useAccount(accountId);
  return view && hasBanner(view) ? <ConnectionNotice view={view} shape="strip" /> : null;
}

interface ConnectionNoticeProps {
  readonly view: AccountView;
  readonly shape: 'strip' | 'box';
}

/** What keeps the given account from working, as a banner; nothing while the account is healthy. */
export function ConnectionNotice({ view, shape }: ConnectionNoticeProps) {
  const { account } = view;
  const health = healthOf(view);
  const retry = () => void retryNow(account.id);
  const words = texts().diagnosis;
  switch (health.kind) {
    case 'ok':
    case 'behind':
    case 'refreshing':
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
            <Phrase text={words.paused} parts={{ time: <ClockTime at={health.until} /> }} />
          </span>
        </Banner>
      );
    case 'offline':
      return (
        <Banner tone="quiet" shape={shape} icon={WifiOff} action={<TryNow onClick={retry} />}>
          <span className="text-muted">
            {errorText(health.error.code).title} {words.offline}
          </span>
        </Banner>
      );
    case 'throttled':
      return (
        <Banner tone="quiet" shape={shape} icon={Clock}>
          <span className="text-muted">
            <Phrase text={words.throttled} parts={{ time: <ClockTime at={health.until} /> }} />
          </span>
        </Banner>
      );
    case 'needs_you':
    case 'needs_administrator':
    case 'needs_attention':
      return <TroubleNotice view={view} health={health} shape={shape} />;
    default:
      return assertNever(health);
  }
}

interface TroubleNoticeProps extends ConnectionNoticeProps {
  readonly health: TroubledHealth;
}

/** One notice for all that somebody has to look at (T6, Q2), with the button of its own code. */
function TroubleNotice({ view, health: { error, isBlocked }, shape }: TroubleNoticeProps) {
  const accountId = view.account.id;
  const actions = actionsFor(view, error);
  return (
    <ErrorNotice
      shape={shape}
      error={error}
      more={diagnose(accountId)}
      {...(isBlocked && { note: texts().diagnosis.canBeRead })}
      // Where nothing is tried until the user signs in, "Try again" could only mean that.
      actions={isBlocked ? { ...actions, retry: () => showDialog({ kind: 'sign_in', accountId }) } : actions}
    />
  );
}

/** Finds out why. */
function diagnose(accountId: AccountId): { readonly label: string; readonly run: () => void } {
  return { label: texts().diagnosis.diagnose, run: () => showDialog({ kind: 'diagnose', accountId }) };
}

function actionsFor(view: AccountView, error: AppError): ErrorActions {
  const accountId = view.account.id;
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
    edit_server: () => showDetails(accountId),
    edit_registration: () => editRegistration(view),
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
