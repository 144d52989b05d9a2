import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountSyncFixture, answered } from './account-sync-fixture.ts';
import { checkEveryMs } from './background-work.ts';

const quiet = ['Anna', 'Bills', 'Club', 'Deeds'];

let fixture: ReturnType<typeof accountSyncFixture>;

beforeEach(() => {
  fixture = accountSyncFixture();
  for (const path of quiet) fixture.server.addFolder(path);
});

afterEach(() => fixture.dispose());

const count = (verb: string): number => fixture.server.calls.filter((call) => call === verb).length;

async function started(): Promise<void> {
  fixture.sync.start();
  await fixture.settled();
  await fixture.until(() => count('idle') > 0);
}

/** How many commands with this name each of the next checks sends. */
async function inChecks(verb: string, checks: number): Promise<number[]> {
  const counts: number[] = [];
  for (let check = 0; check < checks; check += 1) {
    fixture.server.calls.length = 0;
    await fixture.clock.advance(checkEveryMs);
    await fixture.until(() => fixture.kind === 'online' && count('listFolders') === 1);
    counts.push(count(verb));
  }
  return counts;
}

const unreadIn = (path: string): number | undefined =>
  fixture.store.folders().find((folder) => folder.path === path)?.unread;

describe('the checks of an account in which nothing changes', () => {
  it('ask about folders less and less often', async () => {
    await started();
    // The inbox is looked at each time, and its STATUS closes that.
    const asked = await inChecks('status', 11);
    const all = asked[0] ?? 0;
    expect(all).toBeGreaterThan(quiet.length);
    expect(asked).toEqual([all, 1, all, 1, 1, 1, all, 1, 1, 1, all]);
  });

  it('ask at each check about a folder in which something changes, and at once when the user asks', async () => {
    await started();
    await inChecks('status', 3);
    fixture.server.deliver('Bills', { subject: 'One' });
    await inChecks('status', 4);
    expect(unreadIn('Bills')).toBe(1);
    fixture.server.deliver('Bills', { subject: 'Two' });
    await inChecks('status', 1);
    expect(unreadIn('Bills')).toBe(2);
    await inChecks('status', 3);
    fixture.server.deliver('Deeds', { subject: 'Three' });
    fixture.sync.syncNow();
    await fixture.until(() => unreadIn('Deeds') === 1);
  });

  it('ask about all of them in one round trip where the server can do that', async () => {
    fixture.server.capabilities = [...fixture.server.capabilities, 'LIST-STATUS'];
    await started();
    expect(await inChecks('statuses', 3)).toEqual([1, 1, 1]);
    // Of the inbox, which was looked at.
    expect(await inChecks('status', 3)).toEqual([1, 1, 1]);
    fixture.server.deliver('Club', { subject: 'One' });
    fixture.sync.syncNow();
    await fixture.until(() => unreadIn('Club') === 1);
  });

  it('ask about each one where the server refuses that', async () => {
    fixture.server.capabilities = [...fixture.server.capabilities, 'LIST-STATUS'];
    fixture.server.refuses = ({ verb }) => (verb === 'statuses' ? answered('NO [UNAVAILABLE] later') : null);
    for (const path of quiet) fixture.server.deliver(path, { subject: 'One' });
    await started();
    await fixture.until(() => quiet.every((path) => unreadIn(path) === 1));
    expect(count('statuses')).toBeGreaterThan(0);
  });
});
