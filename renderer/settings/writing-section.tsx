import { PenLine, Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import type { Account } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { sendersOf } from '../../shared/senders.ts';
import { texts } from '../../shared/texts/texts.ts';
import { defaultSender, type WritingSettings } from '../../shared/writing-settings.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { IconButton } from '../components/icon-button.tsx';
import { LaterPart } from '../components/later-part.tsx';
import { Segmented } from '../components/segmented.tsx';
import { laterSenderDialog } from './later-sender-dialog.ts';
import { Section } from './section.tsx';
import type { EditedSender } from './sender-dialog.tsx';

/** Which sender a dialog is about: 0 is the account's own address, then come the aliases; the one behind the last is a new one. */
type Question = { readonly kind: 'edit' | 'remove'; readonly place: number };

/** How the account's messages are written: the form of new ones, and from which addresses, with their signatures. */
export function WritingSection({ account }: { readonly account: Account }) {
  const { id: accountId, writing } = account;
  const words = texts().settings.writing;
  const [question, setQuestion] = useState<Question | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const sendersId = useId();
  const senders = sendersOf(account);
  const save = async (changed: WritingSettings): Promise<AppError | null> => {
    const reply = await call('accounts.setWriting', { accountId, writing: changed });
    return reply.ok ? null : reply.error;
  };
  const change = async (changed: WritingSettings): Promise<void> => setError(await save(changed));
  const isNew = question?.kind === 'edit' && question.place === senders.length;
  const asked = question === null ? undefined : senders[question.place];
  return (
    <Section title={words.title}>
      <Segmented
        label={words.format}
        value={writing.format}
        options={[
          { value: 'html', label: words.rich },
          { value: 'plain', label: words.plain },
        ]}
        onChange={(format) => void change({ ...writing, format })}
      />
      <div className="flex min-w-0 flex-col gap-1">
        <span id={sendersId} className="text-small font-semibold text-muted">
          {words.senders}
        </span>
        <ul aria-labelledby={sendersId} className="flex flex-col rounded-md border border-line">
          {senders.map(({ address: { name, address }, settings }, place) => (
            <li key={address} className="flex items-center gap-1 border-line px-3 py-2 not-first:border-t">
              <div className="min-w-0 flex-1">
                <bdi className="block truncate">{name === '' ? address : `${name} <${address}>`}</bdi>
                <bdi className="block truncate text-small text-muted">
                  {settings.signature.text.trim().split('\n')[0] || words.noSignature}
                </bdi>
              </div>
              <IconButton
                icon={PenLine}
                label={words.edit(address)}
                onClick={() => setQuestion({ kind: 'edit', place })}
              />
              {place > 0 && (
                <IconButton
                  icon={Trash2}
                  label={words.remove(address)}
                  onClick={() => setQuestion({ kind: 'remove', place })}
                />
              )}
            </li>
          ))}
        </ul>
      </div>
      <Button className="self-start" icon={Plus} onClick={() => setQuestion({ kind: 'edit', place: senders.length })}>
        {words.add}
      </Button>
      {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
      {question?.kind === 'edit' && (asked !== undefined || isNew) && (
        <LaterPart
          part={laterSenderDialog}
          props={{
            initial: asked ?? { address: { name: account.displayName, address: '' }, settings: defaultSender },
            isOwn: question.place === 0,
            isNew,
            onClose: () => setQuestion(null),
            onSave: (sender) => save(withSender(writing, question.place, sender)),
          }}
        />
      )}
      {question?.kind === 'remove' && asked !== undefined && (
        <Dialog
          open
          onClose={() => setQuestion(null)}
          title={words.removeTitle(asked.address.address)}
          description={words.removeText}
          footer={
            <>
              <Button data-first onClick={() => setQuestion(null)}>
                {words.keep}
              </Button>
              <Button
                variant="danger"
                onClick={() => {
                  setQuestion(null);
                  void change({ ...writing, aliases: writing.aliases.filter((_, at) => at + 1 !== question.place) });
                }}
              >
                {words.removeButton}
              </Button>
            </>
          }
        />
      )}
    </Section>
  );
}

/** @param place 0: the account's own, whose name and address stand elsewhere */
function withSender(writing: WritingSettings, place: number, { address, settings }: EditedSender): WritingSettings {
  if (place === 0) return { ...writing, own: settings };
  return { ...writing, aliases: writing.aliases.toSpliced(place - 1, 1, { ...address, ...settings }) };
}
