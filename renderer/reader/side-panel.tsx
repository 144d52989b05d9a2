import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { type Reply, success } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { CopyButton } from '../diagnosis/copy-button.tsx';
import { keyed } from './keyed.ts';
import type { MessageSide } from './reader-view.ts';
import type { Loadable } from './use-message.ts';

interface SidePanelProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly side: Extract<MessageSide, 'headers' | 'source'>;
  readonly onClose: () => void;
}

/** The keyboard scrolls what has the focus. */
const scrolled = { role: 'group', tabIndex: 0 };

/** What is shown in place of the message's text. */
interface Shown {
  /** What the button copies. */
  readonly copied: string;
  /** A sentence, where this is only a beginning. */
  readonly cut: string | null;
  readonly content: ReactNode;
}

/** The message's header or its source, in place of its text; both can be copied. */
export function SidePanel({ accountId, messageId, side, onClose }: SidePanelProps) {
  const [shown, setShown] = useState<Loadable<Shown>>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    setShown({ kind: 'loading' });
    const load = side === 'source' ? loadSource : loadHeaders;
    void load(accountId, messageId).then((reply) => {
      if (!current) return;
      setShown(reply.ok ? { kind: 'ready', value: reply.value } : { kind: 'failed', error: reply.error });
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId, side]);
  const words = texts().reader.source;
  return (
    <section
      aria-label={side === 'source' ? words.label : words.headersLabel}
      className="flex min-h-0 flex-1 flex-col border-t border-line"
    >
      <div className="flex flex-none items-center justify-between gap-2 border-b border-line px-4 py-1">
        <Button variant="quiet" icon={ArrowLeft} className="-ms-3 rtl:[&_svg]:-scale-x-100" onClick={onClose}>
          {words.back}
        </Button>
        {shown.kind === 'ready' && (
          <span className="flex items-center gap-2">
            <CopyButton
              label={side === 'source' ? words.copy : words.copyHeaders}
              text={shown.value.copied}
              variant="quiet"
            />
          </span>
        )}
      </div>
      {shown.kind === 'loading' && (
        <div className="p-4">
          <Skeleton className="w-96 max-w-full" />
        </div>
      )}
      {shown.kind === 'failed' && <ErrorNotice shape="strip" error={shown.error} />}
      {shown.kind === 'ready' && (
        <>
          {shown.value.cut !== null && (
            <Banner tone="quiet" shape="strip">
              {shown.value.cut}
            </Banner>
          )}
          <div {...scrolled} data-selectable className="min-h-0 flex-1 overflow-auto p-4 outline-offset-[-2px]">
            {shown.value.content}
          </div>
        </>
      )}
    </section>
  );
}

async function loadSource(accountId: AccountId, messageId: MessageId): Promise<Reply<Shown>> {
  const reply = await call('mail.source', { accountId, messageId });
  if (!reply.ok) return reply;
  const { source, truncated } = reply.value;
  return success({
    copied: source,
    cut: truncated ? texts().reader.source.truncated : null,
    content: <AsItCame text={source} />,
  });
}

async function loadHeaders(accountId: AccountId, messageId: MessageId): Promise<Reply<Shown>> {
  const reply = await call('mail.headers', { accountId, messageId });
  if (!reply.ok) return reply;
  const { raw, fields, truncated } = reply.value;
  const words = texts().reader.source;
  return success({
    copied: raw,
    cut: truncated ? words.headersTruncated : null,
    content: (
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-1">
          {keyed(fields).map(([key, { name, value }]) => (
            <div key={key} className="contents">
              <dt dir="ltr" className="max-w-52 text-end text-muted [overflow-wrap:anywhere]">
                {name}
              </dt>
              <dd dir="auto" className="min-w-0 [overflow-wrap:anywhere]">
                {value}
              </dd>
            </div>
          ))}
        </dl>
        <Disclosure label={words.rawHeader} defaultOpen={fields.length === 0}>
          <AsItCame text={raw} />
        </Disclosure>
      </div>
    ),
  });
}

function AsItCame({ text }: { readonly text: string }) {
  return (
    <pre dir="ltr" className="font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
    </pre>
  );
}
