import { Stethoscope } from 'lucide-react';
import { healthOf, isTroubled } from '../../shared/health.ts';
import type { AccountView } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { ColourDot } from '../components/colour-dot.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { ConnectionNotice } from '../diagnosis/account-banner.tsx';
import { AdminKit } from '../diagnosis/admin-kit.tsx';
import { HealthLine } from '../diagnosis/health-line.tsx';
import { opensOthers } from '../stores/shared-sign-ins.ts';
import { detailsShown, showDialog, useUi } from '../stores/ui.ts';
import { AccountDetails } from './account-details.tsx';
import { accountName } from './account-looks.ts';
import { LookForm } from './look-form.tsx';
import { RefusedSection } from './refused-section.tsx';
import { PageTitle, Section } from './section.tsx';
import { WritingSection } from './writing-section.tsx';

/** Everything about one account: people first, servers and tokens folded away. */
export function AccountPage({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const { id: accountId } = account;
  const words = texts().settings.account;
  const areDetailsOpen = useUi(({ screen }) => screen.kind === 'settings' && screen.details === true);
  return (
    <>
      <AccountHead view={view} />
      <RefusedSection accountId={accountId} />
      <LookForm account={account} />
      <WritingSection account={account} />
      {opensOthers(view) && (
        <Section title={texts().accounts.shared.section}>
          <Button className="self-start" onClick={() => showDialog({ kind: 'add_shared', accountId })}>
            {texts().accounts.shared.open}
          </Button>
        </Section>
      )}
      <section aria-label={words.details} className="border-t border-line pt-6">
        <Disclosure label={words.details} isHeading open={areDetailsOpen} onOpenChange={detailsShown}>
          <div className="flex flex-col gap-6 pt-2">
            <AccountDetails view={view} />
          </div>
        </Disclosure>
      </section>
      <Section title={words.removeTitle}>
        <p className="text-pretty text-muted">{words.removeLead}</p>
        <Button className="self-start" onClick={() => showDialog({ kind: 'remove', accountId })}>
          {words.remove}
        </Button>
      </Section>
    </>
  );
}

/** Name, address, health, and the one thing to do. */
function AccountHead({ view }: { readonly view: AccountView }) {
  const { account } = view;
  const health = healthOf(view);
  const name = accountName(account);
  // The notice below says these in the same words.
  const isSaidBelow = health.kind === 'paused' || health.kind === 'throttled';
  return (
    <div className="flex flex-col gap-3">
      <div className="flex min-w-0 items-start gap-2">
        {account.colour && <ColourDot colour={account.colour} className="mt-2" />}
        <PageTitle lead={name !== account.address && <bdi data-selectable>{account.address}</bdi>}>{name}</PageTitle>
      </div>
      {!isSaidBelow && (
        <div className="flex min-h-7 flex-wrap items-center gap-x-4 gap-y-2">
          <HealthLine health={health} className="flex-1" />
          {/* Where something is wrong, the notice has it beside what helps. */}
          {!isTroubled(health) && (
            <Button icon={Stethoscope} onClick={() => showDialog({ kind: 'diagnose', accountId: account.id })}>
              {texts().diagnosis.diagnose}
            </Button>
          )}
        </div>
      )}
      <ConnectionNotice view={view} shape="box" />
      {'error' in health && health.error.guidance && <AdminKit guidance={health.error.guidance} />}
    </div>
  );
}
