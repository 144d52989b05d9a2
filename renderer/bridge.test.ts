import { afterEach, describe, expect, it } from 'vitest';
import type { ViewId } from '../shared/mail.ts';
import { failure } from '../shared/reply.ts';
import { call } from './bridge.ts';
import { fakeBridge } from './testing/fake-bridge.ts';

const asked = { viewId: 'one' as ViewId, start: 0, count: 0 };

afterEach(() => Reflect.deleteProperty(window, 'heron'));

/** Main answers so when it is asked for rows. */
function answers(answer: unknown): void {
  const { bridge } = fakeBridge({});
  Object.assign(bridge.calls, { 'mail.rows': async () => answer });
  Object.assign(window, { heron: bridge });
}

describe('calls of main', () => {
  it('have the same reply, whether main answers with it or with its JSON', async () => {
    const reply = { ok: true, value: { revision: 1, total: 0, rows: [] } };
    for (const answer of [reply, JSON.stringify(reply)]) {
      answers(answer);
      expect(await call('mail.rows', asked)).toEqual(reply);
    }
  });

  it('fail where main does not answer, or not in JSON', async () => {
    for (const answer of [Promise.reject(new Error('gone')), '{"ok":']) {
      answers(answer);
      expect(await call('mail.rows', asked)).toEqual(
        failure({ code: 'internal', params: { reason: 'no_answer' }, retryable: true }),
      );
    }
  });
});
