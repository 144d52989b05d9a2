import { type Sender, sendersOf, senderWith } from '../../shared/senders.ts';
import { signedAnew } from '../../shared/signatures.ts';
import { texts } from '../../shared/texts/texts.ts';
import { defaultSender } from '../../shared/writing-settings.ts';
import { useAccounts, useColour } from '../stores/accounts.ts';
import { edit, type OpenDraft, restartEditor } from './composers.ts';
import { personLine } from './recipients.ts';

const keyOf = ({ accountId, address }: Sender): string => `${accountId} ${address.address.toLowerCase()}`;

/**
 * Who sends it: the addresses of all accounts with their aliases. Changing the sender keeps the draft, and puts one signature in place of the
 * other if that was not touched. With one address there is nothing to choose.
 */
export function SenderField({ draft }: { readonly draft: OpenDraft }) {
  const accounts = useAccounts((state) => state.accounts) ?? [];
  const colour = useColour(draft.accountId);
  const words = texts().compose.fields;
  const { id } = draft.stored;
  const { content } = draft;
  const senders = accounts.flatMap(({ account }) => sendersOf(account));
  const own = accounts.find(({ account }) => account.id === draft.accountId)?.account;
  const present: Sender = {
    accountId: draft.accountId,
    address: content.from,
    settings: own === undefined ? defaultSender : senderWith(own, content.from.address).settings,
  };
  const isListed = senders.some((sender) => keyOf(sender) === keyOf(present));
  if (senders.length < 2 && isListed) return null;
  const choose = (key: string): void => {
    const chosen = senders.find((sender) => keyOf(sender) === key);
    if (chosen === undefined) return;
    const { body, signature } = signedAnew(content, present.settings, chosen.settings);
    edit(id, { from: chosen.address, body, signature }, chosen.accountId);
    if (body !== content.body) restartEditor(id);
  };
  return (
    <label className="flex items-center gap-2 border-b border-line px-4 py-1">
      <span className="w-14 shrink-0 text-small text-muted">{words.from}</span>
      {/* The chosen address says the account in words. */}
      {colour && (
        <span
          aria-hidden="true"
          className="h-4 w-0.75 shrink-0 rounded-full"
          style={{ background: `var(--account-${colour})` }}
        />
      )}
      <select
        value={keyOf(present)}
        className="-ms-1 h-7 min-w-0 flex-1 bg-surface text-text outline-none"
        onChange={(event) => choose(event.target.value)}
      >
        {!isListed && <option value={keyOf(present)}>{personLine(present.address)}</option>}
        {senders.map((sender) => (
          <option key={keyOf(sender)} value={keyOf(sender)}>
            {keyOf(sender) === keyOf(present) ? personLine(content.from) : personLine(sender.address)}
          </option>
        ))}
      </select>
    </label>
  );
}
