import { texts } from '../../shared/texts/texts.ts';
import { Button } from '../components/button.tsx';
import { goTo, useSetup } from './setup-store.ts';

/** Leads to the question where the mailbox is, for an address from which Heron concluded wrongly. */
export function OtherKind() {
  const asked = useSetup((state) => state.before.includes('provider'));
  if (asked) return null;
  return (
    <Button variant="quiet" onClick={() => goTo('provider')}>
      {texts().setup.provider.otherKind}
    </Button>
  );
}
