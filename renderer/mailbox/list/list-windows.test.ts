import { describe, expect, it } from 'vitest';
import type { MessageId, MessageRow } from '../../../shared/mail.ts';
import { cursorLeaves, cursorMayStay, cursorMoved } from '../selection/cursor.ts';
import { dayBegun, nextRequest, placeFound, rangeShown, revisionAnnounced, rowsReceived } from './list-windows.ts';
import { emptyList, keptPages, type ListState, rowAt } from './rows.ts';

function row(id: number, seen = true): MessageRow {
  return {
    id: id as MessageId,
    subject: `Message ${id}`,
    from: { name: 'Ada', address: 'ada@contoso.test' },
    to: { name: '', address: '' },
    receivedAt: id,
    snippet: '',
    seen,
    flagged: false,
    answered: false,
    forwarded: false,
    markedDeleted: false,
    hasAttachments: false,
    unfetched: false,
  };
}

/** A server-side view: newest first, as main keeps it. */
function box(...ids: number[]): { revision: number; rows: MessageRow[] } {
  return { revision: 1, rows: ids.map((id) => row(id)) };
}

function numbers(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from - index);
}

/** Answers the list's requests as main would until none is left; returns the list and the number of requests. */
function fill(list: ListState, view: ReturnType<typeof box>): { list: ListState; requests: number } {
  let current = list;
  for (let requests = 0; requests < 20; requests++) {
    const request = nextRequest(current);
    if (!request) return { list: current, requests };
    if (request.kind === 'rows') {
      const rows = view.rows.slice(request.start, request.start + request.count).map((known) => ({ ...known }));
      current = rowsReceived(current, request, { revision: view.revision, total: view.rows.length, rows });
    } else {
      const index = view.rows.findIndex(({ id }) => id === request.key);
      current = placeFound(current, request, index < 0 ? null : index);
    }
  }
  throw new Error('The list never stops asking.');
}

function opened(view: ReturnType<typeof box>): ListState {
  return fill(revisionAnnounced(emptyList, { revision: view.revision, total: view.rows.length }), view).list;
}

function change(list: ListState, view: ReturnType<typeof box>, ids: readonly number[]): ListState {
  view.revision++;
  view.rows = ids.map((id) => row(id));
  return fill(revisionAnnounced(list, { revision: view.revision, total: view.rows.length }), view).list;
}

const idAt = (list: ListState, index: number): number | undefined => rowAt(list, index)?.id;

