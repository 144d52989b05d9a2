import { errorMessage, errorText, guidanceText } from '../../shared/error-texts.ts';
import { healthOf, isTroubled } from '../../shared/health.ts';
import type { AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { formatList, formatNumber } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { addressesOf, alsoOpened } from '../stores/shared-sign-ins.ts';
import { showDialog } from '../stores/ui.ts';
import { RefreshButton, RefreshOutcome, useTokenRefresh } from './refresh-button.tsx';
import { Fact, Facts, Section } from './section.tsx';
import { SendingSection } from './sending-section.tsx';
import { ServerForm } from './server-form.tsx';
import { signInOf } from './sign-in-provider.ts';
import { TokenFacts } from './token-facts.tsx';
import { methodName, moment, secretPlace } from './words.ts';

/** What few people need of their account: its sign-in, its last synchronisation, its servers. */
export function AccountDetails({ view }: { readonly view: AccountView }) {
  const { account } = view;
  return (
    <>
      <SignInSection view={view} />
      <MailSection view={view} />
      <SendingSection view={view} />
      {/* A change made elsewhere, such as a switched auth method, resets the form. */}
      <ServerForm key={JSON.stringify([account.imap, account.smtp, account.connectionTimeoutSeconds])} view={view} />
    </>
  );
}

function SignInSection({ view }: { readonly view: AccountView }) {
  const { account, identity } = view;
  const { id: accountId, auth } = account;
  const oauth2 = auth.method === 'oauth2';
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const backend = useAccounts(({ info }) =>
    info?.secretStorage.kind === 'encrypted' ? info.secretStorage.backend : null,
  );
  const others = alsoOpened(accounts, view);
  const refresh = useTokenRefresh(accountId);
  const words = texts().settings.account;
  return (
    <Section title={words.signIn} first>
      <Facts>
        <Fact name={words.method}>{methodName(auth.method, identity?.provider ?? account.provider)}</Fact>
        {auth.method !== 'oauth2' && (
          <Fact name={words.username}>
            <bdi>{auth.username}</bdi>
          </Fact>
        )}
        {oauth2 && (
          <Fact name={words.signedInAs}>
            <bdi>{identity?.username ?? words.nobodyYet}</bdi>
          </Fact>
        )}
        {others.length > 0 && (
          <Fact name={texts().accounts.shared.alsoOpens}>
            <bdi>{formatList(language(), addressesOf(others))}</bdi>
          </Fact>
        )}
        {oauth2 && <TokenFacts view={view} />}
        <Fact name={oauth2 ? words.signInKept : words.passwordKept}>{secretPlace(view, backend)}</Fact>
      </Facts>
      <div className="flex flex-wrap items-center gap-2">
        {oauth2 && view.secret !== 'missing' && <RefreshButton {...refresh} />}
        <Button onClick={() => showDialog({ kind: 'sign_in', accountId })}>
          {oauth2 ? words.signInAgain : words.passwordAgain}
        </Button>
        {oauth2 && view.secret !== 'missing' && (
          <Button onClick={() => showDialog({ kind: 'sign_out', accountId })}>{words.signOut}</Button>
        )}
        {oauth2 ? (
          <Button onClick={() => showDialog({ kind: 'switch_to_password', accountId })}>{words.toPassword}</Button>
        ) : (
          <Button onClick={() => showDialog({ kind: 'switch_to_oauth2', accountId })}>
            {words.toOAuth2[signInOf(view, null) ?? 'openid']}
          </Button>
        )}
        <RefreshOutcome {...refresh} />
      </div>
    </Section>
  );
}

function MailSection({ view }: { readonly view: AccountView }) {
  const { lastSyncAt, lastError, pendingOperations, parkedOperations } = view.status;
  const words = texts().settings.account;
  return (
    <Section title={words.mail}>
      <Facts>
        <Fact name={words.lastSync}>
          <bdi>{moment(lastSyncAt, words.notYet)}</bdi>
        </Fact>
        <Fact name={words.lastError}>
          {lastError ? (
            <>
              <bdi>{moment(lastError.at, '')}</bdi>: <LastError error={lastError.error} view={view} />
            </>
          ) : (
            words.none
          )}
        </Fact>
        {pendingOperations > 0 && <Fact name={words.waiting}>{formatNumber(language(), pendingOperations)}</Fact>}
        {parkedOperations > 0 && <Fact name={words.setAside}>{formatNumber(language(), parkedOperations)}</Fact>}
      </Facts>
    </Section>
  );
}

interface LastErrorProps {
  readonly error: AppError;
  readonly view: AccountView;
}

/** The last error, without what the notice at the top of the page already says of it. */
function LastError({ error, view }: LastErrorProps) {
  const health = healthOf(view);
  const isAbove = 'error' in health && JSON.stringify(health.error) === JSON.stringify(error);
  const { reference } = guidanceText(error.guidance);
  if (isAbove && isTroubled(health)) return texts().settings.account.saidAbove;
  return (
    <>
      {/* Of an account that is offline the notice says the title alone. */}
      {!isAbove && `${errorText(error.code).title} `}
      {errorMessage(error)}
      {reference && (
        <span className="block font-mono text-small text-muted">
          <span dir="ltr">{reference}</span>
        </span>
      )}
    </>
  );
}
