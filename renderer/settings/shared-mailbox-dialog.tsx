import { type SubmitEvent, useId, useState } from 'react';
import type { AccountView } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/text-field.tsx';
import { SharedMailboxFailed } from '../diagnosis/shared-mailbox-failed.tsx';
import { addressError } from '../setup/fields.ts';
import { personOf } from '../stores/shared-sign-ins.ts';
import { closeDialog, showDialog, showInboxOf } from '../stores/ui.ts';

/** Adds a mailbox that an account's sign-in may open, and shows its inbox. */
export function SharedMailboxDialog({ view }: { readonly view: AccountView }) {
  const accountId = view.account.id;
  const person = personOf(view);
  const [address, setAddress] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [asked, setAsked] = useState(false);
  const [trying, setTrying] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const formId = useId();
  const words = texts().accounts.shared;
  const wrong = addressError(address);

  const add = async () => {
    setAsked(true);
    if (trying || wrong !== null) return;
    setTrying(true);
    setError(null);
    const reply = await call('accounts.addShared', {
      accountId,
      address: address.trim(),
      displayName: displayName.trim(),
    });
    setTrying(false);
    if (reply.ok) showInboxOf(reply.value.accountId);
    else setError(reply.error);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    void add();
  };

  return (
    <Dialog
      open
      onClose={closeDialog}
      title={words.title}
      description={words.lead(person)}
      footer={
        <>
          <Button onClick={closeDialog}>{texts().settings.dialogs.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={trying}>
            {trying ? words.trying : words.add}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate aria-label={words.title} onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          data-first
          dir="ltr"
          type="email"
          label={words.address}
          value={address}
          onChange={setAddress}
          error={asked ? wrong : null}
          maxLength={320}
        />
        <TextField
          dir="auto"
          label={words.displayName}
          hint={words.displayNameHint}
          value={displayName}
          onChange={setDisplayName}
          maxLength={200}
        />
      </form>
      {error && (
        <SharedMailboxFailed
          error={error}
          mailbox={address.trim()}
          person={person}
          provider={view.account.provider}
          actions={{ retry: () => void add(), sign_in: () => showDialog({ kind: 'sign_in', accountId }) }}
        />
      )}
    </Dialog>
  );
}
