import { useState } from 'react';
import type { Licence } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { TextField } from '../components/text-field.tsx';
import { useAnswer } from '../stores/answer.ts';
import { Section } from './section.tsx';

/** The packages that are part of Heron, with their licences. */
export function LicencesSection() {
  const { answer, ask } = useAnswer('app.licences');
  return (
    <Section title={texts().settings.about.licences}>
      {answer.kind === 'asking' && <Skeleton className="w-60" />}
      {answer.kind === 'failed' && <ErrorNotice error={answer.error} actions={{ retry: () => void ask() }} />}
      {answer.kind === 'answered' && <LicenceList licences={answer.value} />}
    </Section>
  );
}

/** The packages whose name or licence contains the search text. */
function found(licences: readonly Licence[], search: string): readonly Licence[] {
  const wanted = search.trim().toLowerCase();
  return licences.filter(({ name, licence }) => `${name} ${licence}`.toLowerCase().includes(wanted));
}

function LicenceList({ licences }: { readonly licences: readonly Licence[] }) {
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState<Licence | null>(null);
  const words = texts().settings.about;
  const matching = found(licences, search);
  return (
    <>
      <p className="text-muted">{words.licencesLead(licences.length)}</p>
      <TextField type="search" label={words.search} value={search} onChange={setSearch} maxLength={100} />
      {matching.length === 0 && <p className="text-muted">{words.noLicence(search.trim())}</p>}
      {matching.length > 0 && (
        <ul aria-label={words.licences} className="flex flex-col rounded-md border border-line">
          {matching.map((licence) => (
            <li key={`${licence.name} ${licence.version}`} className="border-b border-line last:border-b-0">
              <button
                type="button"
                dir="ltr"
                onClick={() => setShown(licence)}
                className="flex w-full items-baseline gap-2 px-3 py-1 text-start hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed"
              >
                <span className="min-w-0 truncate">{licence.name}</span>
                <span className="shrink-0 text-small text-muted tabular-nums">{licence.version}</span>
                <span className="ms-auto min-w-0 truncate text-small text-muted">{licence.licence}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {shown && (
        <Dialog
          open
          wide
          onClose={() => setShown(null)}
          title={words.licenceOf(shown.name, shown.version)}
          description={shown.licence}
        >
          {/* A text field, so that it can be scrolled and copied from by keyboard. */}
          <textarea
            data-first
            readOnly
            dir="ltr"
            aria-label={words.licenceOf(shown.name, shown.version)}
            value={shown.text}
            className="h-90 max-h-full w-full resize-none rounded-md border border-line bg-sunken p-3 font-mono text-small focus-visible:-outline-offset-1"
          />
        </Dialog>
      )}
    </>
  );
}
