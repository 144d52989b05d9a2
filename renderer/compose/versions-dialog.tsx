import { useEffect, useState } from 'react';
import type { CallOutputs } from '../../shared/ipc.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { DraftId } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { classNames } from '../components/class-names.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { clockTime } from '../stores/ui-clock.ts';
import { draftReplaced, save } from './composers.ts';

interface VersionsDialogProps {
  readonly id: DraftId;
  readonly onClose: () => void;
}

/** Revisions of the last 24 hours: each can be read before it becomes the newest (C3). */
export function VersionsDialog({ id, onClose }: VersionsDialogProps) {
  const words = texts().compose.versions;
  const [versions, setVersions] = useState<CallOutputs['drafts.versions'] | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let isHere = true;
    void save(id).then(async () => {
      const reply = await call('drafts.versions', { draftId: id });
      if (!isHere) return;
      if (!reply.ok) return setError(reply.error);
      setVersions(reply.value);
      setChosen(reply.value[0]?.revision ?? null);
    });
    return () => {
      isHere = false;
    };
  }, [id]);
  const restore = async (revision: number): Promise<void> => {
    const reply = await call('drafts.restore', { draftId: id, revision });
    if (!reply.ok) return setError(reply.error);
    onClose();
    draftReplaced(reply.value);
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={words.title}
      footer={
        chosen !== null && (
          <Button variant="primary" onClick={() => void restore(chosen)}>
            {words.restore}
          </Button>
        )
      }
    >
      {versions?.length === 0 && <p className="text-muted">{words.none}</p>}
      {versions !== null && chosen !== null && (
        <div className="grid grid-cols-2 gap-3">
          <ul className="flex h-80 flex-col gap-0.5 overflow-y-auto p-0.5">
            {versions.map(({ revision, savedAt, words: beginning }) => (
              <li key={revision}>
                <button
                  type="button"
                  aria-pressed={revision === chosen}
                  className={classNames(
                    'flex w-full min-w-0 items-baseline gap-3 rounded-md px-2 py-1.5 text-start',
                    revision === chosen ? 'bg-selected' : 'hover:bg-hover',
                  )}
                  onClick={() => setChosen(revision)}
                >
                  <time className="shrink-0 text-muted tabular-nums" dateTime={new Date(savedAt).toISOString()}>
                    {clockTime(savedAt)}
                  </time>
                  <span className="min-w-0 flex-1 truncate" dir="auto">
                    {beginning.trim() || words.empty}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Preview key={chosen} id={id} revision={chosen} />
        </div>
      )}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}

/** A revision as it reads. */
function Preview({ id, revision }: { readonly id: DraftId; readonly revision: number }) {
  const words = texts().compose;
  const [version, setVersion] = useState<CallOutputs['drafts.version'] | null>(null);
  useEffect(() => {
    let isHere = true;
    void call('drafts.version', { draftId: id, revision }).then((reply) => {
      if (isHere && reply.ok) setVersion(reply.value);
    });
    return () => {
      isHere = false;
    };
  }, [id, revision]);
  return (
    <section aria-label={words.versions.preview} className="flex h-80 min-w-0 flex-col rounded-md border border-line">
      <h3 className="min-h-9 truncate border-b border-line px-3 py-2 font-semibold" dir="auto">
        {version && (version.subject.trim() || words.outbox.noSubject)}
      </h3>
      <textarea
        readOnly
        aria-label={words.fields.text}
        dir="auto"
        value={version?.text ?? ''}
        className="min-h-0 w-full flex-1 resize-none rounded-b-md bg-transparent px-3 py-2 focus-visible:-outline-offset-2"
      />
    </section>
  );
}
