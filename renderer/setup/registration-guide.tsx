import { texts } from '../../shared/texts/texts.ts';
import { Phrase } from '../components/phrase.tsx';
import { CopyButton } from '../diagnosis/copy-button.tsx';

/** What an administrator registers once, step by step (docs/microsoft365.md, "App registration"). */
export function RegistrationGuide() {
  const words = texts().setup.registration;
  const note = (
    <span className="mt-1 block text-small text-muted">
      <Phrase text={words.permissionsNote} />
    </span>
  );
  return (
    <section aria-labelledby="registration-title" className="flex flex-col gap-3">
      <h2 id="registration-title" className="font-semibold">
        {words.title}
      </h2>
      <ol data-selectable className="flex flex-col gap-2">
        {words.steps.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span aria-hidden="true" className="w-4 shrink-0 text-end text-muted tabular-nums">
              {index + 1}
            </span>
            <span className="min-w-0 [overflow-wrap:anywhere]">
              <Phrase text={step} parts={{ note }} />
            </span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton label={words.copy} text={words.letter} />
      </div>
    </section>
  );
}
