import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import type { Loadable } from './use-message.ts';

interface MessageSourceProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly onClose: () => void;
}

type Source = Loadable<{ readonly source: string; readonly truncated: boolean }>;

/** The raw message, shown in place of its text. */
export function MessageSource({ accountId, messageId, onClose }: MessageSourceProps) {
  const [source, setSource] = useState<Source>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    setSource({ kind: 'loading' });
    void call('mail.source', { accountId, messageId }).then((reply) => {
      if (!current) return;
      setSource(reply.ok ? { kind: 'ready', value: reply.value } : { kind: 'failed', error: reply.error });
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId]);
  const words = texts().reader.source;
  return (
    <section aria-label={words.label} className="flex min-h-0 flex-1 flex-col">
      <div className="flex-none border-b border-line px-4 py-1">
        <Button variant="quiet" icon={ArrowLeft} className="-ms-3 rtl:[&_svg]:-scale-x-100" onClick={onClose}>
          {words.back}
        </Button>
      </div>
      {source.kind === 'loading' && (
        <div className="p-4">
          <Skeleton className="w-96 max-w-full" />
        </div>
      )}
      {source.kind === 'failed' && <ErrorNotice shape="strip" error={source.error} />}
      {source.kind === 'ready' && (
        <>
          {source.value.truncated && (
            <Banner tone="quiet" shape="strip">
              {words.truncated}
            </Banner>
          )}
          <pre
            data-selectable
            dir="ltr"
            className="min-h-0 flex-1 overflow-auto p-4 font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {source.value.source}
          </pre>
        </>
      )}
    </section>
  );
}
