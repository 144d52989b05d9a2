import { describe, expect, it } from 'vitest';
import type { UndoId } from '../../../shared/mail.ts';
import type { TransferProgress } from '../../../shared/transfers.ts';
import type { FakeFault, FakeVerb } from '../../imap/fake-server.ts';
import {
  ada,
  clock,
  deliver,
  filesUnderWay,
  folder,
  grace,
  ids,
  openBoth,
  passUntil,
  restartEngine,
  send,
  server,
  settle,
  subjects,
  told,
  untilWritten,
  value,
  withTwoAccounts,
} from './transfer-fixture.ts';

withTwoAccounts();

const letters = (...numbers: number[]): string[] => numbers.map((number) => `Letter ${number}`);
const given = (undoId: UndoId | null): UndoId => {
  if (undoId === null) throw new Error('It cannot be undone.');
  return undoId;
};
const isWaiting = (transfer: TransferProgress | undefined): boolean =>
  transfer?.state.kind === 'running' && transfer.state.waits !== null;
const reasons = async () =>
  (await value('mail.parkedOperations', { accountId: ada })).map(({ error }) => error.params.reason);

describe('moving into another account', () => {
  it('is shown and counted at once, and takes flags and dates along', async () => {
    const viewId = await openBoth(3);
    server(ada).setFlags('INBOX', 3, { seen: true, flagged: true });
    const [newest = 0 as never] = await ids(viewId);
    await untilWritten(async () => (await value('mail.header', { accountId: ada, messageId: newest })).flagged);
    const { count } = await send('mail.move', [newest]);
    expect([count, (await ids(viewId)).length]).toEqual([1, 2]);
    expect(await folder(ada, 'INBOX')).toMatchObject({ total: 2, unread: 2 });
    expect(await folder(grace, 'INBOX')).toMatchObject({ total: 1, unread: 0 });
    const date = server(ada).message('INBOX', 3).envelope.internalDate;
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([letters(1, 2), letters(3)]);
    const [there] = server(grace).folder('INBOX').messages;
    expect(there).toMatchObject({ flags: { seen: true, flagged: true }, envelope: { internalDate: date } });
    expect(new TextDecoder().decode(there?.source)).toContain('Text 3');
    expect(await filesUnderWay()).toEqual([]);
  });

  it('is not sent within ten seconds, and then can be undone without a trace', async () => {
    const viewId = await openBoth(2);
    const { undoId } = await send('mail.move', await ids(viewId));
    await clock.advance(9_000);
    expect(await value('mail.undo', { accountId: ada, undoId: given(undoId) })).toEqual({ undone: 2, late: 0 });
    await clock.advance(30_000);
    await settle();
    expect([subjects(ada), subjects(grace), (await ids(viewId)).length]).toEqual([letters(1, 2), [], 2]);
    expect(await folder(grace, 'INBOX')).toMatchObject({ total: 0, unread: 0 });
  });

  it('is undone by moving back what was carried out', async () => {
    const viewId = await openBoth(2);
    const { undoId } = await send('mail.move', await ids(viewId));
    await settle();
    expect(subjects(grace)).toEqual(letters(1, 2));
    expect(await value('mail.undo', { accountId: ada, undoId: given(undoId) })).toEqual({ undone: 2, late: 0 });
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([letters(1, 2), []]);
  });

  it('copies leave the original, and are deleted to undo them', async () => {
    const viewId = await openBoth(2);
    const { undoId } = await send('mail.copy', await ids(viewId));
    expect(await folder(grace, 'INBOX')).toMatchObject({ total: 2, unread: 2 });
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([letters(1, 2), letters(1, 2)]);
    await value('mail.undo', { accountId: ada, undoId: given(undoId) });
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([letters(1, 2), []]);
  });

  it('moves many, and removes the originals in few commands', async () => {
    const viewId = await openBoth(100);
    await send('mail.move', await ids(viewId));
    await settle();
    expect([subjects(ada).length, new Set(subjects(grace)).size, subjects(grace).length]).toEqual([0, 100, 100]);
    expect(server(ada).calls.filter((verb) => verb === 'expunge').length).toBeLessThan(15);
  }, 60_000);

  it.each([true, false])(
    'Y2: wherever a connection is cut, nothing is lost or doubled (APPENDUID: %s)',
    async (tells) => {
      const faults: readonly FakeFault[] = [{ kind: 'drop_before' }, { kind: 'drop_after' }];
      const cuts: readonly (readonly [typeof ada, FakeVerb])[] = [
        [ada, 'select'],
        [ada, 'fetchFacts'],
        [ada, 'streamSource'],
        [grace, 'select'],
        [grace, 'append'],
        [grace, 'fetchEnvelopes'],
        [grace, 'findByMessageId'],
        [ada, 'expunge'],
        [ada, 'fetchFlags'],
      ];
      const without = (capability: string) => server(grace).capabilities.filter((each) => each !== capability);
      if (!tells) server(grace).capabilities = without('UIDPLUS');
      const viewId = await openBoth(0);
      let number = 0;
      for (const [at, verb] of cuts) {
        for (const fault of faults) {
          number += 1;
          deliver(number);
          await value('mail.syncNow', { accountId: ada });
          await untilWritten(async () => (await ids(viewId)).length === 1);
          const [messageId = 0 as never] = await ids(viewId);
          await send('mail.move', [messageId]);
          server(at).fail(verb, fault);
          await settle();
          server(at).clearFaults();
          const label = `${at === ada ? 'source' : 'destination'} ${verb} ${fault.kind}`;
          expect([label, subjects(ada)]).toEqual([label, []]);
          expect([label, subjects(grace).filter((each) => each === `Letter ${number}`).length]).toEqual([label, 1]);
        }
      }
    },
  );

  it('Y2 D1: goes on after a restart, and looks before it sends again', async () => {
    const viewId = await openBoth(1);
    await send('mail.move', await ids(viewId));
    // The server has it, and its answer never comes.
    server(grace).fail('append', { kind: 'drop_after' });
    await clock.advance(10_001);
    await untilWritten(() => subjects(grace).length === 1);
    await restartEngine();
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([[], letters(1)]);
    expect(server(grace).calls.filter((verb) => verb === 'append')).toHaveLength(1);
  });

  it('waits for a destination that cannot be reached, while the source goes on', async () => {
    const viewId = await openBoth(2);
    const [first = 0 as never, second = 0 as never] = await ids(viewId);
    for (let attempt = 0; attempt < 200; attempt += 1) server(grace).fail('open', { kind: 'drop_before' });
    server(grace).dropAll();
    await send('mail.copy', [first]);
    await clock.advance(60_000);
    await value('mail.setFlagged', { accountId: ada, messageIds: [first, second], flagged: true });
    await untilWritten(() =>
      server(ada)
        .folder('INBOX')
        .messages.every(({ flags }) => flags.flagged),
    );
    expect(subjects(grace)).toEqual([]);
    server(grace).clearFaults();
    await value('account.reconnect', { accountId: grace, cause: 'network' });
    await settle();
    expect(subjects(grace)).toEqual(letters(2));
  });

  it('leaves the message where it is, and says why, where the destination refuses it', async () => {
    const viewId = await openBoth(1);
    const refusals = [
      [{ code: 'OVERQUOTA', text: 'Full' }, 'over_quota'],
      [{ code: 'TOOBIG', text: 'Too big' }, 'too_large'],
      [{ code: 'NOPERM', text: 'Not yours' }, 'not_allowed'],
      [{ text: 'No' }, 'refused'],
    ] as const;
    for (const [answer, reason] of refusals) {
      server(grace).answersNo = ({ verb }) => (verb === 'append' ? answer : null);
      await send('mail.move', await ids(viewId));
      await settle();
      expect([await reasons(), subjects(ada), subjects(grace)]).toEqual([[reason], letters(1), []]);
      // Shown again, as the server has it, once its file is gone.
      await untilWritten(async () => (await ids(viewId)).length === 1);
      server(grace).answersNo = () => null;
      const parked = await value('mail.parkedOperations', { accountId: ada });
      const operationIds = parked.map(({ id }) => id);
      await value('mail.resolveParked', { accountId: ada, operationIds, decision: 'discard' });
    }
    server(grace).answersNo = ({ verb }) => (verb === 'append' ? { code: 'OVERQUOTA', text: 'Full' } : null);
    await send('mail.move', await ids(viewId));
    await settle();
    server(grace).answersNo = () => null;
    const operationIds = (await value('mail.parkedOperations', { accountId: ada })).map(({ id }) => id);
    await value('mail.resolveParked', { accountId: ada, operationIds, decision: 'retry' });
    await settle();
    expect([subjects(ada), subjects(grace)]).toEqual([[], letters(1)]);
  });

  it('is set aside where the message, its folder or an account is gone meanwhile', async () => {
    const viewId = await openBoth(3);
    const [third = 0 as never, second = 0 as never, first = 0 as never] = await ids(viewId);
    await send('mail.move', [third]);
    server(ada).remove('INBOX', 3);
    await settle();
    expect(await reasons()).toEqual(['message_gone']);
    await send('mail.move', [second], (await folder(grace, 'Sent Items')).id);
    server(grace).folders.delete('Sent Items');
    await settle();
    expect(await reasons()).toEqual(['message_gone', 'folder_gone']);
    await send('mail.copy', [first]);
    await value('account.erase', { accountId: grace });
    await settle();
    expect(await reasons()).toEqual(['message_gone', 'folder_gone', 'account_gone']);
    expect(subjects(ada)).toEqual(letters(1, 2));
  });

  it('tells how far it is, where it takes a while, and whom it waits for', async () => {
    const viewId = await openBoth(3);
    await send('mail.move', await ids(viewId));
    await clock.advance(9_000);
    expect(await value('mail.transfers', undefined)).toEqual([]);
    for (let attempt = 0; attempt < 200; attempt += 1) server(grace).fail('open', { kind: 'drop_before' });
    server(grace).dropAll();
    const waits = { accountId: grace, why: 'connection' };
    await passUntil(async () => isWaiting((await value('mail.transfers', undefined))[0]));
    const [waiting] = await value('mail.transfers', undefined);
    const place = { from: ada, to: grace, path: 'INBOX', stays: false };
    expect(waiting).toMatchObject({ ...place, arrived: 0, state: { kind: 'running', left: 3, waits } });
    await clock.advance(1_000);
    expect(told()).toEqual(await value('mail.transfers', undefined));
    // What is asked for meanwhile waits for the same, though it was not tried yet.
    await value('mail.endTransfer', { transferId: waiting?.id ?? ('' as TransferProgress['id']) });
    await send('mail.move', await ids(viewId));
    await clock.advance(12_500);
    const again = (await value('mail.transfers', undefined)).filter(({ state }) => state.kind === 'running');
    expect(again).toMatchObject([{ ...place, arrived: 0, state: { kind: 'running', left: 3, waits } }]);
    server(grace).clearFaults();
    await value('account.reconnect', { accountId: grace, cause: 'network' });
    await settle();
    await clock.advance(1_000);
    expect(await value('mail.transfers', undefined)).toMatchObject([{ state: { kind: 'stopped', kept: 3 } }]);
    expect(subjects(grace)).toHaveLength(3);
  });

  it('is stopped: what has arrived is moved, and the rest is where it was', async () => {
    const viewId = await openBoth(60);
    const { undoId } = await send('mail.move', await ids(viewId));
    server(grace).answersNo = ({ verb }) =>
      verb === 'append' && subjects(grace).length >= 25 ? { code: 'UNAVAILABLE', text: 'Later', passing: true } : null;
    await passUntil(async () => isWaiting((await value('mail.transfers', undefined))[0]));
    const [transfer] = await value('mail.transfers', undefined);
    if (transfer === undefined) throw new Error('Nothing is under way.');
    expect(transfer).toMatchObject({ arrived: 25, state: { left: 35, waits: { accountId: grace, why: 'server' } } });
    server(grace).answersNo = () => null;
    await value('mail.endTransfer', { transferId: transfer.id });
    expect(await value('mail.transfers', undefined)).toMatchObject([
      { id: transfer.id, arrived: 25, state: { kind: 'stopped', kept: 35, unsure: 0 } },
    ]);
    // Shown again at once.
    expect(await ids(viewId)).toHaveLength(35);
    await settle();
    expect([subjects(ada).length, new Set([...subjects(ada), ...subjects(grace)]).size]).toEqual([35, 60]);
    expect(await folder(ada, 'INBOX')).toMatchObject({ total: 35, unread: 35 });
    expect(await folder(grace, 'INBOX')).toMatchObject({ total: 25, unread: 25 });
    await value('mail.endTransfer', { transferId: transfer.id });
    expect(await value('mail.transfers', undefined)).toEqual([]);
    // Undo is about those that were moved.
    expect(await value('mail.undo', { accountId: ada, undoId: given(undoId) })).toEqual({ undone: 25, late: 0 });
    await settle();
    expect([subjects(ada).length, subjects(grace)]).toEqual([60, []]);
  }, 60_000);

  it.each(['drop_before', 'drop_after'] as const)(
    'Y2: stopped while an answer is missing (%s), it is looked for, and never sent again',
    async (kind) => {
      const viewId = await openBoth(1);
      await send('mail.move', await ids(viewId));
      server(grace).fail('append', { kind });
      const isSent = () => server(grace).calls.includes('append');
      await passUntil(async () => isSent() && (await value('mail.transfers', undefined)).length === 1);
      const [transfer] = await value('mail.transfers', undefined);
      if (transfer === undefined) throw new Error('Nothing is under way.');
      await value('mail.endTransfer', { transferId: transfer.id });
      const [{ state } = transfer] = await value('mail.transfers', undefined);
      expect(state).toEqual({ kind: 'stopped', kept: 0, unsure: 1 });
      await restartEngine();
      await settle();
      const hasArrived = kind === 'drop_after';
      expect([subjects(ada), subjects(grace)]).toEqual(hasArrived ? [[], letters(1)] : [letters(1), []]);
      expect(server(grace).calls.filter((verb) => verb === 'append')).toHaveLength(1);
    },
  );

  it('Y1: runs nothing after UIDVALIDITY changed', async () => {
    const viewId = await openBoth(2);
    await send('mail.move', await ids(viewId));
    server(ada).changeUidValidity('INBOX');
    server(ada).dropAll();
    await settle();
    expect([new Set(await reasons()), subjects(grace)]).toEqual([new Set(['rebuilt']), []]);
  });

  it('copies nothing that could not be removed afterwards', async () => {
    server(ada).capabilities = ['IMAP4REV1', 'MOVE', 'IDLE'];
    const viewId = await openBoth(1);
    await send('mail.move', await ids(viewId));
    await settle();
    expect([await reasons(), subjects(grace)]).toEqual([['no_delete'], []]);
  });
});
