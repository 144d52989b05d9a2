import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { canary } from '../../e2e/world.ts';
import { FakeImapServer } from '../imap/fake-server.ts';
import type { OnLine } from '../imap/protocol-lines.ts';
import type { OpenSession } from '../imap/session.ts';
import { fakeClock } from '../platform/clock-fake.ts';
import { ProtocolLog } from './protocol-log.ts';

const options = {
  endpoint: { host: 'imap.test', port: 993, security: 'tls' },
  credentials: { kind: 'password', username: 'ada', password: canary },
  timeoutSeconds: 30,
  extraCa: null,
} as const;
const never = new AbortController().signal;

async function scene(fileOctets?: number) {
  const folder = await mkdtemp(join(tmpdir(), 'heron-protocol-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const clock = fakeClock();
  const log = new ProtocolLog({ folder, clock, ...(fileOctets !== undefined && { fileOctets }) });
  const server = new FakeImapServer();
  let say: OnLine = () => undefined;
  const open: OpenSession = async (given, signal) => {
    say = given.onLine ?? say;
    return server.open(given, signal);
  };
  const session = await log.sessions(open)(options, never);
  return { folder, clock, log, session, say: (...line: Parameters<OnLine>) => say(...line) };
}

it('writes what is said in a session, a second later, with its beginning and its end', async () => {
  const { folder, clock, log, session, say } = await scene();
  say('client', '1 NOOP');
  say('server', `1 OK NOOP completed, ${canary}`);
  expect(await readdir(folder)).toEqual([]);
  await clock.advance(1_000);
  await session.close();
  const text = await log.read(10_000);
  const lines = text.split('\n').map((line) => line.split(' ').slice(1).join(' '));
  expect(lines).toEqual([
    'imap 1 - connect, tls',
    'imap 1 > 1 NOOP',
    'imap 1 < 1 OK “completed”',
    expect.stringMatching(/^imap 1 - closed: /),
    '',
  ]);
});

it('keeps two files of a bounded size, whatever is said, and the newest lines', async () => {
  const { folder, log, say } = await scene(10_000);
  for (let count = 0; count < 5_000; count += 1) {
    say('server', `* ${count} EXISTS`);
    if (count % 200 === 0) await log.read(0);
  }
  const text = await log.read(2_000);
  expect(text).toContain('4999 EXISTS');
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect((await readdir(folder)).toSorted()).toEqual(['protocol.1.log', 'protocol.log']);
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  // A flush of 200 lines may come on top.
  for (const size of sizes) expect(size).toBeLessThan(10_000 + 200 * 60);
});

it('writes nothing after it was stopped, so that a removed account stays removed', async () => {
  const { folder, clock, log, say } = await scene();
  await log.stop();
  await rm(folder, { recursive: true });
  say('client', '1 NOOP');
  await clock.advance(5_000);
  await expect(readFile(join(folder, 'protocol.log'))).rejects.toThrow();
});

it('says nothing where it cannot be written', async () => {
  const { folder, log, say } = await scene();
  await rm(folder, { recursive: true });
  say('client', '1 NOOP');
  expect(await log.read(100)).toBe('');
});
