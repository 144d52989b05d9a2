import { afterEach, describe, expect, it } from 'vitest';
import type { AccountId, SignInId, SignInState } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { installBridge, settle } from '../testing/test-window.tsx';
import {
  confirmIdentity,
  endSignIn,
  firstStateReceived,
  followSignIn,
  idleRun,
  newCode,
  runRefused,
  runStarted,
  type SignInRequest,
  type SignInRun,
  startSignIn,
  stateReceived,
  useSignIn,
} from './sign-in.ts';

const request: SignInRequest = { purpose: 'sign_in_again', accountId: 'account' as AccountId };
const one = 'one' as SignInId;
const two = 'two' as SignInId;
const waiting: SignInState = {
  kind: 'waiting',
  userCode: 'ABCD1234',
  verificationUri: 'https://example.org/device',
  expiresAt: 1,
  networkTrouble: false,
};
const running: SignInRun = { kind: 'running', request, signInId: one, state: waiting };

afterEach(() => useSignIn.setState({ run: idleRun }));

describe('transitions', () => {
  it('starts only what is still wanted', () => {
    expect(runStarted(idleRun, request, one)).toBe(idleRun);
    expect(runStarted({ kind: 'starting', request: { ...request } }, request, one).kind).toBe('starting');
    expect(runStarted({ kind: 'starting', request }, request, one).kind).toBe('running');
  });

  it('is refused only while it starts', () => {
    const error = { code: 'client_id_missing', params: { reason: 'needed' }, retryable: false } as const;
    expect(runRefused(running, request, error)).toBe(running);
    expect(runRefused({ kind: 'starting', request }, request, error)).toEqual({ kind: 'refused', request, error });
  });

  it('ignores the news of other runs, and keeps the reference when nothing changed', () => {
    expect(stateReceived(running, two, { kind: 'cancelled' })).toBe(running);
    expect(stateReceived(idleRun, one, waiting)).toBe(idleRun);
    expect(stateReceived(running, one, structuredClone(waiting))).toBe(running);
    expect(stateReceived(running, one, { ...waiting, networkTrouble: true })).not.toBe(running);
  });

  it('does not let the state asked for at the start overtake a newer event', () => {
    expect(firstStateReceived(running, one, { kind: 'requesting' })).toBe(running);
  });
});

describe('a sign-in', () => {
  it('follows main from the request to the code', async () => {
    const { emit } = installBridge({
      'signIn.start': success({ signInId: one }),
      'signIn.state': success({ kind: 'requesting' }),
    });
    const stop = followSignIn();
    await startSignIn(request);
    emit('signIn.changed', { signInId: one, state: waiting });
    expect(useSignIn.getState().run).toEqual(running);
    stop();
  });

  it('cancels a run that was given up before main had started it', async () => {
    const { calls } = installBridge({ 'signIn.start': success({ signInId: one }), 'signIn.cancel': success(null) });
    const started = startSignIn(request);
    endSignIn();
    await started;
    expect(calls.map(({ name }) => name)).toEqual(['signIn.start', 'signIn.cancel']);
    expect(useSignIn.getState().run).toBe(idleRun);
  });

  it('T7 asks the waiting run for a new code, and starts again after it has ended', async () => {
    const { calls } = installBridge({
      'signIn.newCode': success(null),
      'signIn.start': success({ signInId: two }),
      'signIn.state': success(waiting),
    });
    useSignIn.setState({ run: running });
    await newCode();
    expect(calls).toEqual([{ name: 'signIn.newCode', input: { signInId: one } }]);
    const error = { code: 'sign_in_expired', params: { reason: 'code_expired' }, retryable: true } as const;
    useSignIn.setState({ run: { ...running, state: { kind: 'expired', error } } });
    await newCode();
    expect(calls.slice(1).map(({ name }) => name)).toEqual(['signIn.start', 'signIn.state']);
    expect(useSignIn.getState().run).toMatchObject({ kind: 'running', signInId: two, state: waiting });
  });

  it('refuses somebody else’s sign-in in main before it asks for a new code', async () => {
    const { calls } = installBridge({
      'signIn.confirmIdentity': success(null),
      'signIn.cancel': success(null),
      'signIn.start': success({ signInId: two }),
    });
    useSignIn.setState({ run: { ...running, state: { kind: 'confirming', expected: 'a@b', actual: 'c@b' } } });
    await confirmIdentity(false);
    expect(calls[0]).toEqual({ name: 'signIn.confirmIdentity', input: { signInId: one, accept: false } });
    expect(calls.some(({ name }) => name === 'signIn.start')).toBe(true);
    await settle();
  });
});
