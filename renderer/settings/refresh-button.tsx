import { useState } from 'react';
import type { AccountId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';

interface TokenRefresh {
  readonly state: 'idle' | 'running' | 'done';
  readonly error: AppError | null;
  readonly run: () => void;
}

/** Renews an account's token when the user asks for it. */
export function useTokenRefresh(accountId: AccountId): TokenRefresh {
  const [state, setState] = useState<TokenRefresh['state']>('idle');
  const [error, setError] = useState<AppError | null>(null);
  const run = async () => {
    setState('running');
    setError(null);
    const reply = await call('accounts.refreshToken', { accountId });
    setState(reply.ok ? 'done' : 'idle');
    if (!reply.ok) setError(reply.error);
  };
  return { state, error, run: () => void run() };
}

export function RefreshButton({ state, run }: TokenRefresh) {
  const words = texts().settings.account;
  return (
    <Button busy={state === 'running'} onClick={run}>
      {state === 'running' ? words.refreshing : words.refreshNow}
    </Button>
  );
}

/** What came of it. */
export function RefreshOutcome({ state, error }: TokenRefresh) {
  return (
    <>
      <span role="status" className="text-small text-muted empty:hidden">
        {state === 'done' ? texts().settings.account.refreshed : ''}
      </span>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
