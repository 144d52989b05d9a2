import { afterEach, expect, it } from 'vitest';
import { installBridge } from '../testing/test-window.tsx';
import { initialSetup } from './setup-flow.ts';
import { addressEntered, organisationTaken, typed, useSetup } from './setup-store.ts';

afterEach(() => useSetup.setState(initialSetup, true));

it('an address that was entered is looked up anew once an organisation’s profile was taken', async () => {
  const { calls } = installBridge({});
  typed({ address: 'ada@contoso.test', suggestedFor: 'ada@contoso.test', askedFor: 'ada@contoso.test' });
  await addressEntered();
  expect(calls).toEqual([]);
  organisationTaken();
  expect(useSetup.getState().step).toBe('address');
  await addressEntered();
  expect(calls.map(({ name }) => name)).toEqual(['accounts.defaults', 'accounts.suggest']);
});
