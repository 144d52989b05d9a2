import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
  readonly variant?: 'primary' | 'plain' | 'quiet';
}

/** Copies a text; says so until the focus leaves it. */
export function CopyButton({ label, text, variant = 'plain' }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const reply = await call('app.copyText', { text });
    setCopied(reply.ok);
  };
  return (
    <>
      <Button
        variant={variant}
        icon={copied ? Check : Copy}
        onClick={() => void copy()}
        onBlur={() => setCopied(false)}
      >
        {label}
      </Button>
      <span role="status" className={copied ? 'self-center text-small text-muted' : 'sr-only'}>
        {copied ? texts().diagnosis.copied : ''}
      </span>
    </>
  );
}
