import { FolderOpen } from 'lucide-react';
import { useEffect } from 'react';
import { texts } from '../../../shared/texts/texts.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { FoundSource } from '../found-source.tsx';
import { chooseFile, lookAround, takeTicked, useMoveIn } from '../move-in.ts';
import { MovedAccounts } from '../moved-accounts.tsx';
import { goBack } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

/** Accounts of other programs: shows what was found, and takes what the user ticks. */
export function MoveInStep() {
  const { sources, ticked, taking, moved, error } = useMoveIn();
  const words = texts().moving;
  useEffect(() => void lookAround(), []);
  if (moved !== null) return <MovedAccounts moved={moved} />;
  return (
    <StepFrame
      title={words.title}
      lead={words.lead}
      onSubmit={() => {
        if (ticked.size > 0) void takeTicked();
      }}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit" busy={taking} disabled={ticked.size === 0}>
          {words.take(ticked.size)}
        </Button>
      }
    >
      {sources === null && (
        <div role="status" aria-label={words.looking}>
          <Skeleton className="h-12 w-full" />
        </div>
      )}
      {sources?.length === 0 && <p>{words.none}</p>}
      {sources?.map((source) => (
        <FoundSource key={source.sourceId} source={source} />
      ))}
      {error && <ErrorNotice error={error} actions={{ choose_file: () => void chooseFile() }} />}
      <div className="flex flex-col items-start">
        <Button variant="quiet" icon={FolderOpen} className="-mx-3.25" onClick={() => void chooseFile()}>
          {words.chooseFile}
        </Button>
        <p className="text-small text-pretty text-muted">{words.chooseHint}</p>
      </div>
    </StepFrame>
  );
}