describe('what is asked for', () => {
  it('asks for one page of the newest rows when a folder opens, and then for nothing', () => {
    const list = revisionAnnounced(emptyList, { revision: 1, total: 100_000 });
    expect(nextRequest(list)).toEqual({ kind: 'rows', start: 0, count: 100, exchange: true, asked: 1 });
    expect(nextRequest(emptyList)).toBeNull();
    const { list: filled, requests } = fill(list, box(...numbers(1000, 1000)));
    expect(requests).toBe(1);
    expect(nextRequest(filled)).toBeNull();
  });

  it('fetches nothing while only older mail arrives than is shown, as in the first download of a folder', () => {
    const view = box(...numbers(5_000, 300));
    const list = rangeShown(opened(view), 0, 40);
    const older = (changed: { since: number; newest: number }): ListState => {
      const told = { since: changed.since, newest: changed.newest as MessageId };
      return revisionAnnounced(list, { revision: 2, total: 1_300, changed: told });
    };
    const grown = older({ since: 1, newest: 4_700 });
    expect(grown).toMatchObject({ revision: 2, latest: 2, total: 1_300 });
    expect(nextRequest(grown)).toBeNull();
    expect(idAt(grown, 40)).toBe(4_960);
    // A row that is shown, a report that was missed, and rows that moved under the cursor: all is asked for again.
    for (const changed of [
      { since: 1, newest: 4_901 },
      { since: 0, newest: 4_700 },
    ])
      expect(nextRequest(older(changed))).toMatchObject({ start: 0, exchange: true });
    const below = revisionAnnounced(cursorMoved(rangeShown(list, 150, 190), 299), {
      ...{ revision: 2, total: 1_300, changed: { since: 1, newest: 4_705 as MessageId } },
    });
    expect(nextRequest(below)).toMatchObject({ exchange: true });
  });

  it('asks again where days begin that reach down to what changed', () => {
    const day = 86_400_000;
    const atDay = (of: number) => Math.floor((of * day) / 1_000) * 2 ** 20;
    const ids = numbers(0, 120).map((_each, index) => atDay(200 - index));
    const view = { revision: 1, rows: ids.map((id) => row(id)) };
    const dates = { times: [200, 150, 50, 20].map((of) => of * day), notOlder: [1, 51, 120, 120] };
    const list = { ...rangeShown(opened(view), 0, 40), dates };
    const grown = revisionAnnounced(list, {
      ...{ revision: 2, total: 300, changed: { since: 1, newest: (atDay(100) + 5) as MessageId } },
    });
    expect(grown.dates?.notOlder).toEqual([1, 51]);
    expect(nextRequest(grown)).toMatchObject({ count: 0, exchange: false });
    // What is further down than is shown is not asked for.
    expect(nextRequest(rangeShown(grown, 0, 20))).toBeNull();
  });

  it('asks only for what is visible after a jump of the scrollbar', () => {
    const view = box(...numbers(100_000, 100_000));
    const list = rangeShown(opened(view), 50_010, 50_030);
    expect(nextRequest(list)).toMatchObject({ start: 49_900, count: 200, exchange: false });
    const { list: filled, requests } = fill(list, view);
    expect(requests).toBe(1);
    expect(idAt(filled, 50_010)).toBe(49_990);
  });

  it('asks on where days and months begin until all of that is known, rows that are visible first', () => {
    const times = [3, 2, 1];
    const view = box(...numbers(250, 250));
    const request = nextRequest(revisionAnnounced(emptyList, { revision: 1, total: 250 }));
    if (request?.kind !== 'rows') throw new Error('no rows');
    const reply = { revision: 1, total: 250, rows: view.rows.slice(0, 100) };
    let list = rowsReceived(revisionAnnounced(emptyList, { revision: 1, total: 250 }), request, {
      ...reply,
      dates: { times, notOlder: [7] },
    });
    expect(nextRequest(rangeShown(list, 200, 220))).toMatchObject({ start: 100, count: 200 });
    const more = nextRequest(list);
    expect(more).toEqual({ kind: 'rows', start: 0, count: 0, exchange: false, asked: 1 });
    if (more?.kind !== 'rows') throw new Error('no rows');
    const { pages } = list;
    list = rowsReceived(list, more, { ...reply, rows: [], dates: { times, notOlder: [7, 9, 40] } });
    expect(list.pages).toBe(pages);
    expect(list.dates?.notOlder).toEqual([7, 9, 40]);
    expect(nextRequest(list)).toBeNull();
    expect(nextRequest(dayBegun(list))).toMatchObject({ count: 0 });
    expect(dayBegun(emptyList)).toBe(emptyList);
  });

  it('keeps a bounded number of pages, the ones around what is visible (Y6)', () => {
    const view = box(...numbers(100_000, 100_000));
    let list = opened(view);
    for (let first = 0; first < 30_000; first += 90) list = fill(rangeShown(list, first, first + 20), view).list;
    expect(list.pages.size).toBeLessThanOrEqual(keptPages);
    expect(rowAt(list, list.first)).toBeDefined();
  });

  it('stops asking when main has fewer rows than it said', () => {
    const list = revisionAnnounced(emptyList, { revision: 1, total: 400 });
    const lying = { revision: 1, rows: [] as MessageRow[] };
    const nothing = fill(list, lying);
    expect(nothing.list.total).toBe(0);
    expect(nothing.requests).toBe(1);
    const deep = rangeShown(opened(box(...numbers(400, 400))), 300, 320);
    const request = nextRequest(deep);
    expect(request).toMatchObject({ start: 200, count: 200 });
    const answered =
      request?.kind === 'rows' ? rowsReceived(deep, request, { revision: 1, total: 400, rows: [] }) : deep;
    expect(fill(answered, lying).requests).toBe(1);
  });
});

