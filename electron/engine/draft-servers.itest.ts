import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { gmail } from '../../e2e/servers/scripted-imap/personalities/gmail.ts';
import type { Personality } from '../../e2e/servers/scripted-imap/personality.ts';
import { type ScriptedImap, startScriptedImap } from '../../e2e/servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { accountId, Heron, until } from './heron-fixture.ts';

const address = 'ada@example.test';
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => await ca?.dispose());

async function start(personality: Personality): Promise<{ readonly server: ScriptedImap; readonly heron: Heron }> {
  const server = await startScriptedImap({ leaf: ca.leaf, personality, credentials: { address, password: 'pw' } });
  onTestFinished(async () => await server.stop());
  const heron = await Heron.start({ address, port: server.port, caPem: ca.caPem });
  onTestFinished(async () => await heron.stop());
  return { server, heron };
}

describe('the copy of a draft', () => {
  it('C2 on Gmail, where a folder is a label, is there once after each change, and not at all once the draft is gone', async () => {
    const { server, heron } = await start(gmail);
    const bodies = (path: string): string[] =>
      server.store.folder(path).entries.map(({ message }) => /revision \d/.exec(message.raw)?.[0] ?? 'another');
    server.store.deliver('[Gmail]/Drafts', { raw: 'Subject: Of another program\r\n\r\nanother\r\n' });
    const begun = await heron.value('drafts.create', { accountId, start: { kind: 'new' } });
    let draft = begun;
    for (const revision of [1, 2, 3]) {
      draft = await heron.change(draft, { subject: 'Engines', body: `<p>revision ${revision}</p>` });
      await until(async () => (await heron.summary(draft))?.copy.kind === 'kept');
      expect(bodies('[Gmail]/Drafts')).toEqual(['another', `revision ${revision}`]);
      expect(bodies('[Gmail]/All Mail')).toEqual(['another', `revision ${revision}`]);
    }
    // What is expunged from Drafts stays in All Mail, so what was replaced goes to the trash, which Gmail empties itself.
    expect(bodies('[Gmail]/Trash')).toEqual(['revision 1', 'revision 2']);
    await heron.value('drafts.discard', { draftId: draft.id });
    await until(() => bodies('[Gmail]/Drafts').length === 1);
    expect(bodies('[Gmail]/All Mail')).toEqual(['another']);
  });
});
