import { type SubmitEvent, useId, useState } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { pageActions } from '../diagnosis/page-actions.ts';
import { credentialErrors } from '../setup/fields.ts';
import { type PasswordDraft, PasswordFields } from '../setup/password-fields.tsx';
import { closeDialog, showDetails, showDialog } from '../stores/ui.ts';
import { unchanged } from './words.ts';

interface PasswordDialogProps {
  readonly view: AccountView;
  readonly title: string;
  readonly submitLabel: string;
}

/** Asks for an account's password: a new one, or the first one when the account switches from OAuth2. */
export function PasswordDialog({ view, title, submitLabel }: PasswordDialogProps) {
  const { account } = view;
  const [draft, setDraft] = useState<PasswordDraft>(() => ({
    method: account.auth.method === 'app_password' ? 'app_password' : 'password',
    username: account.auth.method === 'oauth2' ? account.address : account.auth.username,
    password: '',
  }));
  const [asked, setAsked] = useState(false);
  const [trying, setTrying] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const formId = useId();
  const words = texts().settings.dialogs;
  const wrong = credentialErrors(draft.username, draft.password);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (trying || Object.keys(wrong).length > 0) return;
    setTrying(true);
    setError(null);
    const reply = await call('accounts.switchToPassword', {
      accountId: account.id,
      method: draft.method,
      username: draft.username.trim(),
      password: draft.password,
    });
    setTrying(false);
    if (reply.ok) closeDialog();
    else setError(reply.error);
  };

  const toMicrosoft =
    account.auth.method === 'oauth2'
      ? {}
      : { sign_in_with_microsoft: () => showDialog({ kind: 'switch_to_oauth2', accountId: account.id }) };
  return (
    <Dialog
      open
      onClose={closeDialog}
      title={title}
      description={words.password.lead(account.address, account.imap.host)}
      footer={
        <>
          <Button onClick={closeDialog}>{words.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={trying}>
            {trying ? words.password.trying : submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        aria-label={title}
        onSubmit={(event) => void submit(event)}
        className="flex flex-col gap-3"
      >
        <PasswordFields
          value={draft}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          errors={asked ? wrong : {}}
        />
      </form>
      {error && (
        <>
          <ErrorNotice
            error={error}
            actions={{ ...toMicrosoft, ...pageActions(error), edit_server: () => showDetails(account.id) }}
          />
          <p className="text-muted">{unchanged(view)}</p>
        </>
      )}
    </Dialog>
  );
}
