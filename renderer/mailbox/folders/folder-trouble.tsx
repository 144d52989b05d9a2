import { CloudAlert } from 'lucide-react';
import { errorMessage } from '../../../shared/error-texts.ts';
import type { Folder, FolderProof, ServerTrouble } from '../../../shared/mail.ts';
import { proofText } from '../../../shared/proof-text.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { nextAttempt, tryAgain } from '../../stores/server-troubles.ts';
import { dayTime } from '../../stores/ui-clock.ts';

type Troubled = Pick<Folder, 'accountId' | 'id' | 'trouble' | 'unfetched' | 'proof'>;

/** What is wrong with a folder, in a few words; null when the server refuses nothing of it. */
export function folderMark({ trouble, unfetched, proof }: Omit<Troubled, 'accountId' | 'id'>): string | null {
  const words = texts().troubles;
  if (trouble !== null) return words.folderShort;
  if (unfetched > 0) return words.messages(unfetched);
  return isDisputed(proof) ? proofText(proof, dayTime) : null;
}

/** The server counts other messages than it lists, though all were compared. */
function isDisputed(proof: FolderProof): boolean {
  return proof.kind === 'behind' && proof.why === 'disagrees';
}

/** The one thing to do about it. */
function TryAgain({ folder }: { readonly folder: Troubled }) {
  return <Button onClick={() => void tryAgain(folder.accountId, folder.id)}>{texts().troubles.tryAgain}</Button>;
}

/** Above a folder's messages: what the server refuses of it. Those that are stored stay to be read. */
export function TroubleStrip({ folder }: { readonly folder: Troubled }) {
  const words = texts().troubles;
  const { trouble, unfetched, proof } = folder;
  if (trouble !== null) {
    return (
      <Banner tone="quiet" shape="strip" icon={CloudAlert} title={words.folder} action={<TryAgain folder={folder} />}>
        {errorMessage(trouble.error)} {nextAttempt(trouble)}
      </Banner>
    );
  }
  if (unfetched === 0) {
    if (!isDisputed(proof)) return null;
    return (
      <Banner tone="quiet" shape="strip" icon={CloudAlert} title={proofText(proof, dayTime)}>
        {words.proof.disagreesHint}
      </Banner>
    );
  }
  return (
    <Banner tone="quiet" shape="strip" icon={CloudAlert} action={<TryAgain folder={folder} />}>
      {words.messages(unfetched)}. {words.messagesHint}
    </Banner>
  );
}

/** In the place of the messages of a folder that was never downloaded, because the server refuses it. */
export function RefusedFolder({ folder, trouble }: { readonly folder: Troubled; readonly trouble: ServerTrouble }) {
  return (
    <EmptyState icon={CloudAlert} title={texts().troubles.folder} action={<TryAgain folder={folder} />}>
      {errorMessage(trouble.error)} {nextAttempt(trouble)}
    </EmptyState>
  );
}
