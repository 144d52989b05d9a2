import { allowPasswordCommands, checkPasswordCommands } from '../../shared/admin-consent.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Disclosure } from '../components/disclosure.tsx';
import { Phrase } from '../components/phrase.tsx';
import { CopyButton } from './copy-button.tsx';

/** For an administrator who wonders why passwords stopped working: what Microsoft removed, and what there still is on premises. */
export function BasicAuthForAdmins() {
  const words = texts().diagnosis.ladder.basicAuth;
  return (
    <Disclosure label={words.label}>
      <div data-selectable className="flex flex-col gap-2 text-small">
        <p>
          <Phrase text={words.online} />
        </p>
        <p>
          <Phrase text={words.onPremises} />
        </p>
        <Commands text={allowPasswordCommands} />
        <p>{words.check}</p>
        <Commands text={checkPasswordCommands} />
        <p className="text-muted">{words.temporary}</p>
      </div>
    </Disclosure>
  );
}

function Commands({ text }: { readonly text: string }) {
  return (
    <div className="flex flex-col items-start gap-2">
      <pre
        dir="ltr"
        className="w-full rounded-md border border-line bg-sunken px-3 py-2 text-small whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {text}
      </pre>
      <CopyButton label={texts().diagnosis.approval.copyCommands} text={text} />
    </div>
  );
}
