import { CloudAlert } from 'lucide-react';
import { errorMessage } from '../../shared/error-texts.ts';
import type { AccountId, MessageHeader, ServerTrouble } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { nextAttempt, tryAgain } from '../stores/server-troubles.ts';

interface UnfetchedMessageProps {
  readonly accountId: AccountId;
  readonly header: Pick<MessageHeader, 'folderId'>;
  readonly trouble: ServerTrouble;
}

/** In the place of a message that the server does not send: what it said, and when it is asked again. */
export function UnfetchedMessage({ accountId, header, trouble }: UnfetchedMessageProps) {
  const words = texts().troubles;
  const again = (): void => void tryAgain(accountId, header.folderId);
  return (
    <EmptyState icon={CloudAlert} title={words.message} action={<Button onClick={again}>{words.tryAgain}</Button>}>
      <span data-selectable>
        {errorMessage(trouble.error)} {nextAttempt(trouble)}
      </span>
    </EmptyState>
  );
}
