import type { Editor } from '@tiptap/react';
import { type FormEvent, useId, useState } from 'react';
import { htmlOfText } from '../../shared/html-of-text.ts';
import type { Address } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { SenderSettings, Signature } from '../../shared/writing-settings.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { controlClass, Field } from '../components/field.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Select } from '../components/select.tsx';
import { TextField } from '../components/text-field.tsx';
import { FormatBar } from '../compose/format-bar.tsx';
import { isValidAddress } from '../compose/recipients.ts';
import { RichEditor } from '../compose/rich-editor.tsx';

/** A sender as the dialog changes it. */
export interface EditedSender {
  readonly address: Address;
  readonly settings: SenderSettings;
}

interface SenderDialogProps {
  readonly initial: EditedSender;
  /** The account's own address, which cannot be changed here. */
  readonly isOwn: boolean;
  readonly isNew: boolean;
  readonly onClose: () => void;
  /** Answers why it was not saved; null: it was. */
  readonly onSave: (sender: EditedSender) => Promise<AppError | null>;
}

/** An address from which the user writes: name, where answers go, and signature. */
export function SenderDialog({ initial, isOwn, isNew, onClose, onSave }: SenderDialogProps) {
  const words = texts().settings.writing;
  const [name, setName] = useState(initial.address.name);
  const [address, setAddress] = useState(initial.address.address);
  const [replyTo, setReplyTo] = useState(initial.settings.replyTo);
  const [signature, setSignature] = useState(initial.settings.signature);
  const [place, setPlace] = useState(initial.settings.place);
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const formId = useId();
  const addressWrong = isOwn ? null : wrongAddress(address);
  const replyToWrong = replyTo.trim() === '' ? null : wrongAddress(replyTo);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // The event of a dialog within this one comes through React's tree, and means another form.
    event.stopPropagation();
    setAsked(true);
    if (addressWrong !== null || replyToWrong !== null) return;
    setSaving(true);
    const failed = await onSave({
      address: { name: name.trim(), address: address.trim() },
      settings: { replyTo: replyTo.trim(), signature: tidy(signature), place },
    });
    setSaving(false);
    if (failed === null) onClose();
    else setError(failed);
  };

  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isNew ? words.addTitle : isOwn ? words.ownTitle : words.editTitle}
      description={isOwn ? <bdi>{initial.address.address}</bdi> : words.aliasHint}
      footer={
        <>
          <Button onClick={onClose}>{texts().settings.dialogs.cancel}</Button>
          <Button variant="primary" type="submit" form={formId} busy={saving}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {!isOwn && (
          <>
            <TextField label={words.name} dir="auto" value={name} onChange={setName} maxLength={200} />
            <TextField
              label={words.address}
              type="email"
              value={address}
              onChange={setAddress}
              maxLength={320}
              error={asked ? addressWrong : null}
            />
          </>
        )}
        <TextField
          label={words.replyTo}
          hint={words.replyToHint}
          type="email"
          value={replyTo}
          onChange={setReplyTo}
          maxLength={320}
          error={asked ? replyToWrong : null}
        />
        <SignatureEditor signature={signature} onChange={setSignature} />
        <Select
          label={words.place}
          value={place}
          options={[
            { value: 'above_quote', label: words.above },
            { value: 'below_quote', label: words.below },
          ]}
          onChange={setPlace}
        />
        {error && <ErrorNotice error={error} title={texts().settings.notSaved} />}
      </form>
    </Dialog>
  );
}

interface SignatureEditorProps {
  readonly signature: Signature;
  readonly onChange: (signature: Signature) => void;
}

/** With formatting it is written in the composer's own editor, so nothing gets in that a message could not have. */
function SignatureEditor({ signature, onChange }: SignatureEditorProps) {
  const words = texts().settings.writing;
  const [editor, setEditor] = useState<Editor | null>(null);
  const isRich = signature.html !== null;
  return (
    <div className="flex flex-col gap-2">
      <Segmented
        label={words.signatureKind}
        value={isRich ? 'html' : 'plain'}
        options={[
          { value: 'html', label: words.rich },
          { value: 'plain', label: words.plain },
        ]}
        onChange={(kind) => {
          if (kind === 'plain') onChange({ html: null, text: signature.text });
          else if (!isRich)
            onChange({ html: signature.text === '' ? '' : htmlOfText(signature.text), text: signature.text });
        }}
      />
      {isRich ? (
        <div className="flex flex-col rounded-md border border-line-strong">
          {editor && <FormatBar editor={editor} />}
          <RichEditor
            label={words.signature}
            initial={signature.html ?? ''}
            focused={false}
            onChange={(html, text) => onChange({ html, text: text() })}
            onFiles={() => undefined}
            onPictures={() => undefined}
            urlOf={() => null}
            onEditor={setEditor}
          />
        </div>
      ) : (
        <Field label={words.signature}>
          {(control) => (
            <textarea
              {...control}
              value={signature.text}
              rows={4}
              dir="auto"
              spellCheck
              maxLength={50_000}
              className={`${controlClass} h-auto resize-y py-1`}
              onChange={(event) => onChange({ html: null, text: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** One without words is none. */
function tidy({ html, text }: Signature): Signature {
  return text.trim() === '' ? { html: html === null ? null : '', text: '' } : { html, text: text.trimEnd() };
}

function wrongAddress(typed: string): string | null {
  return isValidAddress({ name: '', address: typed.trim() }) ? null : texts().settings.writing.addressWrong;
}
