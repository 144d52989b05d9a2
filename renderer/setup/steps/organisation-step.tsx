import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import type { OrganisationView } from '../../../shared/organisation.ts';
import type { AppError } from '../../../shared/reply.ts';
import { texts } from '../../../shared/texts/texts.ts';
import { call } from '../../bridge.ts';
import { Button } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/error-notice.tsx';
import { TextField } from '../../components/text-field.tsx';
import { OrganisationFacts } from '../organisation-facts.tsx';
import { goBack, organisationTaken } from '../setup-store.ts';
import { StepFrame } from '../step-frame.tsx';

interface Candidate {
  readonly candidateId: string;
  readonly organisation: OrganisationView;
}

/** Takes the profile of an organisation, from a file or a link, after the user has seen what it says. */
export function OrganisationStep() {
  const [link, setLink] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const words = texts().organisation;
  const url = link.trim();
  const linkWrong = URL.canParse(url) && new URL(url).protocol === 'https:' ? null : words.linkWrong;

  const show = (reply: Awaited<ReturnType<typeof call<'organisation.choose'>>>) => {
    setBusy(false);
    setError(reply.ok ? null : reply.error);
    if (reply.ok && reply.value !== null) setCandidate(reply.value);
  };
  const chooseFile = async () => show(await call('organisation.choose', undefined));
  const openLink = async () => {
    setAsked(true);
    if (linkWrong !== null) return;
    setBusy(true);
    show(await call('organisation.openLink', { url }));
  };
  const take = async () => {
    if (candidate === null) return;
    const reply = await call('organisation.take', { candidateId: candidate.candidateId });
    if (reply.ok) organisationTaken();
    else setError(reply.error);
  };

  if (candidate !== null) {
    return (
      <StepFrame
        key="shown"
        title={candidate.organisation.name}
        lead={words.shownLead}
        onSubmit={() => void take()}
        onBack={() => setCandidate(null)}
        buttons={
          <Button data-first variant="primary" type="submit">
            {words.take}
          </Button>
        }
      >
        <OrganisationFacts organisation={candidate.organisation} />
        {error && <ErrorNotice error={error} />}
        <p className="text-pretty text-muted">{words.staysAsItIs}</p>
      </StepFrame>
    );
  }
  return (
    <StepFrame
      key="asked"
      title={words.title}
      lead={words.lead}
      onSubmit={() => void openLink()}
      onBack={goBack}
      buttons={
        <Button variant="primary" type="submit" busy={busy}>
          {words.showLink}
        </Button>
      }
    >
      <TextField
        data-first
        label={words.link}
        type="url"
        mono
        value={link}
        onChange={setLink}
        error={asked ? linkWrong : null}
        placeholder="https://intranet.example.com/heron.json"
        maxLength={2048}
      />
      <div className="-mx-3.25 flex">
        <Button variant="quiet" icon={FolderOpen} onClick={() => void chooseFile()}>
          {words.chooseFile}
        </Button>
      </div>
      {error && <ErrorNotice error={error} actions={{ choose_file: () => void chooseFile() }} />}
    </StepFrame>
  );
}
