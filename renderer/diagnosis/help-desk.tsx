import { ExternalLink, LifeBuoy, Mail } from 'lucide-react';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useHelpDesk } from '../stores/organisation.ts';

/** Whom to ask, where it is the administrator's turn and the organisation has said who that is. */
export function HelpDesk({ address }: { readonly address: string }) {
  const desk = useHelpDesk(address);
  if (desk === null) return null;
  const { name, mail, phone, link } = desk;
  const words = texts().organisation.helpDesk;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1" data-selectable>
      <span className="flex items-center gap-1.5">
        <Icon icon={LifeBuoy} className="shrink-0 text-muted" />
        <span>
          {words.ask} <bdi className="font-semibold">{name}</bdi>
          {phone !== null && (
            <>
              {' · '}
              <bdi dir="ltr">{phone}</bdi>
            </>
          )}
        </span>
      </span>
      <span className="-mx-3.25 flex flex-wrap">
        {mail !== null && (
          <Button variant="quiet" icon={Mail} onClick={() => void call('app.openExternal', { url: `mailto:${mail}` })}>
            {mail}
          </Button>
        )}
        {link !== null && (
          <Button variant="quiet" icon={ExternalLink} onClick={() => void call('app.openExternal', { url: link })}>
            {new URL(link).host}
          </Button>
        )}
      </span>
    </span>
  );
}
