import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { type FaultProxy, startFaultProxy } from '../../e2e/servers/fault-proxy.ts';
import { type IdentityProvider, startIdentityProvider } from '../../e2e/servers/identity-provider.ts';
import { buildMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { accountId, Heron, until } from './heron-fixture.ts';

const address = 'grace@contoso.test';
/** How long a red test takes, in milliseconds, and not what makes it red. */
const patience = 300_000;
let ca: TestCa;
let idp: IdentityProvider;
let dovecot: Dovecot;
let proxy: FaultProxy;
let heron: Heron;

beforeAll(async () => {
  ca = await createTestCa();
  idp = await startIdentityProvider({ leaf: ca.leaf });
  dovecot = await startDovecot({ leaf: ca.leaf, introspectionUrl: idp.introspectionUrl });
  proxy = await startFaultProxy({ target: { port: dovecot.tlsPort }, intercept: { leaf: ca.leaf, caPem: ca.caPem } });
  await dovecot.addUser(address, { password: 'pw' });
  heron = await Heron.start({ address, port: proxy.port, caPem: ca.caPem });
});
afterAll(async () => {
  await heron?.stop();
  await proxy?.stop();
  await dovecot?.stop();
  await idp?.stop();
  await ca?.dispose();
});

type Cut = Extract<Parameters<FaultProxy['set']>[0], { kind: 'cutOn' }>;

/** What Heron says while a copy takes the place of an older one; `forward`: that arrives, and its answer does not. */
const commands = [/ SELECT /, / UID FETCH /, / APPEND /, /X-Heron-Draft/, / UID STORE /, / UID EXPUNGE /];
/** What the server answers; `forward`: that arrives, and nothing after it. */
const answers = ['APPENDUID', ' EXPUNGE'];
const cuts: Cut[] = [
  ...commands.map((pattern) => ({ pattern, direction: 'toServer' as const })),
  ...answers.map((pattern) => ({ pattern, direction: 'toClient' as const })),
].flatMap((at): Cut[] => [false, true].map((forward) => ({ kind: 'cutOn', ...at, forward })));

it(
  'C2 wherever the connection is cut, the server ends with the newest draft, once, and with all else that it had',
  async () => {
    // One is marked as deleted: a plain EXPUNGE would take it along.
    const others = ['theirs', 'marked'].map((name) =>
      buildMessage({ name, subject: `Another draft, ${name}`, from: address, to: address, text: 'Not ours' }),
    );
    await dovecot.seed(address, 'Drafts', others);
    const [, marked] = await dovecot.list(address, 'Drafts');
    await dovecot.setFlags(address, 'Drafts', marked?.name ?? '', ['\\Deleted']);

    const begun = await heron.value('drafts.create', { accountId, start: { kind: 'new' } });
    let draft = await heron.change(begun, { subject: 'Cut', body: '<p>revision 0</p>' });
    const copies = async (): Promise<string[]> => {
      const stored = await dovecot.list(address, 'Drafts');
      const ours = stored.filter(({ subject }) => subject === 'Cut');
      // A file whose flags change meanwhile has another name: the next look finds it.
      return await Promise.all(ours.map(async (each) => (await each.read().catch(() => '')).toString()));
    };
    const hasOnly = (words: string) => async (): Promise<boolean> => {
      const found = await copies();
      return (
        found.length === 1 && found[0]?.includes(words) === true && (await heron.summary(draft))?.copy.kind === 'kept'
      );
    };
    await until(hasOnly('revision 0'));

    let round = 0;
    let doubled = 0;
    for (const cut of cuts) {
      round += 1;
      await proxy.set(cut);
      const seen = proxy.whenSeen(cut.direction, cut.pattern);
      draft = await heron.change(draft, { body: `<p>revision ${round} ${'words '.repeat(100)}</p>` });
      await seen;
      const there = (await copies()).length;
      expect(there, `after a cut at ${cut.pattern}`).toBeGreaterThan(0);
      if (there > 1) doubled += 1;
      await proxy.set({ kind: 'pass' });
      await heron.value('account.reconnect', { accountId, cause: 'user' });
      await until(hasOnly(`revision ${round} `));
      const left = (await dovecot.list(address, 'Drafts')).filter(({ subject }) => subject.startsWith('Another draft'));
      expect(left).toHaveLength(2);
    }
    process.stdout.write(
      `${round} cuts while a draft was copied: the newest revision once after each; two for a while after ${doubled}\n`,
    );
  },
  patience,
);
