import { describe, expect, it } from 'vitest';
import type { AccountId, MessageId, UndoId } from '../../../shared/mail.ts';
import { failure, success } from '../../../shared/reply.ts';
import { askedBy, inListOrder, keyOf, keyOver, placeOf, type RowKey } from '../list/row-key.ts';
import { adaId } from '../mailbox-example.ts';
import type { Messages } from '../mailbox-state.ts';
import { inChunks } from './outcome.ts';
import { stackOf } from './undo-stack.ts';

const graceId = '22222222-2222-4222-8222-222222222222' as AccountId;
const over = { accountId: null, folderId: null, path: null, over: 'inboxes' } as const;
const at = (accountId: AccountId, id: number): RowKey => keyOver({ accountId, messageId: id as MessageId });
const messages: Messages = { place: over, keys: [at(adaId, 9), at(graceId, 9), at(adaId, 4)] };

describe('rows of a list over accounts', () => {
  it('are told apart by id and account, and keep the list’s order', () => {
    const ada = at(adaId, 9);
    expect([keyOf({ id: 9 as MessageId }), keyOf({ id: 9 as MessageId, accountId: adaId })]).toEqual([9, ada]);
    expect(placeOf(ada, graceId)).toEqual({ accountId: adaId, messageId: 9 });
    expect(placeOf(9 as MessageId, graceId)).toEqual({ accountId: graceId, messageId: 9 });
    expect(askedBy(9 as MessageId)).toEqual({ messageId: 9 });
    const sorted = [at(adaId, 4), at(graceId, 9), ada, at(graceId, 12)].sort(inListOrder);
    expect(sorted).toEqual([at(graceId, 12), ada, at(graceId, 9), at(adaId, 4)]);
  });
});

describe('an action on messages of several accounts', () => {
  it('is one call for each account, and undone as one', async () => {
    const asked: [AccountId, number[]][] = [];
    const outcome = await inChunks(messages, async (accountId, ids) => {
      asked.push([accountId, ids]);
      return success({ count: ids.length, undoId: `undo ${accountId}` as UndoId });
    });
    expect(asked).toEqual([
      [adaId, [9, 4]],
      [graceId, [9]],
    ]);
    expect(outcome).toMatchObject({ count: 3, error: null, left: [] });
    expect(outcome.steps).toEqual([
      { accountId: adaId, undoId: `undo ${adaId}` },
      { accountId: graceId, undoId: `undo ${graceId}` },
    ]);
  });

  it('is done in the others where one account refuses it, and says what stays', async () => {
    const error = { code: 'not_found', params: { reason: 'account' }, retryable: false } as const;
    const outcome = await inChunks(messages, async (accountId, ids) =>
      accountId === adaId ? failure(error) : success({ count: ids.length, undoId: null }),
    );
    expect(outcome).toEqual({ count: 1, steps: [], error, left: [at(adaId, 9), at(adaId, 4)] });
  });

  it('can still be undone in the accounts that are left when one goes', () => {
    const steps = [adaId, graceId].map((accountId) => ({ accountId, undoId: 'u' as UndoId }));
    const offer = { ...messages, steps, like: 'archive', words: String, count: 3, shown: true, at: 1 };
    expect(stackOf([offer], [graceId])).toEqual([{ ...offer, steps: [steps[1]] }]);
    expect(stackOf([offer], [])).toEqual([]);
  });
});
