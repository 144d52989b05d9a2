import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openIdClient, startOpenIdStandIn } from '../../e2e/servers/openid-provider.ts';
import { createTestCa } from '../../e2e/servers/test-ca.ts';
import type { Identity, IdentityId } from '../../shared/mail.ts';
import { logText } from '../../shared/reply.ts';
import { builtProgram } from '../platform/built-program-fixture.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import { nodeHttpsTransport } from '../platform/net-client.ts';
import { patienceFor, roundsOf } from '../platform/rounds-fixture.ts';
import { openIdProvider } from './openid-provider.ts';
import { tokensIn } from './token-user-fixture.ts';

const rounds = roundsOf(6);

/** Nobody waits between two looks at whether the code was entered. */
const hastyClock: Clock = { ...systemClock, after: (ms, task) => systemClock.after(Math.min(ms, 1), task) };

it(
  'T4 kill -9 at the first use of a renewed token: the next start has the refresh token that came with it, in each round',
  async () => {
    const ca = await createTestCa();
    const provider = await startOpenIdStandIn({ leaf: ca.leaf });
    const folder = await mkdtemp(join(tmpdir(), 'heron-killed-'));
    onTestFinished(async () => {
      await provider.stop();
      await ca.dispose();
      await rm(folder, { recursive: true, force: true });
    });
    provider.signInAs('ada@contoso.test');
    const settings = {
      clientId: openIdClient,
      tenant: '',
      loginHost: provider.issuer,
      options: { discovery: provider.issuer, scopes: 'mail', mailHosts: 'localhost' },
    };
    const grant = await openIdProvider().signIn.deviceCode?.(
      {
        identity: settings,
        transport: nodeHttpsTransport(ca.caPem),
        clock: hastyClock,
        log: () => {},
        loginHint: null,
        clientSecret: null,
      },
      { onCode: ({ userCode }) => void provider.approve(userCode), onPoll: () => {} },
      new AbortController().signal,
    );
    if (grant?.ok !== true) throw new Error(grant === undefined ? 'no device code' : logText(grant.error));
    const { homeAccountId, username, grantedScopes } = grant.value;
    const id = randomUUID() as string as IdentityId;
    const identity: Identity = { id, provider: 'openid', ...settings, homeAccountId, username, grantedScopes };
    const tokens = await tokensIn(folder, identity, ca.caPem);
    await tokens.adopt(identity, grant.value);
    tokens.dispose();
    await writeFile(join(folder, 'identity.json'), JSON.stringify(identity));
    await writeFile(join(folder, 'ca.pem'), ca.caPem);

    let used: (error: string | null) => void = () => undefined;
    const service = createServer((request, response) => {
      const { 'x-error': error } = request.headers;
      used(typeof error === 'string' ? error : null);
      response.end();
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    onTestFinished(() => void service.close());
    const useUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}/`;

    const program = await builtProgram(new URL('./token-user-fixture.ts', import.meta.url));
    for (let round = 0; round < rounds; round += 1) {
      const before = provider.counters.refreshes;
      const user = spawn(process.execPath, [program, folder, useUrl], { stdio: ['ignore', 'ignore', 'inherit'] });
      // The first use of a renewed token, or of one of several renewed one after the other.
      let uses = 0;
      const errors: string[] = [];
      used = (error) => {
        uses += 1;
        if (error !== null) errors.push(error);
        if (error !== null || uses > round % 3) user.kill('SIGKILL');
      };
      await once(user, 'close');
      expect([round, errors, provider.counters.refused]).toEqual([round, [], 0]);
      expect(provider.counters.refreshes).toBeGreaterThan(before);
    }
  },
  patienceFor(rounds),
);
