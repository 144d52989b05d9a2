import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeFault } from '../../imap/fake-server.ts';
import { operationFixture } from '../operation-fixture.ts';

const action = { kind: 'copy', destination: 'Work', seen: false } as const;

async function withMessages(count: number) {
  const fixture = operationFixture();
  onTestFinished(() => fixture.close());
  await fixture.fill('Work', 0);
  await fixture.fill('INBOX', count);
  return fixture;
}

describe('copying within an account', () => {
  it('takes one command for many, and leaves the messages where they are', async () => {
    const fixture = await withMessages(3);
    fixture.server.setFlags('INBOX', 2, { flagged: true });
    fixture.add('INBOX', [1, 2, 3], action);
    expect(fixture.store.folders().find(({ path }) => path === 'Work')).toMatchObject({ total: 3, unread: 3 });
    await fixture.run();
    expect(fixture.count('copy')).toBe(1);
    expect(fixture.server.uids('INBOX')).toEqual([1, 2, 3]);
    expect(fixture.server.folder('Work').messages.map(({ flags }) => flags.flagged)).toEqual([false, true, false]);
    expect(fixture.queued()).toEqual([]);
  });

  it('Y2: wherever the connection is cut, there is one copy', async () => {
    const faults: readonly FakeFault[] = [
      { kind: 'drop_before' },
      { kind: 'drop_after' },
      { kind: 'drop_before', skip: 1 },
      { kind: 'drop_after', skip: 1 },
    ];
    for (const verb of ['select', 'copy', 'fetchEnvelopes'] as const) {
      for (const fault of faults) {
        const fixture = await withMessages(2);
        fixture.server.fail(verb, fault);
        // The server's first answer gets lost as well, so that looking again is part of what is cut.
        if (verb !== 'copy') fixture.server.fail('copy', { kind: 'drop_after' });
        fixture.add('INBOX', [1, 2], action);
        await fixture.run();
        const copies = fixture.server.folder('Work').messages.map(({ envelope }) => envelope.messageIdHeader);
        const originals = fixture.server.folder('INBOX').messages.map(({ envelope }) => envelope.messageIdHeader);
        expect(copies, `${verb} ${JSON.stringify(fault)}`).toEqual(originals);
        expect(fixture.queued()).toEqual([]);
      }
    }
  });

  it('parks with what is in the way: no such folder, or no space', async () => {
    const fixture = await withMessages(1);
    fixture.server.folders.delete('Work');
    fixture.add('INBOX', [1], action);
    await fixture.run();
    expect(fixture.reasons()).toEqual(['folder_gone']);
    const full = await withMessages(2);
    full.refuse(({ verb }) => (verb === 'copy' ? { code: 'OVERQUOTA', text: 'Mailbox is full' } : null));
    full.add('INBOX', [1, 2], action);
    await full.run();
    expect(full.parked().map(({ error }) => error.params)).toEqual([
      { reason: 'over_quota', folder: 'Work', said: 'Mailbox is full' },
      { reason: 'over_quota', folder: 'Work', said: 'Mailbox is full' },
    ]);
  });
});
