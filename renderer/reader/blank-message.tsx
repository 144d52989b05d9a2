import { FileText } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AccountId, MessageId } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';

interface BlankMessageProps {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
  readonly hasAttachments: boolean;
  readonly onSource: () => void;
}

/** Whether a raw message ends with its headers (RFC 5322, section 2.1). */
export function isBodiless(source: string): boolean {
  const end = /(?:^|\r?\n)\r?\n/.exec(source);
  return end === null || source.slice(end.index + end[0].length).trim() === '';
}

/** A message with nothing to read: says that it has only attachments or is empty, or offers its source. */
export function BlankMessage({ accountId, messageId, hasAttachments, onSource }: BlankMessageProps) {
  const source = useSource(accountId, messageId, !hasAttachments);
  const words = texts().reader.body;
  if (hasAttachments) {
    return (
      <EmptyState icon={FileText} title={words.noText}>
        {words.attachedBelow}
      </EmptyState>
    );
  }
  if (source === 'loading') return null;
  if (source !== null && isBodiless(source.text)) return <EmptyState icon={FileText} title={words.empty} />;
  return (
    <EmptyState
      icon={FileText}
      title={source === null ? words.noText : words.unreadable}
      action={<Button onClick={onSource}>{words.showSource}</Button>}
    />
  );
}

/** The raw message; null when it cannot be fetched, for example offline. */
function useSource(
  accountId: AccountId,
  messageId: MessageId,
  wanted: boolean,
): { readonly text: string } | 'loading' | null {
  const [source, setSource] = useState<{ readonly text: string } | 'loading' | null>('loading');
  useEffect(() => {
    if (!wanted) return;
    let current = true;
    void call('mail.source', { accountId, messageId }).then((reply) => {
      if (current) setSource(reply.ok ? { text: reply.value.source } : null);
    });
    return () => {
      current = false;
    };
  }, [accountId, messageId, wanted]);
  return source;
}
