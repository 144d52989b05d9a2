import { describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/reply.ts';
import type { OutboxEntry, OutboxState } from '../drafts/draft.ts';
import { canBeTakenBack, nextAt, type OutboxEvent, transition } from './transitions.ts';

const server = 'smtp.test:587';
const message = { file: 'a.eml', size: 1, eightBit: false, bccField: '' };
const entry = (state: OutboxState, more: Partial<OutboxEntry> = {}): OutboxEntry => ({
  state,
  messageId: '<a@b>',
  date: 0,
  accepted: [],
  message,
  attempts: 1,
  ...more,
});
const sending = (handingOver: boolean) => entry({ kind: 'sending', handingOver });
const uncertainError: AppError = {
  code: 'may_have_been_sent',
  params: { reason: 'connection_cut', server },
  retryable: false,
};
const states: readonly OutboxState[] = [
  { kind: 'held', until: 5 },
  { kind: 'scheduled', at: 6 },
  { kind: 'waiting', error: null, retryAt: null },
  { kind: 'sending', handingOver: false },
  { kind: 'sending', handingOver: true },
  { kind: 'refused', error: uncertainError, refused: [] },
  { kind: 'uncertain', error: uncertainError, lookedAt: null },
];
const now = 1_000;
const ended = (
  outcome: Extract<OutboxEvent, { kind: 'ended' }>['outcome'],
  recipients = ['a@x', 'b@x'],
): OutboxEvent => ({ kind: 'ended', outcome, recipients, now });
const kindAfter = (from: OutboxEntry, event: OutboxEvent): string => {
  const next = transition(from, event).entry;
  return next === 'sent' ? 'sent' : next.state.kind;
};

describe('the outbox’s states', () => {
  it('after a crash only what was not being handed over is sent by itself', () => {
    const after = states.map((state) => kindAfter(entry(state), { kind: 'restarted', server }));
    expect(after).toEqual(['held', 'scheduled', 'waiting', 'waiting', 'uncertain', 'refused', 'uncertain']);
  });

  it('nothing that may have been sent is sent again without the user', () => {
    const uncertain = entry({ kind: 'uncertain', error: uncertainError, lookedAt: null });
    expect(nextAt(uncertain)).toBeNull();
    expect(nextAt(sending(true))).toBeNull();
    for (const event of [{ kind: 'due' }, { kind: 'started' }, { kind: 'handing_over' }] as const) {
      expect(() => transition(uncertain, event)).toThrow();
    }
    expect(kindAfter(uncertain, { kind: 'not_found', now })).toBe('uncertain');
    expect(kindAfter(uncertain, { kind: 'arrived' })).toBe('sent');
    expect(kindAfter(uncertain, { kind: 'again' })).toBe('waiting');
  });

  it('a connection is made only for what waits, and the end of a message sent only for what is being sent', () => {
    const may = (event: OutboxEvent): string[] =>
      states.filter((state) => !throws(() => transition(entry(state), event))).map(({ kind }) => kind);
    expect(may({ kind: 'started' })).toEqual(['waiting']);
    expect(may({ kind: 'handing_over' })).toEqual(['sending', 'sending']);
    expect(may({ kind: 'again' })).toEqual(['scheduled', 'waiting', 'refused', 'uncertain']);
    expect(states.filter((state) => canBeTakenBack(entry(state))).map(({ kind }) => kind)).not.toContain('sending');
  });

  it('waits longer from time to time, and not for ever', () => {
    const later: AppError = {
      code: 'sending_deferred',
      params: { reason: 'later', server, said: '' },
      retryable: true,
    };
    const waits = [1, 2, 3, 4, 5, 6, 7, 20].map((attempts) => {
      const next = transition(
        { ...sending(false), attempts },
        ended({ kind: 'not_sent', error: later, refused: [] }),
      ).entry;
      return next !== 'sent' && next.state.kind === 'waiting' ? (next.state.retryAt ?? 0) - now : 0;
    });
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(waits.at(-1)).toBe(3_600_000);
    const last = transition(
      { ...sending(false), attempts: 50 },
      ended({ kind: 'not_sent', error: later, refused: [] }),
    ).entry;
    expect(last).toMatchObject({ state: { kind: 'refused', error: { params: { reason: 'given_up' } } } });
  });

  it('keeps to the wait that the server asks for', () => {
    const limit: AppError = {
      code: 'sending_limit',
      params: { reason: 'reached', server, said: '' },
      retryable: true,
      retryAfterMs: 7_200_000,
    };
    expect(transition(sending(false), ended({ kind: 'not_sent', error: limit, refused: [] })).entry).toMatchObject({
      state: { kind: 'waiting', retryAt: now + 7_200_000 },
    });
  });

  it('files one copy, however often the rest is tried', () => {
    const refused = [{ address: 'b@x', said: '', passing: true, why: 'other' as const }];
    const first = transition(sending(true), ended({ kind: 'accepted', server, refused }));
    expect(first).toMatchObject({ filed: true, entry: { accepted: ['a@x'], state: { kind: 'waiting' } } });
    const again = transition(
      entry({ kind: 'sending', handingOver: true }, { accepted: ['a@x'] }),
      ended({ kind: 'accepted', server, refused: [] }, ['b@x']),
    );
    expect(again).toEqual({ entry: 'sent', filed: false });
  });
});

function throws(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}
