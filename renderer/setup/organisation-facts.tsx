import type { ReactNode } from 'react';
import type { OrganisationView } from '../../shared/organisation.ts';
import { formatList } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';

/** What the profile of an organisation says, before it is taken and in the settings. */
export function OrganisationFacts({ organisation }: { readonly organisation: OrganisationView }) {
  const words = texts().organisation.facts;
  const { domains, provider, identity, imap, smtp, helpDesk, from } = organisation;
  const desk = helpDesk === null ? [] : [helpDesk.name, helpDesk.phone, helpDesk.mail, helpDesk.link];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-md border border-line p-3">
      <Fact name={words.domains}>{formatList(language(), domains)}</Fact>
      <Fact name={words.signIn}>
        {words.providers[provider]}
        {identity !== null && ` (${new URL(identity.loginHost).host})`}
      </Fact>
      {identity !== null && (
        <Fact name={words.clientId} mono>
          {identity.clientId}
        </Fact>
      )}
      {identity !== null && identity.tenant !== '' && (
        <Fact name={words.tenant} mono>
          {identity.tenant}
        </Fact>
      )}
      <Fact name={words.imap}>{`${imap.host}:${imap.port}`}</Fact>
      <Fact name={words.smtp}>{`${smtp.host}:${smtp.port}`}</Fact>
      {desk.length > 0 && <Fact name={words.helpDesk}>{desk.filter((each) => each !== null).join(' · ')}</Fact>}
      <Fact name={words.from} mono>
        {from}
      </Fact>
    </dl>
  );
}

function Fact({ name, mono = false, children }: { name: string; mono?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd data-selectable className="min-w-0 [overflow-wrap:anywhere]">
        <bdi className={mono ? 'font-mono text-small' : ''}>{children}</bdi>
      </dd>
    </>
  );
}
