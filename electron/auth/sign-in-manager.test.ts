import { describe, expect, it } from 'vitest';
import type { AccountId, SignInId, SignInState } from '../../shared/mail.ts';
import { failure, logText, success } from '../../shared/reply.ts';
import { sampleIdentity } from '../accounts/account-samples.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { fakeProvider, origin } from './fake-provider.ts';
import { microsoftProvider } from './microsoft-provider.ts';
import { SignInManager, type SignInPlan } from './sign-in-manager.ts';

const accountId = '0b7a1c1e-6c1f-4d53-9a3e-111111111111' as AccountId;
const input = { purpose: 'sign_in_again', accountId, way: 'code' } as const;

function setUp(clientId = 'client', finish: SignInPlan['finish'] = async () => success(accountId)) {
  const provider = fakeProvider();
  const lines: string[] = [];
  const events: { signInId: SignInId; state: SignInState }[] = [];
  const manager = new SignInManager({
    plan: (request) =>
      request.purpose === 'sign_in_again'
        ? success({
            provider: microsoftProvider([]),
            identity: sampleIdentity({ loginHost: origin, clientId }),
            expected: ['ada@contoso.test'],
            loginHint: 'ada@contoso.test',
            clientSecret: async () => null,
            finish,
          })
        : failure({
            code: 'account_exists',
            params: { reason: 'address', address: 'ada@contoso.example' },
            retryable: false,
          }),
    transport: provider.transport,
    openPage: async () => {},
    clock: fakeClock(),
    log: (_level, _scope, text) => void lines.push(text),
  });
  manager.onChange((event) => events.push(event));
  const start = () => {
    const started = manager.start(input);
    if (!started.ok) throw new Error(logText(started.error));
    return started.value.signInId;
  };
  const until = (id: SignInId, kind: SignInState['kind']) =>
    expect.poll(() => manager.state(id), { interval: 2 }).toMatchObject({ value: { kind } });
  return { provider, events, lines, manager, start, until };
}

function raise(): never {
  throw new TypeError('CANARY');
}

describe('SignInManager', () => {
  it('runs several sign-ins at once, each with its own events and code', async () => {
    const { provider, events, manager, start, until } = setUp();
    const [one, two] = [start(), start()];
    await until(one, 'waiting');
    await until(two, 'waiting');
    const codes = [manager.code(one), manager.code(two)].map((reply) => (reply.ok ? reply.value.userCode : ''));
    expect(new Set(codes)).toEqual(new Set(['CODE1', 'CODE2']));
    manager.cancel(one);
    provider.approvedBy = 'ada@contoso.test';
    await until(two, 'succeeded');
    expect(events.filter((event) => event.signInId === one).map((event) => event.state.kind)).toEqual([
      'requesting',
      'waiting',
      'cancelled',
    ]);
    expect(manager.code(one)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('starts again with a new code, and takes the user’s word for another identity', async () => {
    const { provider, manager, start, until } = setUp();
    const id = start();
    manager.cancel(id);
    manager.newCode(id);
    await until(id, 'waiting');
    provider.approvedBy = 'eve@contoso.test';
    await until(id, 'confirming');
    manager.confirm(id, true);
    await until(id, 'succeeded');
  });

  it('ends as failed when saving rejects or throws, tells every listener, and can be started anew', async () => {
    const faults = [() => Promise.reject(new TypeError('CANARY')), () => raise(), async () => success(accountId)];
    const { provider, events, lines, manager, start, until } = setUp('client', () => {
      const [fault = raise] = faults.splice(0, 1);
      return fault();
    });
    manager.onChange(() => raise());
    const late: unknown[] = [];
    manager.onChange(({ state }) => late.push(state));
    provider.approvedBy = 'ada@contoso.test';
    const id = start();
    for (const _fault of ['rejects', 'throws']) {
      await until(id, 'failed');
      expect(manager.state(id)).toMatchObject({ value: { error: { code: 'internal' } } });
      manager.newCode(id);
    }
    await until(id, 'succeeded');
    expect(late).toEqual(events.map(({ state }) => state));
    expect(lines.filter((line) => line === 'A sign-in broke: TypeError')).toHaveLength(2);
    expect(lines.join()).not.toContain('CANARY');
  });

  it('does not start without a client ID, or without a plan', () => {
    const { manager } = setUp('');
    expect(manager.start(input)).toMatchObject({ ok: false, error: { code: 'client_id_missing' } });
    const server = { host: 'a', port: 1, security: 'tls' } as const;
    const identity = { clientId: 'c', tenant: 't', loginHost: origin };
    const other = {
      purpose: 'new_account',
      address: 'a@b',
      displayName: '',
      identity,
      imap: server,
      smtp: server,
    } as const;
    expect(manager.start(other)).toMatchObject({ ok: false, error: { code: 'account_exists' } });
  });

  it('answers not_found for what it does not know, and forgets the oldest', async () => {
    const { manager, start } = setUp();
    const first = start();
    for (let count = 0; count < 20; count += 1) start();
    for (const reply of [
      manager.state(first),
      manager.newCode(first),
      manager.cancel(first),
      manager.confirm(first, true),
    ]) {
      expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
    }
    manager.dispose();
  });
});
