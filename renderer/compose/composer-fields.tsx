import { useId, useState } from 'react';
import type { Address } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { edit, type OpenDraft } from './composers.ts';
import { RecipientsField } from './recipients-field.tsx';
import { SenderField } from './sender-field.tsx';

interface ComposerFieldsProps {
  readonly draft: OpenDraft;
  /** Whether the recipients take the focus, because none is known yet. */
  readonly focusRecipients: boolean;
}

/** Sender, recipients and subject; Cc and Bcc appear when they are wanted. */
export function ComposerFields({ draft, focusRecipients }: ComposerFieldsProps) {
  const { id } = draft.stored;
  const { content } = draft;
  const [withCc, setWithCc] = useState(false);
  const [withBcc, setWithBcc] = useState(false);
  const subjectId = useId();
  const words = texts().compose.fields;
  const showsCc = withCc || content.cc.length > 0;
  const showsBcc = withBcc || content.bcc.length > 0;
  const change = (field: 'to' | 'cc' | 'bcc') => (people: readonly Address[]) => edit(id, { [field]: people });
  return (
    <div className="flex-none">
      <SenderField draft={draft} />
      <RecipientsField label={words.to} people={content.to} onChange={change('to')} focused={focusRecipients}>
        {!showsCc && <ShowField label={words.showCc} onClick={() => setWithCc(true)} />}
        {!showsBcc && <ShowField label={words.showBcc} onClick={() => setWithBcc(true)} />}
      </RecipientsField>
      {showsCc && <RecipientsField label={words.cc} people={content.cc} onChange={change('cc')} focused={withCc} />}
      {showsBcc && (
        <RecipientsField label={words.bcc} people={content.bcc} onChange={change('bcc')} focused={withBcc} />
      )}
      <div className="flex items-center gap-2 border-b border-line px-4 py-1">
        <label htmlFor={subjectId} className="w-14 shrink-0 text-small text-muted">
          {words.subject}
        </label>
        <input
          id={subjectId}
          value={content.subject}
          dir="auto"
          spellCheck
          autoComplete="off"
          className="h-7 min-w-0 flex-1 bg-transparent outline-none rtl:text-right"
          onChange={(event) => edit(id, { subject: event.target.value.replace(/[\r\n]+/g, ' ') })}
        />
      </div>
    </div>
  );
}

function ShowField({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className="mt-0.5 rounded-sm px-1 py-1 text-small text-muted hover:bg-hover hover:text-text"
      onClick={onClick}
    >
      {label}
    </button>
  );
}
