import { formatList } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { Banner } from '../components/banner.tsx';
import { useSetup } from './setup-store.ts';

/** Says who named the servers below, before a password is sent to them; servers outside the address's own domain are named. */
export function FoundServers() {
  const { foundBy, foreignHosts, suggestedFor } = useSetup((state) => state.draft);
  const words = texts().accounts.found;
  if (suggestedFor === null || !(foundBy === 'autoconfig' || foundBy === 'srv' || foundBy === 'autodiscover'))
    return null;
  const who = foundBy === 'autodiscover' ? 'Microsoft' : suggestedFor.slice(suggestedFor.lastIndexOf('@') + 1);
  const isForeign = foreignHosts.length > 0;
  return (
    <Banner
      tone={isForeign ? 'turn' : 'quiet'}
      title={isForeign ? words.elsewhere(who, formatList(language(), foreignHosts)) : words.own(who)}
    >
      {isForeign ? words.check : words.nothingSent}
    </Banner>
  );
}
