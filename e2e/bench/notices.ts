/**
 * `npm run bench -- notices [count]`: how soon a row shows what happens in a large folder that is listened to: a message is delivered, another client
 * changes a flag, another client expunges ten messages. What the server itself needs is measured in the same run, by a plain connection that
 * waits in IDLE and then asks for what is shown: Dovecot tells up to half a second late, and reads a changed Maildir again before it answers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { Engine } from '../../electron/engine/engine.ts';
import { engineAsker } from '../../electron/engine/engine-asker.ts';
import { openSession } from '../../electron/imap/connection.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import type { AccountId } from '../../shared/mail.ts';
import { success } from '../../shared/reply.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { buildMessage } from '../servers/messages.ts';
import { createTestCa } from '../servers/test-ca.ts';
import { ada, password } from '../world.ts';
import type { Figure } from './figures.ts';

const accountId = 'a0000000-0000-4000-8000-000000000001' as AccountId;
const folderName = 'INBOX';
const rounds = 5;
const expunged = 10;
/** What Heron may need beside the server, in milliseconds. */
const allowed = 100;
/** Dovecot looks at a Maildir that changed within this time once more, since a file's time has whole seconds. */
const settleMs = 2_500;
/** The last of so many EXPUNGE. RECENT, which follows it, a server tells one session only. */
const allExpunged = new RegExp(`(?:(\\d+) EXPUNGE\\r\\n(?:\\* )?){${expunged}}`);
const items = 'UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE';
const events = ['delivered', 'flagged', 'expunged'] as const;
type Event = (typeof events)[number];

/** Somebody waits for a change. */
interface Listening {
  readonly known: Promise<void>;
}

const kinds = [
  { like: 'dovecot', name: 'QRESYNC' },
  { like: 'exchange', name: 'like Exchange Online' },
] as const;

export async function measureNotices(words: readonly string[], print: (figure: Figure) => void): Promise<void> {
  const count = Number(words[0] ?? 100_000);
  for (const kind of kinds) await measureKind(kind, count, print);
}

async function measureKind(
  { like, name }: (typeof kinds)[number],
  count: number,
  print: (figure: Figure) => void,
): Promise<void> {
  const ca = await createTestCa();
  const dovecot = await startDovecot({ leaf: ca.leaf, like });
  const profile = mkdtempSync(join(tmpdir(), 'heron-notices-bench-'));
  try {
    await dovecot.addUser(ada, { password });
    await dovecot.seedMany(ada, folderName, count);
    const other = await otherClient(dovecot, ca.caPem);
    const act = changes(dovecot, other);
    const plain = await plainConnection(dovecot, ca.caPem);
    const own = await timesOf(act, (event) => plain.listen(event));
    plain.close();
    const heron = await startHeron(dovecot, ca.caPem, profile);
    const started = performance.now();
    await heron.until((folder) => folder.proof.kind === 'reconciled');
    console.log(`  stored and proved in ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    const rows = await timesOf(act, (event) => heron.listen(event));
    const size = count.toLocaleString('en');
    const what = {
      delivered: 'a message delivered, to its row',
      flagged: 'a flag by another client, to its row',
      expunged: `${expunged} messages expunged by another client, to the list`,
    };
    for (const event of events) {
      console.log(`  ${event}: the server's own ${listed(own[event])} ms; Heron ${listed(rows[event])} ms`);
      print({
        name: `${name}: ${what[event]}, ${size}`,
        value: median(rows[event]),
        unit: 'ms',
        target: Math.round(median(own[event]) + allowed),
      });
    }
    await heron.stop();
    await other.logout();
  } finally {
    rmSync(profile, { recursive: true, force: true });
    await dovecot.stop();
    await ca.dispose();
  }
}

/** Milliseconds from each change to when it is known, round by round. */
async function timesOf(
  act: Record<Event, () => Promise<void>>,
  listen: (event: Event) => Promise<Listening>,
): Promise<Record<Event, number[]>> {
  const times: Record<Event, number[]> = { delivered: [], flagged: [], expunged: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const event of events) {
      await wait(settleMs);
      const { known } = await listen(event);
      const started = performance.now();
      await act[event]();
      await known;
      times[event].push(performance.now() - started);
    }
  }
  return times;
}

