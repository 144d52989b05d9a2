import { useId } from 'react';
import type { FoundAccount, MovingSource } from '../../shared/moving.ts';
import { formatList } from '../../shared/texts/format.ts';
import { language, texts } from '../../shared/texts/texts.ts';
import { ErrorNotice } from '../components/error-notice.tsx';
import { tick, tickKey, useMoveIn } from './move-in.ts';

/** One program's accounts, each with a tick. */
export function FoundSource({ source }: { readonly source: MovingSource }) {
  const words = texts().moving;
  const id = useId();
  const { sourceId, kind, name, path, accounts, leftOut, error } = source;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1.5">
      <div className="flex flex-col">
        <h2 id={id} className="font-semibold">
          {words.source(words.kinds[kind], name)}
        </h2>
        <bdi data-selectable className="font-mono text-small text-muted [overflow-wrap:anywhere]">
          {path}
        </bdi>
      </div>
      {error && <ErrorNotice error={error} />}
      {accounts.length > 0 && (
        <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
          {accounts.map((account) => (
            <FoundRow key={account.key} account={account} tickedKey={tickKey(sourceId, account.key)} />
          ))}
        </ul>
      )}
      {leftOut.length > 0 && (
        <p className="text-small text-pretty text-muted [overflow-wrap:anywhere]">
          {words.notTaken}{' '}
          {formatList(
            language(),
            leftOut.map((each) => words.leftOutItem(each.name, words.leftOut[each.reason])),
          )}
        </p>
      )}
    </section>
  );
}

function FoundRow({ account, tickedKey }: { readonly account: FoundAccount; readonly tickedKey: string }) {
  const ticked = useMoveIn((state) => state.ticked.has(tickedKey));
  const id = useId();
  const words = texts().moving;
  const { address, displayName, imap, method, brings, isThere, notes } = account;
  const needs = method === 'oauth2' ? words.brings.ask_sign_in : words.brings.ask_password;
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <input
        id={id}
        type="checkbox"
        checked={ticked}
        disabled={isThere}
        onChange={(event) => tick(tickedKey, event.target.checked)}
        aria-describedby={`${id}-detail`}
        className="mt-1 size-4 shrink-0 accent-accent"
      />
      <div className="flex min-w-0 flex-1 flex-col [overflow-wrap:anywhere]">
        <label htmlFor={id} className={isThere ? 'w-fit text-muted' : 'w-fit font-semibold'}>
          <bdi>{address}</bdi>
        </label>
        <div id={`${id}-detail`} className="flex flex-col text-small text-pretty text-muted">
          {displayName !== '' && <bdi>{displayName}</bdi>}
          <bdi>{imap.host}</bdi>
          {isThere ? (
            <span>{words.isThere}</span>
          ) : (
            <>
              <span>{brings === null ? needs : words.brings[brings]}</span>
              {notes.map(({ reason, field }) => (
                <span key={`${reason} ${field}`}>{words.notes[reason](field)}</span>
              ))}
            </>
          )}
        </div>
      </div>
    </li>
  );
}
