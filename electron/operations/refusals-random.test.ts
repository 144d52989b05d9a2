import { describe, expect, it } from 'vitest';
import type { FakeCommand, FakeRefusal } from '../imap/fake-server.ts';
import { seedsOf } from '../platform/rounds-fixture.ts';
import { seededRandom } from '../store/store-fixture.ts';
import { operationFixture } from './operation-fixture.ts';
import type { OperationAction } from './operation-queue.ts';

const paths = ['INBOX', 'Work', 'Shared', 'Quiet'] as const;
/** No refusal reaches this folder. */
const quiet = 'Quiet';
const perFolder = 40;
/** The answers of one command; `null` lets it happen. */
const answers: readonly (FakeRefusal | null)[] = [
  null,
  null,
  { code: 'NOPERM', text: 'Access denied.' },
  { code: 'OVERQUOTA', text: 'Quota exceeded.' },
  { code: 'READ-ONLY', text: 'Read-only.' },
  { code: 'TRYCREATE', text: 'No mailbox.' },
  { code: 'CANNOT', text: 'Never.' },
  { code: 'INUSE', text: 'Locked.' },
  { code: 'UNAVAILABLE', text: 'Later.' },
  { code: 'SERVERBUG', text: 'Fault.' },
  { code: 'LIMIT', text: 'Too many.' },
  { code: 'CORRUPTION', text: 'One is damaged.' },
  { text: 'Permission denied' },
  { text: '' },
];
const changing: ReadonlySet<string> = new Set(['setSeen', 'setFlagged', 'setTag', 'move', 'expunge', 'createFolder']);

describe('any interleaving of refusals', () => {
  it.each(seedsOf(60))(
    'B14b B3b: each operation is done, parked with a reason, or waits; neighbours are unaffected (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
      const box = operationFixture();
      if (random(2) === 0) box.server.capabilities = ['IMAP4REV1', 'UIDPLUS', 'IDLE'];
      for (const path of paths) await box.fill(path, perFolder);
      await box.fill('Deleted Items', 0);
      const actions: readonly OperationAction[] = [
        { kind: 'set_seen', seen: true },
        { kind: 'set_flagged', flagged: true },
        { kind: 'set_tag', tag: 'travel', on: true },
        { kind: 'set_tag', tag: 'travel', on: false },
        { kind: 'move', destination: 'Deleted Items' },
        { kind: 'move', destination: 'Made', role: 'archive' },
        { kind: 'delete' },
      ];
      /** The messages that each kind of command is refused for, and how; others are let through. */
      const poison = new Map<string, { readonly uids: ReadonlySet<number>; readonly answer: FakeRefusal | null }>();
      const refuse = (command: FakeCommand): FakeRefusal | null => {
        const { verb, path, uids } = command;
        if (path === quiet || (verb !== 'select' && !changing.has(verb))) return null;
        const key = `${verb} ${path}`;
        const known = poison.get(key) ?? {
          uids: new Set(Array.from({ length: 1 + random(3) }, () => 1 + random(perFolder))),
          answer: pick(answers),
        };
        poison.set(key, known);
        // Now and then any command is refused in some way, once.
        if (random(12) === 0) return pick(answers);
        const isHit = uids.length === 0 || known.answer?.code !== undefined || uids.some((uid) => known.uids.has(uid));
        return isHit ? known.answer : null;
      };
      box.refuse(refuse);
      let added = 0;
      for (let round = 0; round < 6; round += 1) {
        const path = pick(paths);
        const from = 1 + random(perFolder);
        const uids = Array.from({ length: 1 + random(perFolder - from + 1) }, (_, index) => from + index);
        box.add(path, uids, pick(actions));
        added += uids.length;
        if (random(2) === 0) await box.run(box.now);
      }
      const before = box.now;
      await box.run(before + 60 * 60_000);
      for (const operation of box.queued()) {
        if (operation.state === 'parked') {
          expect(operation.error?.code).toMatch(/^(operation_parked|trash_missing)$/);
          expect(operation.folderPath).not.toBe(quiet);
        }
      }
      // What is left and not parked waits for its time.
      const open = box.queued().filter(({ state }) => state !== 'parked');
      if (open.length > 0) {
        expect(box.runner.hasWork).toBe(false);
        expect(box.runner.nextAt()).toBeGreaterThan(box.now);
      }
      expect(box.queued().filter(({ folderPath }) => folderPath === quiet)).toEqual([]);
      // Far fewer commands than one for each message and attempt.
      expect(box.commands.length).toBeLessThanOrEqual(40 * 6 + 3 * added);
      // Nothing is lost, and nothing is there twice, however it ended.
      box.refuse(() => null);
      for (let turn = 0; turn < 3; turn += 1) {
        for (const { id } of box.parked()) {
          box.queue.retry([id]);
          box.runner.forget([id]);
        }
        await box.run();
      }
      const copies = [...box.server.folders.values()].flatMap(({ messages }) =>
        messages.map(({ envelope }) => envelope.messageIdHeader),
      );
      expect(new Set(copies).size).toBe(copies.length);
      expect(box.queued().filter(({ state }) => state !== 'parked')).toEqual([]);
      box.close();
    },
    30_000,
  );
});
