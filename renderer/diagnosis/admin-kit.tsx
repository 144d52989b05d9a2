import { ExternalLink } from 'lucide-react';
import { guidanceText } from '../../shared/error-texts.ts';
import type { Guidance } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from './copy-button.tsx';

interface AdminKitProps {
  readonly guidance: Guidance;
  /** Whether copying the text is the one thing to do here. */
  readonly primary?: boolean;
  /** False where the reference stands beside the error already. */
  readonly showReference?: boolean;
}

/** What an administrator needs to mend it: a text to send, the page to open, the provider's own reference. */
export function AdminKit({ guidance, primary = false, showReference = true }: AdminKitProps) {
  const words = texts().diagnosis.admin;
  const { adminUrl } = guidance;
  const { adminText, reference: knownReference } = guidanceText(guidance);
  const reference = showReference ? knownReference : null;
  if (!adminText && !adminUrl && !reference) return null;
  return (
    <section aria-label={words.label} className="flex flex-col gap-3">
      {adminText && (
        <p
          data-selectable
          dir="auto"
          className="rounded-md border border-line bg-sunken px-3 py-2 text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {adminText}
        </p>
      )}
      {(adminText || adminUrl) && (
        <div className="flex flex-wrap gap-2">
          {adminText && <CopyButton label={words.copy} text={adminText} variant={primary ? 'primary' : 'plain'} />}
          {adminUrl && (
            <Button icon={ExternalLink} onClick={() => void call('app.openExternal', { url: adminUrl })}>
              {words.open}
            </Button>
          )}
        </div>
      )}
      {reference && (
        <p data-selectable className="font-mono text-small text-muted [overflow-wrap:anywhere]">
          <span dir="ltr">{reference}</span>
        </p>
      )}
    </section>
  );
}
