import { useEffect } from 'react';
import { assertNever } from '../../shared/reply.ts';
import { texts } from '../../shared/texts/texts.ts';
import { useAccounts } from '../stores/accounts.ts';
import { showMailbox, useUi } from '../stores/ui.ts';
import type { SetupStep } from './setup-flow.ts';
import { openSetup, useSetup } from './setup-store.ts';
import { AddressStep } from './steps/address-step.tsx';
import { FirstSyncStep } from './steps/first-sync-step.tsx';
import { ImapStep } from './steps/imap-step.tsx';
import { MicrosoftStep } from './steps/microsoft-step.tsx';
import { MoveInStep } from './steps/move-in-step.tsx';
import { OpenIdStep } from './steps/openid-step.tsx';
import { OrganisationStep } from './steps/organisation-step.tsx';
import { ProviderStep } from './steps/provider-step.tsx';
import { SignInStep } from './steps/sign-in-step.tsx';
import { SignedInStep } from './steps/signed-in-step.tsx';
import { TestStep } from './steps/test-step.tsx';

/** Adding an account: one question a screen. */
export function SetupScreen() {
  const step = useSetup((state) => state.step);
  const canLeave = useUi((state) => state.screen.kind === 'setup' && state.screen.canLeave);
  const first = useAccounts((state) => (state.accounts?.length ?? 0) === 0);
  const at = useUi((state) => (state.screen.kind === 'setup' ? state.screen.at : undefined));
  useEffect(() => openSetup(at), [at]);
  return (
    <main
      aria-label={texts().setup.label}
      className="h-full overflow-y-auto bg-surface px-6 [scrollbar-gutter:stable_both-edges]"
    >
      <CurrentStep key={step} step={step} first={first} onLeave={canLeave ? showMailbox : undefined} />
    </main>
  );
}

interface CurrentStepProps {
  readonly step: SetupStep;
  /** Whether there is no account yet: then Heron introduces itself. */
  readonly first: boolean;
  readonly onLeave: (() => void) | undefined;
}

function CurrentStep({ step, first, onLeave }: CurrentStepProps) {
  switch (step) {
    case 'address':
      return <AddressStep first={first} onLeave={onLeave} />;
    case 'organisation':
      return <OrganisationStep />;
    case 'move_in':
      return <MoveInStep />;
    case 'signed_in':
      return <SignedInStep />;
    case 'provider':
      return <ProviderStep />;
    case 'microsoft':
      return <MicrosoftStep />;
    case 'sign_in':
      return <SignInStep />;
    case 'imap':
      return <ImapStep />;
    case 'openid':
      return <OpenIdStep />;
    case 'test':
      return <TestStep />;
    case 'first_sync':
      return <FirstSyncStep />;
    default:
      return assertNever(step);
  }
}
