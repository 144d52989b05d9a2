import { X } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import type { Signature } from '../../shared/writing-settings.ts';
import { IconButton } from '../components/icon-button.tsx';

interface SignatureBlockProps {
  readonly signature: Signature;
  readonly onRemove: () => void;
}

/** The signature below the quoted original, as words: it is not edited there. */
export function SignatureBlock({ signature, onRemove }: SignatureBlockProps) {
  const words = texts().compose.signature;
  return (
    <section aria-label={words.label} className="mx-4 mb-4 flex flex-none items-start gap-1">
      <p
        data-selectable
        dir="auto"
        className="min-w-0 flex-1 text-body whitespace-pre-wrap text-muted [overflow-wrap:anywhere]"
      >
        {signature.text}
      </p>
      <IconButton icon={X} label={words.remove} className="size-6" onClick={onRemove} />
    </section>
  );
}
