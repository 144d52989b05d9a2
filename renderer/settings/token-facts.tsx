import { useEffect, useState } from 'react';
import type { TokenInspection } from '../../shared/diagnosis.ts';
import type { AccountView } from '../../shared/mail.ts';
import { texts } from '../../shared/texts/texts.ts';
import { call } from '../bridge.ts';
import { Fact } from './section.tsx';
import { moment } from './words.ts';

/** What can be said of an account's token; asked for anew when the token changes, so only where it is shown. */
function useInspection({ account, token }: AccountView): TokenInspection | null {
  const [inspection, setInspection] = useState<TokenInspection | null>(null);
  const version = JSON.stringify(token);
  useEffect(() => {
    let isCurrent = version !== '';
    void call('accounts.inspectToken', { accountId: account.id }).then((reply) => {
      if (isCurrent) setInspection(reply.ok ? reply.value : null);
    });
    return () => {
      isCurrent = false;
    };
  }, [account.id, version]);
  return inspection;
}

/** The token inspector: how long the token lasts, what it is for, and what it permits. The token itself stays in main. */
export function TokenFacts({ view }: { readonly view: AccountView }) {
  const { identity, token } = view;
  const inspection = useInspection(view);
  const words = texts().settings.account;
  const { facts, tokens } = texts().diagnosis.ladder;
  const permissions = texts().diagnosis.permissions;
  return (
    <>
      <Fact name={words.tokenUntil}>
        <bdi>{moment(token?.expiresAt ?? null, words.noToken)}</bdi>
      </Fact>
      <Fact name={words.lastRefresh}>
        <bdi>{moment(token?.lastRefreshAt ?? null, words.notYet)}</bdi>
      </Fact>
      {inspection?.token && <Fact name={facts.token}>{tokens[inspection.token]}</Fact>}
      {inspection?.audience && (
        <Fact name={facts.audience}>
          <bdi>{inspection.audience}</bdi>
          {inspection.finding.audience === 'other' && <Warning>{words.otherAudience}</Warning>}
        </Fact>
      )}
      {inspection?.identity && inspection.finding.identity === 'other' && (
        <Fact name={words.tokenOf}>
          <bdi>{inspection.identity}</bdi>
          <Warning>{words.otherIdentity}</Warning>
        </Fact>
      )}
      {inspection && inspection.granted.length > 0 && (
        <Fact name={permissions.granted}>
          <bdi>{inspection.granted.join(', ')}</bdi>
        </Fact>
      )}
      {inspection && inspection.missing.length > 0 && (
        <Fact name={permissions.missing}>
          <bdi className="text-turn">{inspection.missing.join(', ')}</bdi>
        </Fact>
      )}
      {inspection?.tenant && (
        <Fact name={facts.tenant}>
          <bdi>{inspection.tenant}</bdi>
        </Fact>
      )}
      {identity && (
        <Fact name={words.clientId}>
          <bdi>{identity.clientId}</bdi>
        </Fact>
      )}
      {identity && identity.tenant !== '' && (
        <Fact name={words.tenant}>
          <bdi>{identity.tenant}</bdi>
        </Fact>
      )}
    </>
  );
}

function Warning({ children }: { readonly children: string }) {
  return <span className="block text-turn">{children}</span>;
}