describe('revisions', () => {
  it('ignores older news, and drops a late page of an older revision', () => {
    const view = box(...numbers(500, 500));
    const list = revisionAnnounced(rangeShown(opened(view), 300, 320), { revision: 5, total: 501 });
    expect(revisionAnnounced(list, { revision: 4, total: 9 })).toBe(list);
    const late = { kind: 'rows', start: 200, count: 200, exchange: false, asked: 1 } as const;
    expect(rowsReceived(list, late, { revision: 1, total: 500, rows: [row(7)] })).toBe(list);
  });

  it('keeps the old rows on screen until the new ones are here, then exchanges them at once', () => {
    const view = box(...numbers(150, 150));
    const list = opened(view);
    const announced = revisionAnnounced(list, { revision: 2, total: 151 });
    expect(announced.pages).toBe(list.pages);
    expect(announced.total).toBe(150);
    const changed = change(list, view, numbers(151, 151));
    expect(changed.total).toBe(151);
    expect(idAt(changed, 0)).toBe(151);
  });

  it('keeps the object of every row that did not change', () => {
    const view = box(...numbers(60, 60));
    const list = opened(view);
    view.rows[3] = row(57, false);
    view.revision = 2;
    const { list: next } = fill(revisionAnnounced(list, { revision: 2, total: 60 }), view);
    expect(rowAt(next, 4)).toBe(rowAt(list, 4));
    expect(rowAt(next, 3)).toMatchObject({ id: 57, seen: false });
  });

  it('shows a page of a newer revision than announced only together with everything else', () => {
    const view = box(...numbers(500, 500));
    const list = rangeShown(opened(view), 300, 320);
    view.revision = 7;
    const { list: filled } = fill(list, view);
    expect(filled.revision).toBe(7);
    expect([...filled.pages.keys()]).toEqual([2, 3]);
  });

  it('does not ask for ever when main answers behind its own news', () => {
    const list = revisionAnnounced(emptyList, { revision: 9, total: 3 });
    expect(fill(list, box(3, 2, 1)).requests).toBe(1);
  });
});

describe('what is being read stays where it is', () => {
  const start = numbers(10_000, 10_000);

  it('moves the viewport along with new mail above it', () => {
    const view = box(...start);
    const list = fill(rangeShown(opened(view), 250, 270), view).list;
    const reading = idAt(list, 250);
    const changed = change(list, view, [10_003, 10_002, 10_001, ...start]);
    expect(changed.first).toBe(253);
    expect(changed.shift).toEqual({ revision: 2, rows: 3 });
    expect(idAt(changed, changed.first)).toBe(reading);
  });

  it('finds the place again when thousands arrived above it', () => {
    const view = box(...start);
    const list = fill(rangeShown(opened(view), 250, 270), view).list;
    const changed = change(list, view, [...numbers(15_000, 5_000), ...start]);
    expect(changed.first).toBe(5_250);
    expect(idAt(changed, changed.first)).toBe(9_750);
  });

  it('stays at the same row number when the first visible row was removed', () => {
    const view = box(...start);
    const list = fill(rangeShown(opened(view), 250, 270), view).list;
    const changed = change(
      list,
      view,
      start.filter((id) => id !== 9_750),
    );
    expect(changed.first).toBe(250);
    expect(idAt(changed, 250)).toBe(9_749);
  });

  it('lets new mail in at the top of the list', () => {
    const view = box(...start);
    const changed = change(opened(view), view, [10_001, ...start]);
    expect(changed.shift.rows).toBe(0);
    expect(idAt(changed, 0)).toBe(10_001);
  });
});

