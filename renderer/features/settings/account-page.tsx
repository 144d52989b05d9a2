import { errorText } from '../../../shared/error-texts.ts';
import type { AccountView } from '../../../shared/mail.ts';
import { Button } from '../../components/button.tsx';
import { showDialog } from '../../stores/ui.ts';
import { ConnectionNotice } from '../diagnosis/account-banner.tsx';
import { AdminKit } from '../diagnosis/admin-kit.tsx';
import { Fact, Facts, Section } from './section.tsx';
import { ServerForm } from './server-form.tsx';
import { methodName, moment, secretPlace } from './words.ts';

/** Everything about one account. */
export function AccountPage({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const { connection } = view.status;
  return (
    <>
      <div className="flex flex-col gap-3">
        <h1 data-selectable className="text-title font-semibold [overflow-wrap:anywhere]">
          {account.address}
        </h1>
        <ConnectionNotice view={view} shape="box" />
        {'error' in connection && connection.error.guidance && <AdminKit guidance={connection.error.guidance} />}
      </div>
      <SignInSection view={view} />
      <MailSection view={view} />
      {/* A change that came from elsewhere, such as a switched auth method, starts the form anew. */}
      <ServerForm
        key={JSON.stringify([account.displayName, account.imap, account.smtp, account.connectionTimeoutSeconds])}
        view={view}
      />
      <Section title="Remove this account">
        <p className="text-pretty text-muted">
          Removes the mail stored on this computer and the saved sign-in. The mail on the server stays as it is.
        </p>
        <Button className="self-start" onClick={() => showDialog({ kind: 'remove', accountId: account.id })}>
          Remove account…
        </Button>
      </Section>
    </>
  );
}

function SignInSection({ view }: { readonly view: AccountView }) {
  const { account, identity, token } = view;
  const { id: accountId, auth } = account;
  const oauth2 = auth.method === 'oauth2';
  return (
    <Section title="Sign-in">
      <Facts>
        <Fact name="Method">{methodName(auth.method)}</Fact>
        {auth.method !== 'oauth2' && <Fact name="User name">{auth.username}</Fact>}
        {oauth2 && (
          <>
            <Fact name="Signed in as">{identity?.username ?? 'Nobody yet'}</Fact>
            <Fact name="Token valid until">{moment(token?.expiresAt ?? null, 'No token yet')}</Fact>
            <Fact name="Last refresh">{moment(token?.lastRefreshAt ?? null, 'Not yet')}</Fact>
            {identity && <Fact name="Client ID">{identity.clientId}</Fact>}
            {identity && <Fact name="Tenant">{identity.tenant}</Fact>}
          </>
        )}
        <Fact name={oauth2 ? 'Sign-in kept' : 'Password kept'}>{secretPlace(view)}</Fact>
      </Facts>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => showDialog({ kind: 'sign_in', accountId })}>
          {oauth2 ? 'Sign in again…' : 'Enter the password again…'}
        </Button>
        {oauth2 ? (
          <Button onClick={() => showDialog({ kind: 'switch_to_password', accountId })}>Switch to a password…</Button>
        ) : (
          <Button onClick={() => showDialog({ kind: 'switch_to_oauth2', accountId })}>
            Switch to Microsoft sign-in…
          </Button>
        )}
      </div>
    </Section>
  );
}

function MailSection({ view }: { readonly view: AccountView }) {
  const { lastSyncAt, lastError, pendingOperations, parkedOperations } = view.status;
  return (
    <Section title="Mail">
      <Facts>
        <Fact name="Last sync">{moment(lastSyncAt, 'Not yet')}</Fact>
        <Fact name="Last error">
          {lastError ? (
            <>
              {moment(lastError.at, '')}: {errorText(lastError.error.code).title} {lastError.error.message}
              {lastError.error.guidance?.reference && (
                <span className="block font-mono text-small text-muted">{lastError.error.guidance.reference}</span>
              )}
            </>
          ) : (
            'None'
          )}
        </Fact>
        {pendingOperations > 0 && <Fact name="Changes waiting">{pendingOperations}</Fact>}
        {parkedOperations > 0 && <Fact name="Changes set aside">{parkedOperations}</Fact>}
      </Facts>
    </Section>
  );
}
