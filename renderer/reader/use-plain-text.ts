import { useEffect, useState } from 'react';
import type { AccountId, MessageId, ShownBody } from '../../shared/mail.ts';
import { call } from '../bridge.ts';
import type { Loadable } from './use-message.ts';

/**
 * A message's words: its own plain version, else those of its HTML, which the engine extracts.
 * @param wanted false while the message is drawn as it was designed
 */
export function usePlainText(
  body: ShownBody | null,
  accountId: AccountId,
  messageId: MessageId,
  wanted: boolean,
): Loadable<string> {
  const [extracted, setExtracted] = useState<Loadable<string>>({ kind: 'loading' });
  const own = body?.text ?? '';
  const isExtracted = wanted && body !== null && body.html !== null && own.trim() === '';
  useEffect(() => {
    if (!isExtracted) return;
    let isCurrent = true;
    void call('mail.body', { accountId, messageId, plain: true }).then((reply) => {
      if (!isCurrent) return;
      setExtracted(
        reply.ok ? { kind: 'ready', value: reply.value.text ?? '' } : { kind: 'failed', error: reply.error },
      );
    });
    return () => {
      isCurrent = false;
    };
  }, [isExtracted, accountId, messageId]);
  if (body === null) return { kind: 'loading' };
  return isExtracted ? extracted : { kind: 'ready', value: own };
}
