import { sharedMailboxCommands } from '../../shared/exchange-rights.ts';
import type { AppError, ErrorCode } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { type ErrorActions, ErrorNotice } from '../components/error-notice.tsx';
import { CopyButton } from './copy-button.tsx';

interface SharedMailboxFailedProps {
  readonly error: AppError;
  readonly mailbox: string;
  /** Whose sign-in did not open it. */
  readonly person: string;
  readonly provider: string;
  readonly actions: ErrorActions;
}

/** What a server says to a sign-in that is good, for a mailbox that it may not open. */
const lacksRights: ReadonlySet<ErrorCode> = new Set(['token_rejected', 'mailbox_unavailable', 'authentication_failed']);

/** A shared mailbox that was not opened: where rights are missing, what an administrator does about it. */
export function SharedMailboxFailed({ error, mailbox, person, provider, actions }: SharedMailboxFailedProps) {
  const words = texts().accounts.shared;
  if (!lacksRights.has(error.code)) return <ErrorNotice error={error} actions={actions} />;
  const letter = words.letter(mailbox, person, sharedMailboxCommands(mailbox, person));
  return (
    <div className="flex flex-col gap-3">
      <ErrorNotice error={error} title={words.failed(mailbox, person)} note={words.rights(person)} />
      {provider === 'microsoft365' && (
        <div className="flex flex-wrap gap-2">
          <CopyButton label={words.copy} text={letter} />
        </div>
      )}
    </div>
  );
}
