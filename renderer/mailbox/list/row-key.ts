import type { AccountId, MessageId, MessageRow } from '../../../shared/mail.ts';

/**
 * What tells the rows of a list apart: the message's id; in a list over accounts, where two messages can have the same id, the id and the
 * account: "1812@<account id>".
 */
export type RowKey = MessageId | `${number}@${string}`;

/** A message, wherever it is. */
export interface MessagePlace {
  readonly accountId: AccountId;
  readonly messageId: MessageId;
}

/** The key of a row. */
export function keyOf({
  id,
  accountId,
}: {
  readonly id: MessageId;
  readonly accountId?: AccountId | undefined;
}): RowKey {
  return accountId === undefined ? id : keyOver({ accountId, messageId: id });
}

/** The key of a message in a list over accounts. */
export function keyOver({ accountId, messageId }: MessagePlace): RowKey {
  return `${messageId}@${accountId}`;
}

/** The key of another message of the same list and account. */
export function keyBeside(key: RowKey, messageId: MessageId): RowKey {
  return typeof key === 'string' ? keyOver({ ...overPlace(key), messageId }) : messageId;
}

/** Whether a row shows a message: it is its own, or one of its conversation's. */
export function isRowOf(row: Pick<MessageRow, 'id' | 'accountId' | 'conversation'>, key: RowKey): boolean {
  const { id, accountId, conversation } = row;
  if (keyOf({ id, accountId }) === key) return true;
  if (conversation === undefined) return false;
  const { messageId, accountId: of } = askedBy(key);
  return of === accountId && conversation.messageIds.includes(messageId);
}

/** The message of a row. @param accountId the account of a list of one; a key over accounts has its own */
export function placeOf(key: RowKey, accountId: AccountId | null): MessagePlace | null {
  if (typeof key === 'string') return overPlace(key);
  return accountId === null ? null : { accountId, messageId: key };
}

/** Which row a message is asked for by: its account only where the list is over several. */
export function askedBy(key: RowKey): { readonly messageId: MessageId; readonly accountId?: AccountId } {
  return typeof key === 'string' ? overPlace(key) : { messageId: key };
}

function overPlace(key: string): MessagePlace {
  const at = key.indexOf('@');
  return { messageId: Number(key.slice(0, at)) as MessageId, accountId: key.slice(at + 1) as AccountId };
}

/** The order of lists, for sorting: newest first, by account where two have the same id, as the engine has it. */
export function inListOrder(one: RowKey, other: RowKey): number {
  const [a, b] = [askedBy(one), askedBy(other)];
  if (a.messageId !== b.messageId) return b.messageId - a.messageId;
  const [of, than] = [a.accountId ?? '', b.accountId ?? ''];
  return of < than ? -1 : of > than ? 1 : 0;
}
