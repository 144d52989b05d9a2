import { describe, expect, it, vi } from 'vitest';
import type { AccountView, AppInfo } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { fakeBridge } from '../testing/fake-bridge.ts';
import { sampleGenericView } from '../testing/sample-accounts.ts';
import { sampleEffectivePreferences } from '../testing/sample-preferences.ts';
import {
  accountsReceived,
  followAccounts,
  infoReceived,
  initialAccounts,
  loadAccounts,
  noticesReceived,
  startFailed,
  useAccounts,
} from './accounts.ts';

function view(id: string, stored: number | null = null): AccountView {
  const sample = sampleGenericView(id);
  return { ...sample, status: { ...sample.status, lastSyncAt: stored } };
}

describe('accountsReceived', () => {
  it('keeps the reference when main repeats itself', () => {
    const state = accountsReceived(initialAccounts, [view('a'), view('b')]);
    expect(accountsReceived(state, [view('a'), view('b')])).toBe(state);
  });

  it('keeps the object of each account that did not change', () => {
    const state = accountsReceived(initialAccounts, [view('a'), view('b')]);
    const next = accountsReceived(state, [view('a'), view('b', 5)]);
    expect(next).not.toBe(state);
    expect(next.accounts?.[0]).toBe(state.accounts?.[0]);
    expect(next.accounts?.[1]?.status.lastSyncAt).toBe(5);
  });

  it('takes removals, also of the last one', () => {
    const state = accountsReceived(initialAccounts, [view('a')]);
    expect(accountsReceived(state, []).accounts).toEqual([]);
  });

  it('forgets a failed start', () => {
    const failed = startFailed(initialAccounts, {
      code: 'internal',
      params: { reason: 'unforeseen' },
      retryable: true,
    });
    expect(accountsReceived(failed, []).error).toBeNull();
  });
});

describe('noticesReceived', () => {
  it('keeps the reference when nothing changed', () => {
    const notices = [
      { id: 'a', error: { code: 'secret_not_saved', params: { reason: 'refused' }, retryable: false } },
    ] as const;
    const state = noticesReceived(initialAccounts, notices);
    expect(noticesReceived(state, structuredClone(notices))).toBe(state);
  });
});

describe('infoReceived', () => {
  it('takes the notices with it, and keeps the reference when nothing changed', () => {
    const info: AppInfo = {
      version: '0.1.0',
      electron: '1',
      chrome: '1',
      node: '1',
      platform: 'linux',
      profileFolder: '/tmp/heron',
      extraCa: null,
      secretStorage: { kind: 'session', reason: 'no_keyring' },
      preferences: sampleEffectivePreferences,
      pausedUntil: 5,
      notices: [{ id: 'a', error: { code: 'secret_not_saved', params: { reason: 'refused' }, retryable: false } }],
    };
    const state = infoReceived(initialAccounts, info);
    expect(state.notices).toEqual(info.notices);
    expect(state.pausedUntil).toBe(5);
    expect(infoReceived(state, structuredClone(info))).toBe(state);
  });
});

describe('loadAccounts', () => {
  it('does not put its answers in the place of what an event brought meanwhile', async () => {
    const notice = {
      id: '1',
      error: { code: 'cache_damaged', params: { reason: 'set_aside' }, retryable: false },
    } as const;
    const { bridge, emit } = fakeBridge({
      'app.info': success({ notices: [] } as unknown as AppInfo),
      'accounts.list': async () => {
        emit('app.noticesChanged', { notices: [notice] });
        emit('accounts.changed', { accounts: [view('a', 5)] });
        return success([view('a')]);
      },
    });
    vi.stubGlobal('window', { heron: bridge });
    useAccounts.setState(initialAccounts);
    const stop = followAccounts();
    await loadAccounts();
    stop();
    vi.unstubAllGlobals();
    expect(useAccounts.getState().notices).toEqual([notice]);
    expect(useAccounts.getState().accounts).toEqual([view('a', 5)]);
  });
});
