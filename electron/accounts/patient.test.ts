import { describe, expect, it } from 'vitest';
import { exampleError } from '../../shared/example-errors.ts';
import type { CallInput } from '../../shared/ipc.ts';
import type { SignInId, SignInState } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { newcomerOf } from './patient.ts';

const server = { host: 'mail.contoso.test', port: 993, security: 'tls' } as const;
const password = {
  kind: 'password',
  method: 'password',
  username: 'ada',
  password: 'secret',
  testId: 'this test',
} as const;
const signInId = 'run' as SignInId;
const typed = (by: CallInput<'diagnosis.runSetup'>['by'], repeatRefused = false): CallInput<'diagnosis.runSetup'> => ({
  diagnosisId: 'one',
  repeatRefused,
  address: 'ada@contoso.test',
  imap: server,
  smtp: server,
  by,
});
const error = exampleError('authentication_failed');
const noSignIn = () => {
  throw new Error('Nobody signed in.');
};

describe('what was typed in setup', () => {
  it('is tried with its password, where that was not refused', () => {
    const { patient, lent } = newcomerOf(typed(password), null, noSignIn, null);
    expect(patient).toMatchObject({ address: 'ada@contoso.test', method: 'password', imap: server, block: null });
    expect(lent).toEqual(success({ kind: 'password', username: 'ada', password: 'secret' }));
  });

  it('Q2 brings along why its password was refused, and not why another one was', () => {
    const blockOf = (testId: string) => newcomerOf(typed(password), { testId, error }, noSignIn, null).patient.block;
    expect(blockOf('this test')).toEqual(error);
    expect(blockOf('another test')).toBeNull();
    expect(
      newcomerOf(typed({ ...password, testId: null }), { testId: 'this test', error }, noSignIn, null).patient.block,
    ).toBeNull();
  });

  it('lends no token of a sign-in that failed, and says why', () => {
    const stateOf = (state: SignInState) =>
      newcomerOf(typed({ kind: 'sign_in', signInId }), null, () => success(state), null);
    const blocked = exampleError('consent_required');
    expect(stateOf({ kind: 'blocked', error: blocked }).lent).toEqual({ ok: false, error: blocked });
    expect(stateOf({ kind: 'requesting' }).lent).toMatchObject({ ok: false, error: { code: 'sign_in_required' } });
    expect(stateOf({ kind: 'requesting' }).patient).toMatchObject({ method: 'oauth2', block: null });
  });
});
