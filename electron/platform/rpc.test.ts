import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { AppFailure, failure, success } from '../../shared/reply.ts';
import { type CallHandlers, createRpc } from './rpc.ts';

interface Calls {
  double: { input: { value: number }; output: number };
  wait: { input: null; output: null };
  fail: { input: 'app' | 'fault' | 'uncloneable'; output: unknown };
}
interface Events {
  tick: { count: number };
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function pair(handlers: Partial<CallHandlers<Calls>> = {}) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const faults: string[] = [];
  const events: unknown[] = [];
  const served: CallHandlers<Calls> = {
    double: async ({ value }) => success(value * 2),
    wait: () => new Promise(() => undefined),
    fail: async (how) => {
      if (how === 'app') throw new AppFailure({ code: 'offline', params: { reason: 'computer' }, retryable: true });
      if (how === 'uncloneable') return success(() => undefined);
      throw new Error('secret detail');
    },
    ...handlers,
  };
  const client = createRpc<Calls, Record<never, never>, Record<never, never>, Events>({
    port: port1,
    handlers: {},
    onEvent: (name, payload) => events.push([name, payload]),
    onFault: (text) => faults.push(text),
  });
  const server = createRpc<Record<never, never>, Calls, Events>({
    port: port2,
    handlers: served,
    onEvent: () => undefined,
    onFault: (text) => faults.push(text),
  });
  return { client, server, faults, events, port1, port2 };
}

describe('rpc', () => {
  it('answers calls', async () => {
    const { client } = pair();
    const replies = await Promise.all([1, 2, 3].map((value) => client.call('double', { value })));
    expect(replies).toEqual([success(2), success(4), success(6)]);
  });

  it('answers in JSON where that is asked for, also what cannot be written, and after the port closed', async () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const { client, faults } = pair({ fail: async () => success(circle) });
    expect(await client.callForText('double', { value: 4 })).toBe('{"ok":true,"value":8}');
    expect(JSON.parse(await client.callForText('fail', 'app'))).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(faults).toEqual(['The reply to fail could not be written.']);
    const waiting = client.callForText('wait', null);
    client.end({ code: 'internal', params: { reason: 'engine_restarting' }, retryable: true });
    for (const answer of [await waiting, await client.callForText('double', { value: 1 })])
      expect(JSON.parse(answer)).toMatchObject({ ok: false, error: { params: { reason: 'engine_restarting' } } });
  });

  it('I1: a failure that was thrown is a reply, and an unforeseen one does not leave the log', async () => {
    const { client, faults } = pair();
    expect(await client.call('fail', 'app')).toMatchObject({ ok: false, error: { code: 'offline' } });
    const reply = await client.call('fail', 'fault');
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret detail');
    expect(faults).toEqual(['The call fail failed.']);
  });

  it('I1: unknown calls, values that cannot be cloned and malformed messages do no harm', async () => {
    const { client, faults, port1 } = pair();
    for (const message of [null, 7, {}, { kind: 'call' }, { kind: 'reply', id: 1 }, { kind: 'nonsense' }]) {
      port1.postMessage(message);
    }
    expect(await client.call('toString' as 'double', { value: 1 })).toMatchObject({
      ok: false,
      error: { code: 'invalid_input' },
    });
    expect(await client.call('fail', 'uncloneable')).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(await client.call('double', { value: (() => 1) as unknown as number })).toMatchObject({
      ok: false,
      error: { code: 'internal' },
    });
    expect(faults.filter((text) => text.startsWith('A malformed'))).toHaveLength(6);
    expect(await client.call('double', { value: 4 })).toEqual(success(8));
  });

  it('cancels on both sides', async () => {
    let seen: (() => void) | null = null;
    const handlerAborted = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const { client } = pair({
      wait: (_input, signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            seen?.();
            resolve(failure({ code: 'cancelled', params: { reason: 'asked' }, retryable: true }));
          });
        }),
    });
    const controller = new AbortController();
    const call = client.call('wait', null, controller.signal);
    controller.abort();
    expect(await call).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    await handlerAborted;
    expect(await client.call('wait', null, controller.signal)).toMatchObject({ ok: false });
  });

  it('calls in flight fail when the port closes, and later ones at once', async () => {
    const { client } = pair();
    const call = client.call('wait', null);
    client.end({ code: 'internal', params: { reason: 'engine_restarting' }, retryable: true });
    expect(await call).toMatchObject({
      ok: false,
      error: { code: 'internal', params: { reason: 'engine_restarting' } },
    });
    expect(await client.call('double', { value: 1 })).toMatchObject({ ok: false });
  });

  it('tells events', async () => {
    const { client, server, events } = pair();
    server.emit('tick', { count: 1 });
    await client.call('double', { value: 1 });
    expect(events).toEqual([['tick', { count: 1 }]]);
  });
});
