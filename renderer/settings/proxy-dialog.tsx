import { type SubmitEvent, useEffect, useId, useState } from 'react';
import type { ProxyQuestion } from '../../shared/proxy-question.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { closeProxyDialog, useProxyDialog } from '../stores/proxy-dialog.ts';

/** The question for the proxy's password, over whatever screen is shown. */
export function ProxyDialog() {
  const again = useProxyDialog((state) => state.again);
  return again === null ? null : <Question again={again} />;
}

function Question({ again }: { readonly again: () => void }) {
  const [question, setQuestion] = useState<ProxyQuestion | null>(null);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const formId = useId();
  const words = texts().settings.dialogs.proxy;

  useEffect(() => {
    let gone = false;
    void call('proxy.question', undefined).then((reply) => {
      if (gone) return;
      // Nobody asks any more: another window answered, or the network is another one.
      if (reply.ok && reply.value === null) {
        closeProxyDialog();
        again();
      }
      if (reply.ok) setQuestion(reply.value);
      else setError(reply.error);
    });
    return () => {
      gone = true;
    };
  }, [again]);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (saving || username.trim() === '') return;
    setSaving(true);
    setError(null);
    const reply = await call('proxy.enterPassword', { username: username.trim(), password });
    // Closed meanwhile, or another question took its place: the password is kept, and nothing is tried that nobody waits for.
    if (useProxyDialog.getState().again !== again) return;
    setSaving(false);
    if (!reply.ok) return setError(reply.error);
    closeProxyDialog();
    again();
  };

  return (
    <Dialog
      open
      onClose={closeProxyDialog}
      title={words.title}
      description={question === null ? undefined : words.lead(question.proxy)}
      footer={
        <>
          <Button onClick={closeProxyDialog}>{texts().settings.dialogs.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={saving}>
            {words.submit}
          </Button>
        </>
      }
    >
      {question?.refused === true && (
        <p role="alert" className="text-danger">
          {words.refused}
        </p>
      )}
      <form
        id={formId}
        noValidate
        aria-label={words.title}
        onSubmit={(event) => void submit(event)}
        className="flex flex-col gap-3"
      >
        <TextField
          dir="ltr"
          label={texts().setup.fields.username}
          value={username}
          onChange={setUsername}
          error={asked && username.trim() === '' ? words.usernameMissing : null}
          maxLength={500}
          autoFocus
        />
        <TextField
          dir="ltr"
          type="password"
          label={texts().setup.fields.methods.password}
          value={password}
          onChange={setPassword}
          maxLength={1_000}
        />
      </form>
      {error && <ErrorNotice error={error} actions={{}} />}
    </Dialog>
  );
}
