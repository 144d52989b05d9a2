import { useState } from 'react';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { RadioCards } from '../components/radio-cards.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useAnswer } from '../stores/answer.ts';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { removeImageSender } from './image-senders.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle, Section } from './section.tsx';

/** The settings for what others can learn about the user. */
export function PrivacyPage() {
  const remoteImages = usePreferences((preferences) => preferences.remoteImages);
  const words = texts().settings.privacy;
  return (
    <>
      <PageTitle>{texts().settings.pages.privacy}</PageTitle>
      <PreferencesError />
      <Section title={words.images} first>
        <p className="text-pretty text-muted">{words.imagesLead}</p>
        <RadioCards
          label={words.images}
          value={remoteImages}
          options={[
            { value: 'ask', label: words.ask, detail: words.askDetail },
            { value: 'never', label: words.never, detail: words.neverDetail },
          ]}
          onChange={(chosen) => void setPreferences({ remoteImages: chosen })}
        />
      </Section>
      <Section title={words.senders}>
        {remoteImages === 'never' && <p className="text-muted">{words.sendersUnused}</p>}
        <Senders />
      </Section>
      <Section title={words.promises}>
        <ul className="flex list-disc flex-col gap-2 ps-4 text-pretty marker:text-muted">
          {[words.never1, words.never2, words.never3, words.never4].map((promise) => (
            <li key={promise}>{promise}</li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** The senders whose images are loaded without asking; each can be removed. */
function Senders() {
  const { answer, ask } = useAnswer('mail.imageSenders');
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.privacy;
  if (answer.kind === 'asking') return <Skeleton className="w-60" />;
  if (answer.kind === 'failed') return <ErrorNotice error={answer.error} actions={{ retry: () => void ask() }} />;

  const remove = async (sender: string) => {
    setError(null);
    const reply = await removeImageSender(sender);
    if (reply.ok) await ask();
    else setError(reply.error);
  };
  return (
    <>
      {answer.value.length === 0 && <p className="text-muted">{words.noSenders}</p>}
      {error && <ErrorNotice error={error} title={texts().settings.notSaved} onDismiss={() => setError(null)} />}
      {answer.value.length > 0 && (
        <ul aria-label={words.senders} className="flex flex-col">
          {answer.value.map((sender) => (
            <li key={sender} className="flex min-h-9 items-center gap-2 border-b border-line last:border-b-0">
              <span data-selectable className="min-w-0 flex-1 [overflow-wrap:anywhere]">
                <bdi>{sender}</bdi>
              </span>
              <Button
                variant="quiet"
                className="-me-3"
                aria-label={words.removeSender(sender)}
                onClick={() => void remove(sender)}
              >
                {words.remove}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
