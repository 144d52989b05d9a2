import { type SubmitEvent, useState } from 'react';
import type { AccountView, ServerEndpoint } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { type EndpointDraft, endpointDraft, endpointErrors, parsedEndpoint } from '../setup/fields.ts';
import { ServerFields } from '../setup/server-fields.tsx';
import { Section } from './section.tsx';
import { timeoutError } from './timeout-error.ts';

type Saving = { readonly kind: 'idle' | 'saving' | 'saved' } | { readonly kind: 'failed'; readonly error: AppError };

/** Whether a draft names another server, port or encryption than an account has. */
function isOther(server: ServerEndpoint, draft: EndpointDraft, wrong: object): boolean {
  if (Object.keys(wrong).length > 0) return false;
  const { host, port, security } = parsedEndpoint(draft);
  return host.toLowerCase() !== server.host.toLowerCase() || port !== server.port || security !== server.security;
}

/** Servers and time-out of an account; main tries the server before it saves. */
export function ServerForm({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const [imap, setImap] = useState(endpointDraft(account.imap));
  const [smtp, setSmtp] = useState(endpointDraft(account.smtp));
  const [timeout, setTimeoutText] = useState(String(account.connectionTimeoutSeconds));
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState<Saving>({ kind: 'idle' });
  const words = texts().settings.account;
  const imapWrong = endpointErrors(imap);
  const smtpWrong = endpointErrors(smtp);
  const timeoutWrong = timeoutError(timeout);
  // Main decides; this only asks for the password before it is missed.
  const asksPassword =
    account.auth.method !== 'oauth2' &&
    (isOther(account.imap, imap, imapWrong) || isOther(account.smtp, smtp, smtpWrong));
  const passwordWrong = asksPassword && password === '' ? words.passwordNeeded : null;

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (timeoutWrong !== null || passwordWrong !== null || Object.keys({ ...imapWrong, ...smtpWrong }).length > 0)
      return;
    setSaving({ kind: 'saving' });
    const reply = await call('accounts.update', {
      accountId: account.id,
      displayName: account.displayName,
      imap: parsedEndpoint(imap),
      smtp: parsedEndpoint(smtp),
      connectionTimeoutSeconds: Number(timeout),
      ...(asksPassword ? { password } : {}),
    });
    if (reply.ok) setPassword('');
    setSaving(reply.ok ? { kind: 'saved' } : { kind: 'failed', error: reply.error });
  };

  return (
    <Section title={words.servers}>
      <form
        noValidate
        aria-label={words.servers}
        onSubmit={(event) => void submit(event)}
        className="flex flex-col gap-3"
      >
        <ServerFields protocol="imap" value={imap} onChange={setImap} errors={asked ? imapWrong : {}} />
        <ServerFields protocol="smtp" value={smtp} onChange={setSmtp} errors={asked ? smtpWrong : {}} />
        {asksPassword && (
          <TextField
            label={words.passwordForServer}
            type="password"
            value={password}
            onChange={setPassword}
            hint={words.passwordForServerWhy}
            error={asked ? passwordWrong : null}
          />
        )}
        <div className="w-60">
          <TextField
            label={words.timeout}
            inputMode="numeric"
            value={timeout}
            onChange={setTimeoutText}
            error={asked ? timeoutWrong : null}
          />
        </div>
        {saving.kind === 'failed' && <ErrorNotice error={saving.error} title={words.serverNotSaved} />}
        <div className="flex items-center gap-3">
          <Button type="submit" busy={saving.kind === 'saving'}>
            {saving.kind === 'saving' ? words.trying : words.save}
          </Button>
          <span role="status" className="text-muted">
            {saving.kind === 'saved' ? words.saved : words.triedFirst}
          </span>
        </div>
      </form>
    </Section>
  );
}
