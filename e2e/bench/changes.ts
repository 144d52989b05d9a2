/** `npm run bench -- changes [count]`: what it takes to learn of others' changes in a large folder, with QRESYNC and without. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { openSession } from '../../electron/imap/connection.ts';
import { openMailStore } from '../../electron/store/sqlite-mail-store.ts';
import { wholeRun } from '../../electron/sync/folder/folder-run-fixture.ts';
import { syncFolder } from '../../electron/sync/folder/sync-folder.ts';
import type { AccountId } from '../../shared/mail.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { createTestCa } from '../servers/test-ca.ts';
import { ada, password } from '../world.ts';
import type { Figure } from './figures.ts';

const folderName = 'Archive';
const changes = 10;
const rounds = 5;
const signal = new AbortController().signal;

/** Targets in milliseconds: nothing changed, ten changes among the newest thousand, ten anywhere. */
const kinds = [
  { like: 'dovecot', name: 'QRESYNC', targets: [60, 150, 150] },
  { like: 'exchange', name: 'like Exchange Online', targets: [300, 300, 1_500] },
] as const;

export async function measureChanges(words: readonly string[], print: (figure: Figure) => void): Promise<void> {
  const count = Number(words[0] ?? 100_000);
  for (const kind of kinds) await measureKind(kind, count, print);
}

async function measureKind(
  { like, name, targets }: (typeof kinds)[number],
  count: number,
  print: (figure: Figure) => void,
): Promise<void> {
  const ca = await createTestCa();
  const dovecot = await startDovecot({ leaf: ca.leaf, like });
  const profile = mkdtempSync(join(tmpdir(), 'heron-changes-bench-'));
  try {
    await dovecot.addUser(ada, { password });
    await dovecot.seedMany(ada, folderName, count);
    const endpoint = { host: 'localhost', port: dovecot.tlsPort, security: 'tls' } as const;
    const credentials = { kind: 'password', username: ada, password } as const;
    const session = await openSession({ endpoint, credentials, timeoutSeconds: 60, extraCa: ca.caPem }, signal);
    const other = new ImapFlow({
      host: dovecot.host,
      port: dovecot.tlsPort,
      secure: true,
      tls: { ca: [ca.caPem] },
      auth: { user: ada, pass: password },
      logger: false,
    });
    await other.connect();
    await other.mailboxOpen(folderName);
    const { store } = openMailStore({
      path: join(profile, 'cache.db'),
      accountId: 'bench' as AccountId,
      now: Date.now,
    });
    store.saveFolders(await session.listFolders(signal));
    const folder = store.folders().find((each) => each.name === folderName);
    if (folder === undefined) throw new Error(`${folderName} is not listed.`);
    /** Milliseconds that SELECT took: Dovecot reads a changed Maildir again, which is its own work and not Heron's. */
    const selects: number[] = [];
    const select = session.select.bind(session);
    session.select = async (...all) => {
      const asked = performance.now();
      const selected = await select(...all);
      selects.push(performance.now() - asked);
      return selected;
    };
    const run = async (): Promise<number> => {
      const started = performance.now();
      await syncFolder(
        wholeRun({
          session,
          store,
          folderId: folder.id,
          path: folderName,
          now: Date.now,
          random: Math.random,
        }),
      );
      return performance.now() - started - (selects.at(-1) ?? 0);
    };
    await run();
    /** Half of them flags, half removals; `span` messages are between the newest and the oldest of them. */
    const change = async (span: number, round: number): Promise<void> => {
      const exists = store.storedCount(folder.id);
      const at = (index: number): number => exists - Math.floor(((index + 0.5) * span) / changes) - round;
      for (let index = 0; index < changes; index += 2) {
        const flagged = round % 2 === 0;
        if (flagged) await other.messageFlagsAdd(`${at(index)}`, ['\\Flagged']);
        else await other.messageFlagsRemove(`${at(index)}`, ['\\Seen']);
      }
      // The newest first: a removal moves the numbers above it.
      for (let index = 1; index < changes; index += 2) await other.messageDelete(`${at(index)}`);
    };
    const measured = async (span: number | null): Promise<number> => {
      const times: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        if (span !== null) await change(span, round);
        times.push(await run());
      }
      const status = await other.status(folderName, { messages: true, unseen: true });
      const unseen = store.uidsMarked(folder.id, 'unseen').length;
      if (status === false || status.messages !== store.storedCount(folder.id) || status.unseen !== unseen)
        throw new Error(
          `Stored: ${store.storedCount(folder.id)}, ${unseen} unseen; the server: ${JSON.stringify(status)}.`,
        );
      console.log(
        `  without SELECT, for which Dovecot needed ${selects
          .slice(-rounds)
          .map((each) => each.toFixed(0))
          .join(', ')} ms`,
      );
      return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
    };
    const size = count.toLocaleString('en');
    const lines = [
      { what: `nothing changed in ${size}`, span: null },
      { what: `${changes} changes among the newest thousand of ${size}`, span: 1_000 },
      { what: `${changes} changes anywhere in ${size}`, span: count - 100 },
    ];
    for (const [index, { what, span }] of lines.entries()) {
      print({ name: `${name}: ${what}`, value: await measured(span), unit: 'ms', target: targets[index] ?? 0 });
    }
    store.close();
    await other.logout();
    await session.close();
  } finally {
    rmSync(profile, { recursive: true, force: true });
    await dovecot.stop();
  }
}
