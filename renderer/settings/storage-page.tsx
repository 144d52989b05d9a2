import { useState } from 'react';
import { textAges, textCaps } from '../../shared/preferences.ts';
import type { AppError } from '../../shared/reply.ts';
import type { FreedStorage } from '../../shared/storage.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { Switch } from '../components/switch.tsx';
import { useAccounts } from '../stores/accounts.ts';
import { useAnswer } from '../stores/answer.ts';
import { setPreferences, usePreferences } from '../stores/preferences.ts';
import { accountName } from './account-looks.ts';
import { PreferencesError } from './preferences-error.tsx';
import { PageTitle, Section } from './section.tsx';

const noCap = 'none';

/** Which texts of messages stay on this computer, and what the mail takes there. */
export function StoragePage() {
  const { keepTexts, textsCap, searchFiles } = usePreferences((all) => all);
  const words = texts().settings.storage;
  return (
    <>
      <PageTitle>{texts().settings.pages.storage}</PageTitle>
      <PreferencesError />
      <Section title={words.keep} first>
        <p className="text-pretty text-muted">{words.keepLead}</p>
        <Segmented
          label={words.age}
          value={keepTexts}
          options={textAges.map((value) => ({ value, label: words.ages[value] }))}
          onChange={(chosen) => void setPreferences({ keepTexts: chosen })}
        />
        <Segmented
          label={words.cap}
          value={textsCap === null ? noCap : String(textsCap)}
          options={[
            ...textCaps.map((value) => ({ value: String(value), label: words.capOf(value) })),
            { value: noCap, label: words.noCap },
          ]}
          onChange={(chosen) => {
            void setPreferences({ textsCap: textCaps.find((value) => String(value) === chosen) ?? null });
          }}
        />
        <p className="text-pretty text-muted">{words.always}</p>
        <Switch
          label={words.searchFiles}
          hint={words.searchFilesHint}
          checked={searchFiles}
          onChange={(chosen) => void setPreferences({ searchFiles: chosen })}
        />
      </Section>
      <Section title={words.used}>
        <Used />
      </Section>
    </>
  );
}

/** What each account takes, and the button that frees what is over the limits now. */
function Used() {
  const { answer, ask } = useAnswer('storage.sizes');
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const [isFreeing, setFreeing] = useState(false);
  const [freed, setFreed] = useState<FreedStorage | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.storage;
  if (answer.kind === 'asking') return <Skeleton className="w-60" />;
  if (answer.kind === 'failed') return <ErrorNotice error={answer.error} actions={{ retry: () => void ask() }} />;

  const free = async () => {
    setError(null);
    setFreed(null);
    setFreeing(true);
    const reply = await call('storage.free', undefined);
    setFreeing(false);
    if (reply.ok) setFreed(reply.value);
    else setError(reply.error);
    await ask();
  };
  const sizes = new Map(answer.value.map((size) => [size.accountId, size]));
  const listed = accounts.flatMap(({ account }) => {
    const size = sizes.get(account.id);
    return size === undefined ? [] : [{ account, size }];
  });
  return (
    <>
      {listed.length === 0 && <p className="text-muted">{words.nothing}</p>}
      {listed.length > 0 && (
        <ul aria-label={words.used} className="flex flex-col">
          {listed.map(({ account, size }) => (
            <li key={account.id} className="flex gap-4 border-b border-line py-2 last:border-b-0">
              <bdi className="min-w-0 flex-1 [overflow-wrap:anywhere]">{accountName(account)}</bdi>
              <span data-selectable className="flex shrink-0 flex-col text-end tabular-nums">
                {words.sizeOf(size.octets)}
                <span className="text-muted">{words.textsOf(size.texts, size.textOctets)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {listed.length > 0 && (
        <Button className="self-start" disabled={isFreeing} onClick={() => void free()}>
          {isFreeing ? words.freeing : words.free}
        </Button>
      )}
      <p role="status" className="text-pretty text-muted empty:hidden">
        {freed !== null && words.freed(freed.freed, freed.reusable)}
      </p>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
    </>
  );
}
