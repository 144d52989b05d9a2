import { MailX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, ListUnsubscribe, MessageId } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';

interface UnsubscribeProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  /** Opens a link as one of the message's own, with its question where it needs one. */
  readonly onLink: (link: { readonly href: string; readonly text: string }) => void;
}

type Progress =
  | { readonly kind: 'offered' | 'asking' | 'busy' | 'done' | 'sent' | 'refused' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Leaves the mailing list that the message came by, as the list itself offers it; asked first. Nothing where it offers nothing. */
export function Unsubscribe({ accountId, messageId, onLink }: UnsubscribeProps) {
  const [list, setList] = useState<ListUnsubscribe | null>(null);
  const [progress, setProgress] = useState<Progress>({ kind: 'offered' });
  useEffect(() => {
    let current = true;
    void call('mail.listUnsubscribe', { accountId, messageId }).then((reply) => {
      if (current && reply.ok) setList(reply.value);
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId]);
  if (list === null) return null;
  const words = texts().reader.unsubscribe;
  const leave = async (): Promise<void> => {
    setProgress({ kind: 'busy' });
    const reply = await call('mail.unsubscribe', { accountId, messageId });
    if (!reply.ok) setProgress({ kind: 'failed', error: reply.error });
    else if (reply.value.kind === 'open') {
      setProgress({ kind: 'offered' });
      onLink({ href: reply.value.link, text: '' });
    } else setProgress({ kind: reply.value.kind });
  };
  const { kind } = progress;
  const said =
    kind === 'failed'
      ? errorMessage(progress.error)
      : kind === 'done' || kind === 'sent' || kind === 'refused'
        ? words[kind]
        : '';
  return (
    <>
      <span role="status" className={said === '' ? 'sr-only' : 'text-small text-muted'}>
        {said}
      </span>
      {kind !== 'done' && kind !== 'sent' && (
        <Button
          variant="quiet"
          icon={MailX}
          busy={kind === 'busy'}
          className="-my-1 -me-3"
          onClick={() => setProgress({ kind: 'asking' })}
        >
          {words.button}
        </Button>
      )}
      <Dialog
        open={kind === 'asking'}
        onClose={() => setProgress({ kind: 'offered' })}
        title={words.title}
        description={question(list)}
        footer={
          <>
            <Button onClick={() => setProgress({ kind: 'offered' })}>{words.cancel}</Button>
            <Button variant="primary" onClick={() => void leave()}>
              {list.oneClick === null && list.mailto === null ? words.openPage : words.button}
            </Button>
          </>
        }
      />
    </>
  );
}

/** What is going to happen, and who learns of it. */
function question({ oneClick, mailto, link }: ListUnsubscribe): string {
  const words = texts().reader.unsubscribe;
  if (oneClick !== null) return words.byClick(hostOf(oneClick));
  if (mailto !== null) return words.byMail(mailto.slice('mailto:'.length).split('?')[0] ?? '');
  return words.byPage(hostOf(link ?? ''));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}
