import { Forward, type LucideIcon, Reply } from 'lucide-react';
import type { MessageHeader } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Icon } from '../components/icon.tsx';

/** Whether a message was answered and forwarded: the signs that the list's row has, with their words. */
export function HandledSigns({ answered, forwarded }: Pick<MessageHeader, 'answered' | 'forwarded'>) {
  if (!answered && !forwarded) return null;
  const words = texts().mailbox.row;
  return (
    <span className="flex shrink-0 gap-1.5 self-center text-muted">
      {answered && <Sign icon={Reply} name={words.answered} />}
      {forwarded && <Sign icon={Forward} name={words.forwarded} />}
    </span>
  );
}

function Sign({ icon, name }: { readonly icon: LucideIcon; readonly name: string }) {
  return (
    <span title={name}>
      <Icon icon={icon} size={14} className="rtl:-scale-x-100" />
      <span className="sr-only">{name}</span>
    </span>
  );
}
