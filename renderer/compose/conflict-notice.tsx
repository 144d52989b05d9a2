import { type ReactNode, useEffect, useState } from 'react';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import type { OtherVersion } from '../../shared/writing.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { shortDate } from '../reader/message-dates.ts';
import { useToday } from '../stores/today.ts';
import { draftReplaced, type OpenDraft, save, useCompose } from './composers.ts';

type Choice = 'this' | 'other' | 'both';

/** Says that the draft was changed elsewhere as well, and lets the user choose. Until then both are kept. */
export function ConflictNotice({ draft }: { readonly draft: OpenDraft }) {
  const { id } = draft.stored;
  const isConflict = useCompose((state) => state.summaries.find((summary) => summary.id === id)?.conflict ?? false);
  const [other, setOther] = useState<OtherVersion | null>(null);
  const [asks, setAsks] = useState(false);
  const words = texts().compose.conflict;
  useEffect(() => {
    if (!isConflict) return;
    let isHere = true;
    void call('drafts.get', { draftId: id }).then((reply) => {
      if (isHere && reply.ok) setOther(reply.value.other);
    });
    return () => {
      isHere = false;
    };
  }, [id, isConflict]);
  if (!isConflict || other === null) return null;
  return (
    <>
      <Banner
        tone="turn"
        shape="strip"
        title={words.title}
        action={<Button onClick={() => setAsks(true)}>{words.choose}</Button>}
      >
        {words.kept}
      </Banner>
      {asks && <ConflictDialog draft={draft} other={other} onClose={() => setAsks(false)} />}
    </>
  );
}

interface ConflictDialogProps {
  readonly draft: OpenDraft;
  readonly other: OtherVersion;
  readonly onClose: () => void;
}

function ConflictDialog({ draft, other, onClose }: ConflictDialogProps) {
  const words = texts().compose.conflict;
  const { id, changedAt } = draft.stored;
  const [choosing, setChoosing] = useState<Choice | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const { mine, theirs } = useBoth(draft, other);
  const choose = async (keep: Choice): Promise<void> => {
    setChoosing(keep);
    setError(null);
    const isSaved = await save(id);
    const reply = isSaved ? await call('drafts.resolve', { draftId: id, keep }) : null;
    setChoosing(null);
    if (reply === null) return;
    if (!reply.ok) return setError(reply.error);
    onClose();
    draftReplaced(reply.value);
  };
  const button = (keep: Choice, label: string) => (
    <Button
      {...(keep === 'both' ? { 'data-first': true } : {})}
      busy={choosing === keep}
      disabled={choosing !== null}
      onClick={() => void choose(keep)}
    >
      {label}
    </Button>
  );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={words.dialogTitle}
      description={words.lead}
      footer={
        <>
          {button('this', words.keepThis)}
          {button('other', words.keepOther)}
          {button('both', words.keepBoth)}
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        <Version name={words.here} at={changedAt} text={mine} />
        <Version name={placeOf(other)} at={other.at} text={theirs} />
      </div>
      <p className="text-small text-muted">{words.earlier}</p>
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}

interface VersionProps {
  readonly name: string;
  /** Milliseconds since the epoch; null where it is not known. */
  readonly at: number | null;
  /** Null while it is read. */
  readonly text: string | null;
}

function Version({ name, at, text }: VersionProps): ReactNode {
  const today = useToday();
  return (
    <section aria-label={name} className="flex min-w-0 flex-col rounded-md border border-line">
      <header className="flex flex-col border-b border-line px-3 py-2">
        <h3 className="truncate font-semibold">
          <bdi>{name}</bdi>
        </h3>
        <span className="min-h-5 text-small text-muted tabular-nums">{at !== null && shortDate(at, today)}</span>
      </header>
      {/* A field that cannot be changed: long texts are scrolled by keys, too, and can be copied from. */}
      <textarea
        readOnly
        aria-label={name}
        dir="auto"
        placeholder={text === null ? '' : texts().compose.conflict.noText}
        value={text ?? ''}
        className="h-48 w-full resize-none rounded-b-md bg-transparent px-3 py-2 focus-visible:-outline-offset-2"
      />
    </section>
  );
}

/** The words of both versions; null while they are read. */
function useBoth(
  draft: OpenDraft,
  other: OtherVersion,
): { readonly mine: string | null; readonly theirs: string | null } {
  const [mine, setMine] = useState<string | null>(null);
  const [theirs, setTheirs] = useState<string | null>(null);
  const { id } = draft.stored;
  const { accountId, messageId } = other;
  useEffect(() => {
    let isHere = true;
    void save(id).then(async () => {
      const revision = useCompose.getState().open.get(id)?.stored.revision ?? 0;
      const reply = await call('drafts.version', { draftId: id, revision });
      if (isHere) setMine(reply.ok ? reply.value.text.trim() : '');
    });
    void call('mail.body', { accountId, messageId, plain: true }).then((reply) => {
      if (isHere) setTheirs(reply.ok ? (reply.value.text ?? '').trim() : '');
    });
    return () => {
      isHere = false;
    };
  }, [id, accountId, messageId]);
  return { mine, theirs };
}

function placeOf({ program, computer }: OtherVersion): string {
  const words = texts().compose.conflict;
  if (computer !== '') return words.onComputer(computer);
  return program !== '' ? words.inProgram(program) : words.somewhere;
}
