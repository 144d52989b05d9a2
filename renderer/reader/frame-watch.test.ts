import { describe, expect, it } from 'vitest';
import { type FrameWatch, watchBegun, watchChanged } from './frame-watch.ts';

const look = { kind: 'look', hidden: false } as const;
const watched = (state: FrameWatch, events: readonly Parameters<typeof watchChanged>[1][]) =>
  events.reduce(watchChanged, state);
const looks = (count: number, hidden = false) => Array.from({ length: count }, () => ({ ...look, hidden }));
const begun = { kind: 'begun' } as const;
const drawn = { kind: 'drawn' } as const;

describe('R1: how long a message is waited for', () => {
  it('gives up a message that is not drawn in ten looks, and not before', () => {
    expect(watched(watchBegun, [begun, ...looks(9)]).phase).toBe('drawing');
    expect(watched(watchBegun, [begun, ...looks(10)]).phase).toBe('ended');
    expect(watched(watchBegun, [begun, ...looks(9), drawn]).phase).toBe('shown');
  });

  it('blames the process and not the message while nothing has begun', () => {
    expect(watched(watchBegun, looks(39)).phase).toBe('starting');
    expect(watched(watchBegun, looks(40)).phase).toBe('restart');
  });

  it('R3 gives up a shown message that leaves six looks unanswered', () => {
    const shown = watched(watchBegun, [begun, drawn]);
    expect(watched(shown, looks(6)).phase).toBe('ended');
    expect(watched(shown, [...looks(5), { kind: 'beat' }, ...looks(5)]).phase).toBe('shown');
  });

  it('expects nothing of a page that cannot be seen', () => {
    expect(watched(watchBegun, [begun, ...looks(1000, true)]).phase).toBe('drawing');
    expect(watched(watchBegun, [begun, drawn, ...looks(1000, true)]).phase).toBe('shown');
  });

  it('lets no late answer bring a page back, and none pass for drawn that did not begin', () => {
    expect(watched(watchBegun, [begun, ...looks(10), drawn, { kind: 'beat' }]).phase).toBe('ended');
    expect(watched(watchBegun, [drawn]).phase).toBe('starting');
    expect(watched(watchBegun, [begun, ...looks(9), { kind: 'beat' }, look]).phase).toBe('ended');
  });
});
