import { useState } from 'react';
import type { AppInfo } from '../../shared/mail.ts';
import type { AppError } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ErrorNotice } from '../components/error-notice.tsx';
import { Notices } from '../diagnosis/notices.tsx';
import { showProfileFolder, useAccounts } from '../stores/accounts.ts';
import { LicencesSection } from './licences-section.tsx';
import { Fact, Facts, PageTitle, Section } from './section.tsx';
import { backendName } from './words.ts';

/** What this Heron is made of, and where it keeps things. */
export function AboutPage() {
  const info = useAccounts((state) => state.info);
  const hasNotices = useAccounts((state) => state.notices.length > 0);
  const words = texts().settings.about;
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      {hasNotices && (
        <div className="flex flex-col gap-2">
          <Notices shape="box" />
        </div>
      )}
      {info && (
        <>
          <Section title={words.version} first>
            <Facts>
              <Fact name="Heron">{info.version}</Fact>
              <Fact name="Electron">{info.electron}</Fact>
              <Fact name="Chromium">{info.chrome}</Fact>
              <Fact name="Node.js">{info.node}</Fact>
            </Facts>
          </Section>
          <ComputerSection info={info} />
        </>
      )}
      <LicencesSection />
    </>
  );
}

function ComputerSection({ info }: { readonly info: AppInfo }) {
  const [error, setError] = useState<AppError | null>(null);
  const words = texts().settings.about;
  const showFolder = async () => {
    const reply = await showProfileFolder();
    setError(reply.ok ? null : reply.error);
  };
  return (
    <Section title={words.computer}>
      <Facts>
        <Fact name={words.signInsKept}>
          {info.secretStorage.kind === 'encrypted'
            ? words.encrypted(backendName(info.secretStorage.backend))
            : words.session(texts().faultWords.keyring[info.secretStorage.reason])}
        </Fact>
        {info.extraCa && (
          <Fact name={words.extraCa}>
            <bdi>{info.extraCa}</bdi>
          </Fact>
        )}
        {/* The last, because the button below shows it. */}
        <Fact name={words.profileFolder}>
          <bdi>{info.profileFolder}</bdi>
        </Fact>
      </Facts>
      <Button className="self-start" onClick={() => void showFolder()}>
        {words.showFolder}
      </Button>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
    </Section>
  );
}
