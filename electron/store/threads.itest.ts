import { once } from 'node:events';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Dovecot, startDovecot } from '../../e2e/servers/dovecot.ts';
import { buildMessage, type TestMessage } from '../../e2e/servers/messages.ts';
import { createTestCa, type TestCa } from '../../e2e/servers/test-ca.ts';
import { openSession } from '../imap/connection.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import { openMailStore } from './sqlite-mail-store.ts';
import { accountId, folderIdOf, inboxFolder, noon, seededRandom, syncState } from './store-fixture.ts';

const address = 'grace@contoso.test';
const signal = new AbortController().signal;
let ca: TestCa;
let dovecot: Dovecot;

beforeAll(async () => {
  ca = await createTestCa();
  dovecot = await startDovecot({ leaf: ca.leaf, like: 'dovecot' });
  await dovecot.addUser(address, { password: 'pw' });
});

afterAll(async () => {
  await dovecot?.stop();
  await ca?.dispose();
});

/**
 * Conversations as mail programs write them (RFC 5322 section 3.6.4): an answer repeats the References of what it answers, wholly or their
 * ends only, with In-Reply-To or without, or has In-Reply-To alone. Some messages are missing.
 */
function corpus(seed: number): TestMessage[] {
  const random = seededRandom(seed);
  const messages: TestMessage[] = [];
  const chains: string[][] = [];
  for (let index = 0; index < 300; index++) {
    const messageId = `<${seed}.${index}@threads.test>`;
    const before = random(3) === 0 ? [] : (chains[random(chains.length + 1)] ?? []);
    const parent = before.at(-1);
    const style = random(3);
    const isLong = style === 1 && before.length > 4;
    const references = style === 2 ? [] : isLong ? [...before.slice(0, 1), ...before.slice(-3)] : before;
    const inReplyTo = style === 2 || random(4) > 0 ? parent : undefined;
    // What answers to this one will repeat.
    chains.push([...(references.length > 0 ? references : parent === undefined ? [] : [parent]), messageId]);
    if (random(6) === 0) continue;
    messages.push(
      buildMessage({
        // Dovecot joins messages without a parent by their subjects, so each has its own.
        subject: `${parent === undefined ? '' : 'Re: '}Number ${index}`,
        text: 'x',
        messageId,
        ...(inReplyTo !== undefined && { inReplyTo }),
        ...(references.length > 0 && { references }),
        date: new Date(noon + index * 60_000),
      }),
    );
  }
  const shuffled = messages.map((each) => ({ each, key: random(1_000_000) })).sort((one, other) => one.key - other.key);
  return shuffled.map(({ each }) => each);
}

/** Dovecot's own threads (RFC 5256), as sets of UIDs. */
async function theirs(folder: string): Promise<number[][]> {
  const socket = connect({ host: 'localhost', port: dovecot.tlsPort, ca: ca.caPem });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const command = async (tag: string, line: string): Promise<void> => {
    socket.write(`${tag} ${line}\r\n`);
    while (!text.includes(`\r\n${tag} OK`)) await once(socket, 'data');
  };
  await command('a', `LOGIN ${address} pw`);
  await command('b', `SELECT "${folder}"`);
  await command('c', 'UID THREAD REFERENCES UTF-8 ALL');
  const answer = /\* THREAD (.*)\r\n/.exec(text)?.[1] ?? '';
  const threads: number[][] = [];
  let depth = 0;
  for (const [token] of answer.matchAll(/[()]|\d+/g)) {
    if (token === '(') {
      if (depth === 0) threads.push([]);
      depth += 1;
    } else if (token === ')') depth -= 1;
    else threads.at(-1)?.push(Number(token));
  }
  return threads;
}

const sorted = (threads: readonly (readonly number[])[]): string[] =>
  threads.map((uids) => [...uids].sort((a, b) => a - b).join(' ')).sort();

it.each(seedsOf(3))('threads are those that Dovecot finds in the same mailbox (seed %i)', async (seed) => {
  const path = `Threads ${seed}`;
  const messages = corpus(seed);
  await dovecot.createFolder(address, path);
  await dovecot.seed(address, path, messages);
  const endpoint = { host: 'localhost', port: dovecot.tlsPort, security: 'tls' } as const;
  const credentials = { kind: 'password', username: address, password: 'pw' } as const;
  const session = await openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
  onTestFinished(async () => await session.close());
  await session.select(path, signal);
  const { store } = openMailStore({ path: ':memory:', accountId, now: () => noon });
  onTestFinished(() => store.close());
  store.saveFolders([{ ...inboxFolder, path, name: path, role: null }]);
  const folderId = folderIdOf(store, path);
  // Newest first, as a first sync brings them, and linked meanwhile.
  const envelopes = await session.fetchEnvelopes({ from: 1, to: 1_000 }, signal);
  for (let end = envelopes.length; end > 0; end -= 60) {
    store.saveWindow(folderId, envelopes.slice(Math.max(0, end - 60), end), syncState());
    store.linkThreads(25);
  }
  while (store.linkThreads(25) !== null);
  let asked = 0;
  for (;;) {
    const wanted = store.wantedReferences(() => false);
    if (wanted === null) break;
    asked += wanted.uids.length;
    store.saveFields(wanted, await session.fetchLinks(wanted.uids, signal));
  }
  const ours = new Map<string, number[]>();
  for (const [, id] of store.idsOf(
    folderId,
    envelopes.map(({ uid }) => uid),
  )) {
    const uids = store.thread(id).map((row) => store.place(row.id)?.uid ?? 0);
    ours.set(sorted([uids]).join(), uids);
  }
  const wanted = await theirs(path);
  expect(wanted.length).toBeGreaterThan(20);
  expect(sorted([...ours.values()])).toEqual(sorted(wanted));
  // Most messages answer one that is here: their References are not asked for.
  expect(asked).toBeLessThan(messages.length / 2);
});
