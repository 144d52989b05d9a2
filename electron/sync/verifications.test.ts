import { setImmediate as immediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accountSyncFixture } from './account-sync-fixture.ts';
import { largestWindow } from './folder/plan.ts';

const messages = largestWindow * 2 + 1;

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(async () => {
  fixture = accountSyncFixture();
  for (let number = 1; number <= messages; number += 1)
    fixture.server.deliver('INBOX', { subject: `Number ${number}` });
  fixture.sync.start();
  await fixture.settled();
  await fixture.until(() => fixture.server.calls.includes('idle'));
});

afterEach(() => fixture.dispose());

it('ends a comparison that runs after the window under way, keeps the connection, and can be asked for again', async () => {
  const { server, sync, inbox } = fixture;
  const window = server.hold('fetchFlags');
  sync.verify(inbox);
  await window.reached;
  const signedIn = server.signIns.length;
  server.calls.length = 0;
  expect(sync.verification(inbox)).toEqual({ kind: 'running', compared: 0, total: messages });
  sync.endVerifying(inbox);
  expect(sync.verification(inbox)).toBeNull();
  window.release();
  await fixture.until(() => fixture.kind === 'online');
  for (let turn = 0; turn < 200; turn += 1) await immediate();
  expect(server.calls).not.toContain('fetchFlags');
  expect(sync.verification(inbox)).toBeNull();
  sync.verify(inbox);
  await fixture.until(() => sync.verification(inbox)?.kind === 'done');
  expect(sync.verification(inbox)).toMatchObject({ kind: 'done', compared: messages });
  expect(server.signIns).toHaveLength(signedIn);
});
