import { Stethoscope } from 'lucide-react';
import { errorMessage, errorText, guidanceText } from '../../shared/error-texts.ts';
import { healthOf, isTroubled } from '../../shared/health.ts';
import type { AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { formatList, formatNumber } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ConnectionNotice } from '../diagnosis/account-banner.tsx';
import { AdminKit } from '../diagnosis/admin-kit.tsx';
import { HealthLine } from '../diagnosis/health-line.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { alsoOpened, opensOthers } from '../stores/shared-sign-ins.ts';
import { showDialog } from '../stores/ui.ts';
import { accountName } from './account-looks.ts';
import { LookForm } from './look-form.tsx';
import { PermissionFacts } from './permission-facts.tsx';
import { RefusedSection } from './refused-section.tsx';
import { Fact, Facts, PageTitle, Section } from './section.tsx';
import { SendingSection } from './sending-section.tsx';
import { ServerForm } from './server-form.tsx';
import { methodName, moment, secretPlace } from './words.ts';
import { WritingSection } from './writing-section.tsx';

/** Everything about one account. */
export function AccountPage({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const health = healthOf(view);
  const words = texts().settings.account;
  const name = accountName(account);
  return (
    <>
      <div className="flex flex-col gap-3">
        <PageTitle lead={name !== account.address && <bdi data-selectable>{account.address}</bdi>}>{name}</PageTitle>
        <HealthLine health={health} />
        <ConnectionNotice view={view} shape="box" />
        {'error' in health && health.error.guidance && <AdminKit guidance={health.error.guidance} />}
      </div>
      <SignInSection view={view} />
      <MailSection view={view} />
      <RefusedSection accountId={account.id} />
      <SendingSection view={view} />
      <LookForm account={account} />
      <WritingSection account={account} />
      {/* A change made elsewhere, such as a switched auth method, resets the form. */}
      <ServerForm
        key={JSON.stringify([account.displayName, account.imap, account.smtp, account.connectionTimeoutSeconds])}
        view={view}
      />
      <Section title={words.removeTitle}>
        <p className="text-pretty text-muted">{words.removeLead}</p>
        <Button className="self-start" onClick={() => showDialog({ kind: 'remove', accountId: account.id })}>
          {words.remove}
        </Button>
      </Section>
    </>
  );
}

function SignInSection({ view }: { readonly view: AccountView }) {
  const { account, identity, token } = view;
  const { id: accountId, auth } = account;
  const oauth2 = auth.method === 'oauth2';
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const others = alsoOpened(accounts, view);
  const words = texts().settings.account;
  return (
    <Section title={words.signIn} first>
      <Facts>
        <Fact name={words.method}>{methodName(auth.method)}</Fact>
        {auth.method !== 'oauth2' && (
          <Fact name={words.username}>
            <bdi>{auth.username}</bdi>
          </Fact>
        )}
        {oauth2 && (
          <>
            <Fact name={words.signedInAs}>
              <bdi>{identity?.username ?? words.nobodyYet}</bdi>
            </Fact>
            {others.length > 0 && (
              <Fact name={texts().accounts.shared.alsoOpens}>
                <bdi>{formatList(language(), others)}</bdi>
              </Fact>
            )}
            <Fact name={words.tokenUntil}>
              <bdi>{moment(token?.expiresAt ?? null, words.noToken)}</bdi>
            </Fact>
            <Fact name={words.lastRefresh}>
              <bdi>{moment(token?.lastRefreshAt ?? null, words.notYet)}</bdi>
            </Fact>
            {identity && (
              <Fact name={words.clientId}>
                <bdi>{identity.clientId}</bdi>
              </Fact>
            )}
            {identity && (
              <Fact name={words.tenant}>
                <bdi>{identity.tenant}</bdi>
              </Fact>
            )}
            {identity && <PermissionFacts identity={identity} />}
          </>
        )}
        <Fact name={oauth2 ? words.signInKept : words.passwordKept}>{secretPlace(view)}</Fact>
      </Facts>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => showDialog({ kind: 'sign_in', accountId })}>
          {oauth2 ? words.signInAgain : words.passwordAgain}
        </Button>
        {opensOthers(view) && (
          <Button onClick={() => showDialog({ kind: 'add_shared', accountId })}>{texts().accounts.shared.open}</Button>
        )}
        {oauth2 ? (
          <Button onClick={() => showDialog({ kind: 'switch_to_password', accountId })}>{words.toPassword}</Button>
        ) : (
          <Button onClick={() => showDialog({ kind: 'switch_to_oauth2', accountId })}>{words.toMicrosoft}</Button>
        )}
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
      <Button
        icon={Stethoscope}
        className="self-start"
        onClick={() => showDialog({ kind: 'diagnose', accountId: view.account.id })}
      >
        {texts().diagnosis.diagnose}
      </Button>
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
