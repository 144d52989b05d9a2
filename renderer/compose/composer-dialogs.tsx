import { type ReactNode, useState } from 'react';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftId } from '../../shared/writing.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { setPreferences, usePreferencesStore } from '../stores/preferences.ts';
import { discard } from './composers.ts';
import type { SendWarning } from './warnings.ts';

/** So many strangers are named; the others are counted. */
const mostNamed = 5;

interface QuestionProps {
  readonly onClose: () => void;
}

interface QuestionDialogProps extends QuestionProps {
  readonly title: string;
  readonly text?: string;
  readonly no: string;
  readonly yes: string;
  readonly danger?: boolean;
  readonly onYes: () => void;
  readonly children?: ReactNode;
}

/** A question with two answers. The first keeps everything as it is, and has the focus. */
function QuestionDialog({ title, text, no, yes, danger = false, onClose, onYes, children }: QuestionDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      {...(text === undefined ? {} : { description: text })}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {no}
          </Button>
          <Button
            variant={danger ? 'danger' : 'primary'}
            onClick={() => {
              onClose();
              onYes();
            }}
          >
            {yes}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

/** Asks before a draft is thrown away. */
export function DiscardDialog({ id, onClose }: QuestionProps & { readonly id: DraftId }) {
  const { discardTitle: title, discardText: text, keep: no, discardButton: yes } = texts().compose;
  return <QuestionDialog {...{ title, text, no, yes, onClose }} danger onYes={() => void discard(id)} />;
}

/** Asks before formatting is lost. */
export function PlainTextDialog({ onClose, onConfirm }: QuestionProps & { readonly onConfirm: () => void }) {
  const { plainTitle: title, plainWarning: text, cancel: no, plainButton: yes } = texts().compose;
  return <QuestionDialog {...{ title, text, no, yes, onClose }} onYes={onConfirm} />;
}

interface WarningDialogProps extends QuestionProps {
  readonly warnings: readonly SendWarning[];
  readonly onSend: () => void;
}

/** What looks forgotten, before the message is sent. */
export function WarningDialog({ warnings, onClose, onSend }: WarningDialogProps) {
  const { title, back: no, send: yes, neverAgain } = texts().compose.warnings;
  const [mute, setMute] = useState(false);
  const onYes = (): void => {
    if (mute) {
      const { mutedWarnings } = usePreferencesStore.getState().preferences;
      const kinds = [...new Set([...mutedWarnings, ...warnings.map(({ kind }) => kind)])];
      void setPreferences({ mutedWarnings: kinds });
    }
    onSend();
  };
  return (
    <QuestionDialog {...{ title, no, yes, onClose, onYes }}>
      {warnings.map((warning) => (
        <p key={warning.kind} className="[overflow-wrap:anywhere]">
          {sentence(warning)}
        </p>
      ))}
      <label className="flex items-center gap-2 text-muted">
        <input type="checkbox" checked={mute} onChange={({ target }) => setMute(target.checked)} />
        {neverAgain}
      </label>
    </QuestionDialog>
  );
}

function sentence(warning: SendWarning): string {
  const words = texts().compose.warnings;
  switch (warning.kind) {
    case 'no_subject':
      return words.noSubject;
    case 'forgotten_file':
      return words.forgottenFile;
    case 'new_outside':
      return words.newOutside(warning.addresses.slice(0, mostNamed), Math.max(0, warning.addresses.length - mostNamed));
    case 'many_recipients':
      return words.manyRecipients(warning.count);
    default:
      return assertNever(warning);
  }
}