describe('the selection', () => {
  it('stays on its message when rows shift', () => {
    const view = box(...numbers(50, 50));
    const list = cursorMoved(opened(view), 10);
    const changed = change(list, view, numbers(53, 53));
    expect(changed.cursor).toEqual({ index: 13, id: 40 });
    expect(changed.reveal).toBe(list.reveal);
  });

  it('is looked up when its message is not among the rows fetched', () => {
    const view = box(...numbers(5_000, 5_000));
    let list = cursorMoved(opened(view), 10);
    list = fill(rangeShown(list, 3_000, 3_020), view).list;
    const changed = change(list, view, numbers(5_002, 5_002));
    expect(changed.cursor).toEqual({ index: 12, id: 4_990 });
  });

  it('goes to the next message when its own is removed', () => {
    const view = box(...numbers(50, 50));
    const changed = change(
      cursorMoved(opened(view), 10),
      view,
      numbers(50, 50).filter((id) => id !== 40),
    );
    expect(changed.cursor).toEqual({ index: 10, id: 39 });
  });

  it('goes to the next one that is left when several are removed and others arrive', () => {
    const view = box(...numbers(50, 50));
    const left = numbers(55, 55).filter((id) => ![40, 39, 38, 45].includes(id));
    const changed = change(cursorMoved(opened(view), 10), view, left);
    expect(changed.cursor?.id).toBe(37);
    expect(idAt(changed, changed.cursor?.index ?? -1)).toBe(37);
  });

  it('goes to the message before when the last one is removed, and nowhere when none is left', () => {
    const view = box(3, 2, 1);
    const list = change(cursorMoved(opened(view), 2), view, [3, 2]);
    expect(list.cursor).toEqual({ index: 1, id: 2 });
    expect(change(list, view, []).cursor).toBeNull();
  });

  it('is clamped to the list', () => {
    const list = opened(box(3, 2, 1));
    expect(cursorMoved(list, 99).cursor).toEqual({ index: 2, id: 1 });
    expect(cursorMoved(list, -5).cursor).toEqual({ index: 0, id: 3 });
    expect(cursorMoved(emptyList, 0).cursor).toBeNull();
  });

  it('reaches the end of a long list, its message following with the page', () => {
    const view = box(...numbers(100_000, 100_000));
    const list = cursorMoved(opened(view), 99_999);
    expect(list.cursor).toEqual({ index: 99_999, id: null });
    expect(fill(list, view).list.cursor).toEqual({ index: 99_999, id: 1 });
  });

  it('leaves a message that is being moved away at once, and follows no other removal', () => {
    const view = box(...numbers(50, 50));
    const list = cursorMoved(opened(view), 10);
    const left = cursorLeaves(list, [40 as MessageId]);
    expect(left.cursor?.id).toBe(39);
    expect(cursorLeaves(list, [17 as MessageId]).cursor).toBe(list.cursor);
    expect(
      change(
        left,
        view,
        numbers(50, 50).filter((id) => id !== 40),
      ).cursor,
    ).toEqual({ index: 10, id: 39 });
  });

  it('does not come back to a message that is being moved away, unless that was refused', () => {
    const view = box(4, 3, 2, 1);
    const once = cursorLeaves(cursorMoved(opened(view), 3), [1 as MessageId]);
    const twice = cursorLeaves(once, [2 as MessageId]);
    expect([once.cursor?.id, twice.cursor?.id]).toEqual([2, 3]);
    expect(change(twice, view, [4, 3, 2]).leaving).toEqual(new Set([2]));
    const refused = cursorMayStay(once, [1 as MessageId]);
    expect(cursorLeaves(refused, [2 as MessageId]).cursor?.id).toBe(1);
  });
});