function changes(dovecot: Dovecot, other: ImapFlow): Record<Event, () => Promise<void>> {
  let flagged = 0;
  const exists = (): number => (other.mailbox === false ? 0 : other.mailbox.exists);
  return {
    delivered: async () => {
      await dovecot.deliver(ada, folderName, buildMessage({ subject: 'Just in' }).raw);
    },
    flagged: async () => {
      flagged += 1;
      // Each round delivers a message as well: three further down is one that no round has changed.
      await other.messageFlagsAdd(`${exists() - 3 * flagged}`, ['\\Flagged']);
    },
    expunged: async () => {
      await other.messageDelete(`${exists() - 60 - expunged}:${exists() - 61}`);
    },
  };
}

async function otherClient(dovecot: Dovecot, ca: string): Promise<ImapFlow> {
  const auth = { user: ada, pass: password };
  const { host, tlsPort: port } = dovecot;
  const client = new ImapFlow({ host, port, secure: true, tls: { ca: [ca] }, auth, logger: false });
  await client.connect();
  await client.mailboxOpen(folderName);
  return client;
}

/** IDLE by hand. */
async function plainConnection(dovecot: Dovecot, ca: string) {
  const socket: TLSSocket = connect({ host: dovecot.host, port: dovecot.tlsPort, ca, servername: 'localhost' });
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  let text = '';
  let look = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    look();
  });
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found !== null) return found[1] ?? '';
      await new Promise<void>((resolve) => {
        look = resolve;
      });
    }
  };
  const command = async (line: string): Promise<void> => {
    text = '';
    socket.write(`W ${line}\r\n`);
    await until(/(?:^|\r\n)W (OK)/);
  };
  await command(`LOGIN "${ada}" "${password}"`);
  await command(`SELECT "${folderName}"`);
  return {
    async listen(event: Event): Promise<Listening> {
      text = '';
      socket.write('W IDLE\r\n');
      await until(/(\+ idling)/);
      const known = async (): Promise<void> => {
        const told = {
          delivered: /(\d+) EXISTS/,
          flagged: /(\d+) FETCH/,
          expunged: allExpunged,
        }[event];
        const number = await until(told);
        text = '';
        socket.write('DONE\r\n');
        await until(/(?:^|\r\n)W (OK)/);
        if (event === 'delivered') await command(`FETCH ${number}:* (${items})`);
        if (event === 'flagged') await command(`FETCH ${number} (UID FLAGS)`);
      };
      return { known: known() };
    },
    close: () => socket.destroy(),
  };
}

async function startHeron(dovecot: Dovecot, extraCa: string, profileFolder: string) {
  let look = (): void => undefined;
  const refused = () => Promise.reject(new Error('Dovecot has a BODYSTRUCTURE for everything.'));
  const engine = new Engine({
    profileFolder,
    extraCa,
    openSession,
    mime: { parseWholeMessage: refused, readAttachment: refused, readInvitation: refused },
    credentials: async () => success({ kind: 'password', username: ada, password }),
    emit: () => look(),
    markDownload: async () => undefined,
    clock: systemClock,
    random: Math.random,
    holdMs: 0,
  });
  const { value } = engineAsker(() => engine);
  const server = { host: 'localhost', port: dovecot.tlsPort, security: 'tls' } as const;
  const names = { id: accountId, address: ada, displayName: 'Ada' };
  await value('account.open', { ...names, imap: server, smtp: server, connectionTimeoutSeconds: 60 });
  const inbox = async () => (await value('mail.folders', { accountId })).find(({ path }) => path === folderName);
  /** Asks whenever the engine tells of something. */
  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    for (;;) {
      const told = new Promise<void>((resolve) => {
        look = resolve;
      });
      if (await isSo()) return;
      await told;
    }
  };
  await until(async () => (await inbox()) !== undefined);
  const { viewId } = await value('mail.openView', { accountId, folderId: (await inbox())?.id ?? (0 as never) });
  const shown = async () => {
    const { rows, total } = await value('mail.rows', { viewId, start: 0, count: 50 });
    return { total, flagged: rows.filter(({ flagged }) => flagged).length };
  };
  return {
    async until(isSo: (folder: NonNullable<Awaited<ReturnType<typeof inbox>>>) => boolean): Promise<void> {
      await until(async () => {
        const folder = await inbox();
        return folder !== undefined && isSo(folder);
      });
    },
    async listen(event: Event): Promise<Listening> {
      const before = await shown();
      const isShown = async (): Promise<boolean> => {
        const now = await shown();
        if (event === 'flagged') return now.flagged > before.flagged;
        return now.total === before.total + (event === 'delivered' ? 1 : -expunged);
      };
      return { known: until(isShown) };
    },
    stop: () => engine.stop(),
  };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function listed(times: readonly number[]): string {
  return times.map((time) => time.toFixed(0)).join(', ');
}
