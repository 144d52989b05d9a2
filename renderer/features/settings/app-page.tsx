import { useAccounts } from '../../stores/accounts.ts';
import { Notices } from '../diagnosis/notices.tsx';
import { Fact, Facts, Section } from './section.tsx';

/** What this Heron is made of, and where it keeps things. */
export function AppPage() {
  const info = useAccounts((state) => state.info);
  const hasNotices = useAccounts((state) => state.notices.length > 0);
  return (
    <>
      <h1 className="text-title font-semibold">About this Heron</h1>
      {hasNotices && (
        <div className="flex flex-col gap-2">
          <Notices shape="box" />
        </div>
      )}
      {info && (
        <>
          <Section title="Version">
            <Facts>
              <Fact name="Heron">{info.version}</Fact>
              <Fact name="Electron">{info.electron}</Fact>
              <Fact name="Chromium">{info.chrome}</Fact>
              <Fact name="Node.js">{info.node}</Fact>
            </Facts>
          </Section>
          <Section title="On this computer">
            <Facts>
              <Fact name="Profile folder">{info.profileFolder}</Fact>
              <Fact name="Sign-ins kept">
                {info.secretStorage.kind === 'encrypted'
                  ? `Encrypted, with ${info.secretStorage.backend}`
                  : `In memory for this session. ${info.secretStorage.reason}`}
              </Fact>
              {info.extraCa && <Fact name="Additional certificate authority">{info.extraCa}</Fact>}
            </Facts>
          </Section>
        </>
      )}
    </>
  );
}
