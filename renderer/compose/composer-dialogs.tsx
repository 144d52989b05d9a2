import { useEffect, useState } from 'react';
import type { CallOutputs } from '../../shared/ipc.ts';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftId } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { clockTime } from '../stores/ui-clock.ts';
import { discard, draftReplaced, save } from './composers.ts';
import type { SendWarning } from './warnings.ts';

interface QuestionProps {
  readonly onClose: () => void;
}

/** Asks before a draft is thrown away. */
export function DiscardDialog({ id, onClose }: QuestionProps & { readonly id: DraftId }) {
  const words = texts().compose;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.discardTitle}
      description={words.discardText}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {words.keep}
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              onClose();
              void discard(id);
            }}
          >
            {words.discardButton}
          </Button>
        </>
      }
    />
  );
}

/** Asks before formatting is lost. */
export function PlainTextDialog({ onClose, onConfirm }: QuestionProps & { readonly onConfirm: () => void }) {
  const words = texts().compose;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.plainTitle}
      description={words.plainWarning}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {words.cancel}
          </Button>
          <Button variant="primary" onClick={onConfirm}>
            {words.plainButton}
          </Button>
        </>
      }
    />
  );
}

interface WarningDialogProps extends QuestionProps {
  readonly warnings: readonly SendWarning[];
  readonly onSend: () => void;
}

/** What looks forgotten, before the message is sent. */
export function WarningDialog({ warnings, onClose, onSend }: WarningDialogProps) {
  const words = texts().compose.warnings;
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      footer={
        <>
          <Button data-first onClick={onClose}>
            {words.back}
          </Button>
          <Button variant="primary" onClick={onSend}>
            {words.send}
          </Button>
        </>
      }
    >
      {warnings.map((warning) => (
        <p key={warning.kind}>{sentence(warning)}</p>
      ))}
    </Dialog>
  );
}

function sentence(warning: SendWarning): string {
  const words = texts().compose.warnings;
  switch (warning.kind) {
    case 'no_subject':
      return words.noSubject;
    case 'forgotten_file':
      return words.forgottenFile;
    case 'many_recipients':
      return words.manyRecipients(warning.count);
    default:
      return assertNever(warning);
  }
}

/** Revisions of the last 24 hours; one of them becomes the newest (C3). */
export function VersionsDialog({ id, onClose }: QuestionProps & { readonly id: DraftId }) {
  const words = texts().compose.versions;
  const [versions, setVersions] = useState<CallOutputs['drafts.versions'] | null>(null);
  useEffect(() => {
    let isHere = true;
    void save(id).then(async () => {
      const reply = await call('drafts.versions', { draftId: id });
      if (isHere) setVersions(reply.ok ? reply.value : []);
    });
    return () => {
      isHere = false;
    };
  }, [id]);
  const restore = async (revision: number): Promise<void> => {
    const reply = await call('drafts.restore', { draftId: id, revision });
    if (reply.ok) draftReplaced(reply.value);
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={words.title}>
      {versions?.length === 0 && <p className="text-muted">{words.none}</p>}
      <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
        {versions?.map(({ revision, savedAt, words: beginning }) => (
          <li key={revision} className="flex items-center gap-3">
            <time className="shrink-0 text-muted tabular-nums" dateTime={new Date(savedAt).toISOString()}>
              {clockTime(savedAt)}
            </time>
            <span className="min-w-0 flex-1 truncate" dir="auto">
              {beginning.trim() || words.empty}
            </span>
            <Button onClick={() => void restore(revision)}>{words.restore}</Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
