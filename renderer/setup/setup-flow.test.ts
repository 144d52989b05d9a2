import { describe, expect, it } from 'vitest';
import type { AccountId, ConnectionReport, SetupSuggestion } from '../../shared/mail.ts';
import {
  accountAdded,
  addingFailed,
  addingStarted,
  draftChanged,
  initialSetup,
  pendingReport,
  suggestionReceived,
  switchedToMicrosoft,
  testEnded,
  testError,
  testProgressed,
  testStarted,
  wentBack,
  wentBackTo,
  wentTo,
} from './setup-flow.ts';

const suggestion: SetupSuggestion = {
  provider: 'generic',
  name: null,
  isCertain: false,
  foundBy: 'guess',
  username: null,
  foreignHosts: [],
  tenant: null,
  loginHost: null,
  identity: null,
  method: 'password',
  helpUrl: null,
  imap: { host: 'imap.rossi.example', port: 993, security: 'tls' },
  smtp: { host: 'smtp.rossi.example', port: 465, security: 'tls' },
  hint: 'gmail',
};
const typed = draftChanged(initialSetup, { address: ' mario@rossi.example ' });
const passed: ConnectionReport = {
  ok: true,
  steps: pendingReport.steps.map((step) => ({ ...step, state: 'passed', durationMs: 1 })),
};

describe('going back and forth', () => {
  it('loses nothing that was typed', () => {
    const there = draftChanged(wentTo(wentTo(typed, 'provider'), 'imap'), { password: 'secret', username: 'mario' });
    const back = wentBack(wentBack(there));
    expect(back.step).toBe('address');
    expect(back.draft).toBe(there.draft);
    expect(wentBack(back)).toBe(back);
  });

  it('goes back to a step that can mend an error, or on to it when it was never passed', () => {
    const there = wentTo(wentTo(typed, 'imap'), 'test');
    expect(wentBackTo(there, 'imap')).toMatchObject({ step: 'imap', before: ['address'] });
    expect(wentBackTo(there, 'microsoft')).toMatchObject({ step: 'microsoft', before: ['address', 'imap', 'test'] });
  });

  it('keeps the reference when nothing was typed', () => {
    expect(draftChanged(typed, { address: typed.draft.address })).toBe(typed);
  });
});

describe('suggestions', () => {
  const suggested = suggestionReceived(typed, suggestion);

  it('fills in what is likely right', () => {
    expect(suggested.draft).toMatchObject({
      provider: 'generic',
      username: 'mario@rossi.example',
      hint: suggestion.hint,
    });
    expect(suggested.draft.imap).toEqual({ host: 'imap.rossi.example', port: '993', security: 'tls' });
  });

  it('does not overwrite what was typed by hand for the same address, but does for another', () => {
    const edited = draftChanged(suggested, { username: 'm.rossi', provider: 'microsoft365' });
    expect(suggestionReceived(edited, suggestion)).toBe(edited);
    const other = draftChanged(edited, { address: 'luigi@rossi.example' });
    expect(suggestionReceived(other, suggestion).draft.username).toBe('luigi@rossi.example');
  });
});

describe('the connection test', () => {
  const running = testStarted(wentTo(typed, 'test'), 'first');

  it('takes the progress and the end of its own run only', () => {
    expect(testProgressed(running, 'other', passed)).toBe(running);
    expect(testEnded(running, 'other', passed, null)).toBe(running);
    expect(testEnded(running, 'first', passed, null).test).toEqual({ kind: 'done', report: passed, error: null });
    expect(testEnded(wentBack(running), 'first', passed, null).test.kind).toBe('idle');
  });

  it('names the failed step’s error, and the call’s own where there is no report', () => {
    const error = {
      code: 'tls_expired',
      params: { reason: 'expired', server: 'mail.contoso.example:993', date: '' },
      retryable: false,
    } as const;
    const failed: ConnectionReport = {
      ok: false,
      steps: pendingReport.steps.map((step) => (step.step === 'tls' ? { ...step, state: 'failed', error } : step)),
    };
    expect(testError(testEnded(running, 'first', failed, null).test)).toBe(error);
    expect(testError(testEnded(running, 'first', null, error).test)).toBe(error);
    expect(testError(running.test)).toBeNull();
  });

  it('adds the account only after it has passed, and forgets the result when something else is typed', () => {
    const failed = testEnded(running, 'first', pendingReport, null);
    expect(addingStarted(failed)).toBe(failed);
    const done = testEnded(running, 'first', passed, null);
    expect(addingStarted(done).test.kind).toBe('adding');
    expect(draftChanged(done, { password: 'other' }).test.kind).toBe('idle');
    const error = { code: 'disk_full', params: { reason: 'mail' }, retryable: true } as const;
    expect(testError(addingFailed(addingStarted(done), error).test)).toBe(error);
  });

  it('goes on with OAuth2 on the typed servers where passwords are blocked', () => {
    const server = { host: 'mail.contoso.example', port: '993', security: 'tls' } as const;
    const blocked = draftChanged(running, { provider: 'generic', imap: server, password: 'secret' });
    const switched = switchedToMicrosoft(blocked);
    expect(switched.step).toBe('microsoft');
    expect(switched.draft).toMatchObject({ provider: 'microsoft365', microsoftImap: server, password: 'secret' });
    expect(wentBack(switched).draft.imap).toEqual(server);
  });
});

describe('accountAdded', () => {
  it('leaves no way back into the form and no password', () => {
    const added = accountAdded(draftChanged(wentTo(typed, 'test'), { password: 'secret' }), 'id' as AccountId);
    expect(added).toMatchObject({ step: 'first_sync', before: [], addedAccountId: 'id' });
    expect(added.draft.password).toBe('');
  });
});
