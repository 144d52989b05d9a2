import { FileText } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { Button } from '../components/button.tsx';
import type { PlainReason } from './heaviness.ts';

interface PlainBarProps {
  readonly reason: PlainReason;
  readonly onShowAnyway: () => void;
}

/** Says why only a message's words are shown, and offers the message as it was designed. */
export function PlainBar({ reason, onShowAnyway }: PlainBarProps) {
  const { plain } = texts().reader;
  return (
    <Banner
      tone="quiet"
      shape="strip"
      icon={FileText}
      action={
        // The button's text is aligned with the sentence when it wraps below it.
        <div className="-ms-3.25">
          <Button variant="quiet" onClick={onShowAnyway}>
            {plain.showAnyway}
          </Button>
        </div>
      }
    >
      {plain.reasons[reason]}
    </Banner>
  );
}
