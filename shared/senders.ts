import type { Account, AccountId, Address } from './mail.ts';
import { defaultWriting, type SenderSettings, type WritingSettings } from './writing-settings.ts';

/** One from whom a message can come: an account's own address, or one of its aliases. */
export interface Sender {
  readonly accountId: AccountId;
  readonly address: Address;
  readonly settings: SenderSettings;
}

/** An account as far as its senders are concerned. Without `writing`: no aliases and no signature. */
type SendingAccount = Pick<Account, 'id' | 'address' | 'displayName'> & { readonly writing?: WritingSettings };

/** The senders of an account, its own address first. */
export function sendersOf({
  id,
  address,
  displayName,
  writing = defaultWriting,
}: SendingAccount): [Sender, ...Sender[]] {
  const own: Sender = { accountId: id, address: { name: displayName, address }, settings: writing.own };
  const aliases = writing.aliases.map(
    ({ name, address: alias, ...settings }): Sender => ({
      accountId: id,
      address: { name, address: alias },
      settings,
    }),
  );
  return [own, ...aliases];
}

/** The sender with this address; the account's own where none has it. Case is ignored, as mail providers do. */
export function senderWith(account: SendingAccount, address: string): Sender {
  const senders = sendersOf(account);
  const key = address.trim().toLowerCase();
  return senders.find((sender) => sender.address.address.toLowerCase() === key) ?? senders[0];
}
