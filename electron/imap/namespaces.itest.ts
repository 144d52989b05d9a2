import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { courier } from '../../e2e/servers/scripted-imap/personalities/courier.ts';
import { cyrus } from '../../e2e/servers/scripted-imap/personalities/cyrus.ts';
import { gmail } from '../../e2e/servers/scripted-imap/personalities/gmail.ts';
import { hMailServer } from '../../e2e/servers/scripted-imap/personalities/hmailserver.ts';
import { netease163 } from '../../e2e/servers/scripted-imap/personalities/netease-163.ts';
import { yahoo } from '../../e2e/servers/scripted-imap/personalities/yahoo.ts';
import type { Personality } from '../../e2e/servers/scripted-imap/personality.ts';
import { type ScriptedImap, startScriptedImap } from '../../e2e/servers/scripted-imap/server.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { topLevelPath } from '../operations/folder-paths.ts';
import { memoryStore } from '../store/store-fixture.ts';
import { openSession } from './connection.ts';
import type { ImapSession } from './session.ts';

const signal = new AbortController().signal;
const address = 'ada@example.test';
let ca: TestCa;

beforeAll(async () => {
  ca = await createTestCa();
});
afterAll(async () => await ca?.dispose());

async function open(personality: Personality): Promise<{ session: ImapSession; server: ScriptedImap }> {
  const server = await startScriptedImap({ leaf: ca.leaf, personality, credentials: { address, password: 'pw' } });
  onTestFinished(async () => await server.stop());
  const credentials = { kind: 'password', username: address, password: 'pw' } as const;
  const endpoint = { host: 'localhost', port: server.port, security: 'tls' } as const;
  const session = await openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
  onTestFinished(async () => await session.close());
  return { session, server };
}

/** What LIST gives, as the tree that is shown. */
async function tree(personality: Personality): Promise<string[]> {
  const { session } = await open(personality);
  const { store } = memoryStore();
  store.saveFolders(await session.listFolders(signal));
  return store.folders().map(({ depth, namespace, unlistedLevels, name, role }) => {
    const kind = namespace === 'personal' ? '' : `${namespace}: `;
    return `${'  '.repeat(depth)}${kind}${unlistedLevels}${name}${role === null ? '' : ` (${role})`}`;
  });
}

describe('the tree that a server lists', () => {
  it("B1, Courier: personal folders stand beside the inbox; Cyrus: other people's and shared ones below their own heads", async () => {
    expect(await tree(courier)).toEqual(['INBOX (inbox)', 'Sent (sent)', 'Projects', '  Heron']);
    expect(await tree(cyrus)).toEqual([
      'INBOX (inbox)',
      'Sent (sent)',
      'Archiv (archive)',
      'Lists.Linux',
      'other: bob',
      '  other: Inbox',
      'shared: pub.shared',
    ]);
  });

  it('hMailServer: public folders are shared ones; Yahoo: the inbox is INBOX however it is spelled', async () => {
    expect(await tree(hMailServer)).toEqual([
      'INBOX (inbox)',
      'Sent (sent)',
      'Projects',
      '  Heron',
      'shared: #Public',
      'shared: Announcements',
    ]);
    expect(await tree(yahoo)).toEqual([
      'INBOX (inbox)',
      'Draft (drafts)',
      'Sent (sent)',
      'Archive (archive)',
      'Bulk Mail (junk)',
      'Trash (trash)',
    ]);
  });

  it('163.com, without NAMESPACE, and Gmail: special uses in any language', async () => {
    expect(await tree(netease163)).toEqual([
      'INBOX (inbox)',
      '草稿箱 (drafts)',
      '已发送 (sent)',
      '垃圾邮件 (junk)',
      '已删除 (trash)',
      '病毒文件夹',
    ]);
    expect(await tree(gmail)).toEqual([
      'INBOX (inbox)',
      '[Gmail]',
      '  Drafts (drafts)',
      '  Sent Mail (sent)',
      '  All Mail (all)',
      '  Starred (flagged)',
      '  Spam (junk)',
      '  Trash (trash)',
      '  Important',
      'Receipts',
    ]);
  });

  it('B1: without NAMESPACE, INBOX is no parent where all others lie below it; with it the server is believed', async () => {
    const folders = [{ path: 'INBOX.Trash' }, { path: 'INBOX.Work' }, { path: 'INBOX.Work.Plans' }];
    const capabilities = { before: 'IMAP4rev1 AUTH=PLAIN', after: 'IMAP4rev1' };
    const flat = { ...courier, namespaces: null, capabilities, folders };
    expect(await tree(flat)).toEqual(['INBOX (inbox)', 'Trash (trash)', 'Work', '  Plans']);
    const nested = { ...courier, namespaces: { personal: [['', '.']], other: [], shared: [] }, folders } as const;
    expect(await tree(nested)).toEqual(['INBOX (inbox)', '  Trash (trash)', '  Work', '    Plans']);
    const mixed = { ...flat, folders: [...folders, { path: 'Other' }] };
    expect(await tree(mixed)).toEqual(['INBOX (inbox)', '  Trash (trash)', '  Work', '    Plans', 'Other']);
  });
});

describe('new folders', () => {
  it.each([
    ['Courier', courier, 'INBOX.Trash'],
    ['Cyrus', cyrus, 'INBOX.Trash'],
    ['hMailServer', hMailServer, 'Trash'],
    ['163.com', netease163, 'Trash'],
  ])("B8, %s: lie below the prefix of the user's namespace", async (_name, personality, path) => {
    const { session, server } = await open({ ...personality, folders: [] });
    const { store } = memoryStore();
    store.saveFolders(await session.listFolders(signal));
    const wanted = topLevelPath(store.folderNodes(), 'Trash');
    expect(wanted).toBe(path);
    expect(await session.createFolder(wanted, signal)).toEqual({ kind: 'done' });
    expect(server.store.find(path)).toBeDefined();
    expect(server.counts().CREATE).toBe(1);
    store.saveFolders(await session.listFolders(signal));
    expect(store.folderByRole('trash')?.path).toBe(path);
  });
});
