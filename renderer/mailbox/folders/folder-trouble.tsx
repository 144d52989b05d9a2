import { CloudAlert } from 'lucide-react';
import { errorMessage } from '../../../shared/error-texts.ts';
import type { Folder, ServerTrouble } from '../../../shared/mail.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { nextAttempt, tryAgain } from '../../stores/server-troubles.ts';

type Troubled = Pick<Folder, 'accountId' | 'id' | 'trouble' | 'unfetched'>;

/** What is wrong with a folder, in a few words; null when the server refuses nothing of it. */
export function folderMark({ trouble, unfetched }: Pick<Folder, 'trouble' | 'unfetched'>): string | null {
  const words = texts().troubles;
  if (trouble !== null) return words.folderShort;
  return unfetched > 0 ? words.messages(unfetched) : null;
}

/** The one thing to do about it. */
function TryAgain({ folder }: { readonly folder: Troubled }) {
  return <Button onClick={() => void tryAgain(folder.accountId, folder.id)}>{texts().troubles.tryAgain}</Button>;
}

/** Above a folder's messages: what the server refuses of it. Those that are stored stay to be read. */
export function TroubleStrip({ folder }: { readonly folder: Troubled }) {
  const words = texts().troubles;
  const { trouble, unfetched } = folder;
  if (trouble !== null) {
    return (
      <Banner tone="quiet" shape="strip" icon={CloudAlert} title={words.folder} action={<TryAgain folder={folder} />}>
        {errorMessage(trouble.error)} {nextAttempt(trouble)}
      </Banner>
    );
  }
  if (unfetched === 0) return null;
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
