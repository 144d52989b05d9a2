import { ShieldCheck } from 'lucide-react';
import { errorMessage } from '../../../shared/error-texts.ts';
import type { Folder, FolderVerification } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { ProgressStrip } from '../../components/progress-strip.tsx';
import { endVerifying, verifyFolder } from './folder-actions.ts';

/** Above a folder's messages: how the comparison with its server goes, and what it has mended. */
export function VerifyStrip({ folder }: { readonly folder: Folder }) {
  const { verification } = folder;
  const words = texts().verifying;
  if (verification === undefined) return null;
  const end = (): void => void endVerifying(folder);
  if (verification.kind === 'running') {
    return (
      <ProgressStrip
        icon={ShieldCheck}
        text={words.running(verification.compared, verification.total)}
        value={verification.compared}
        max={verification.total}
        stop={words.stop}
        onStop={end}
      />
    );
  }
  if (verification.kind === 'failed') {
    const again = <Button onClick={() => void verifyFolder(folder)}>{texts().troubles.tryAgain}</Button>;
    return (
      <Banner tone="quiet" shape="strip" title={words.failed} action={again} onDismiss={end}>
        {errorMessage(verification.error)}
      </Banner>
    );
  }
  return (
    <Banner tone="quiet" shape="strip" icon={ShieldCheck} onDismiss={end}>
      {outcome(verification)} <span className="block text-small text-muted">{words.sampled}</span>
    </Banner>
  );
}

function outcome({ compared, mended }: Extract<FolderVerification, { readonly kind: 'done' }>): string {
  const words = texts().verifying;
  const parts = [
    ...(mended.missing > 0 ? [words.missing(mended.missing)] : []),
    ...(mended.gone > 0 ? [words.gone(mended.gone)] : []),
    ...(mended.flags > 0 ? [words.flags(mended.flags)] : []),
    ...(mended.others > 0 ? [words.others(mended.others)] : []),
    ...(mended.counts ? [words.counts] : []),
  ];
  return parts.length === 0 ? words.agrees(compared) : words.mended(parts);
}
