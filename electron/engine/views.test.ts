import { describe, expect, it } from 'vitest';
import type { AccountId, FolderId, MessageId, ViewState } from '../../shared/mail.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import type { Changes, ListView } from '../store/mail-store.ts';
import { Views } from './views.ts';

const accountId = 'ada' as AccountId;
const folderId = 1 as FolderId;
const quiet = { added: [], removed: [], updated: [] };
const ids = (...list: number[]) => list as MessageId[];

function opened(more: Partial<ListView> = { notOlder: () => [] }) {
  const clock = fakeClock();
  const told: ViewState[] = [];
  const listed: AccountId[] = [];
  const views = new Views(
    clock,
    (state) => told.push(state),
    (id) => listed.push(id),
  );
  const view: ListView = {
    ...{ folderId, total: 3, rows: () => [], ids: () => [], indexOf: () => null, order: (id) => id },
    ...{ newerThan: () => 0, lookUp: () => undefined, nextUnread: () => null, apply: () => true },
    ...more,
  };
  const { viewId } = views.open(accountId, view);
  const change = (changes: Partial<Changes>) => views.changed(accountId, { ...quiet, folderId, ...changes });
  return {
    clock,
    views,
    viewId,
    listed,
    change,
    changed: () => told.map(({ revision, changed }) => ({ revision, changed })),
  };
}

describe('a report of a changed list', () => {
  it('says which is the newest message that changed since the report before', async () => {
    const { clock, change, changed } = opened();
    change({ added: ids(7, 5) });
    change({ updated: ids(9) });
    change({ removed: ids(4) });
    await clock.advance(1_000);
    change({ added: ids(2) });
    expect(changed()).toEqual([
      { revision: 2, changed: { since: 1, newest: 7 } },
      { revision: 4, changed: { since: 2, newest: 9 } },
      { revision: 5, changed: { since: 4, newest: 2 } },
    ]);
  });

  it('says nothing of it where anything may have changed, or the list has another order', async () => {
    const { clock, views, viewId, change, changed } = opened();
    change({ rebuilt: true });
    change({ added: ids(2) });
    views.listChanged(viewId);
    await clock.advance(1_000);
    expect(changed()).toEqual([
      { revision: 2, changed: undefined },
      { revision: 4, changed: undefined },
    ]);
    const results = opened({});
    results.change({ added: ids(2) });
    expect(results.changed()).toEqual([{ revision: 2, changed: undefined }]);
  });

  it('comes less and less often while many messages are stored, and at once for what the user did', async () => {
    const { clock, change, changed } = opened();
    const many = ids(...Array.from({ length: 50 }, (_each, index) => index + 1));
    const reportsIn = async (ms: number, changes: Partial<Changes>) => {
      const before = changed().length;
      for (let passed = 0; passed < ms; passed += 10) {
        change(changes);
        await clock.advance(10);
      }
      return changed().length - before;
    };
    // At once, then after 30, 60, 120 and 240 ms, and so on.
    expect(await reportsIn(450, { added: many })).toBe(5);
    expect(await reportsIn(2_400, { added: many })).toBe(10);
    change({ updated: ids(7) });
    const before = changed().length;
    await clock.advance(30);
    expect(changed()).toHaveLength(before + 1);
    // Nothing is left untold, and after a rest a report comes at once again.
    change({ added: many });
    await clock.advance(1_000);
    const last = changed().at(-1)?.revision;
    change({ added: many });
    expect(changed().at(-1)?.revision).toBe((last ?? 0) + 1);
  });
});

describe('where rows are', () => {
  it('is found out in idle moments, in the lists of the account alone, until nothing is left', () => {
    let left = 3;
    const { views, listed } = opened({ reachFurther: () => --left > 0 });
    expect(listed).toEqual([accountId]);
    expect(views.reachFurther('other' as AccountId)).toBe(false);
    expect([left, views.reachFurther(accountId), views.reachFurther(accountId), views.reachFurther(accountId)]).toEqual(
      [3, true, true, false],
    );
    expect(opened().views.reachFurther(accountId)).toBe(false);
  });
});
