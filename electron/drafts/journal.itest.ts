import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { DraftId } from '../../shared/writing.ts';
import { builtProgram } from '../platform/built-program-fixture.ts';
import { patienceFor, roundsOf } from '../platform/rounds-fixture.ts';
import { openUserDatabase } from '../store/user-database.ts';
import { DraftStore } from './draft-store.ts';

const rounds = roundsOf(20);

it(
  'kill -9 while a draft is written loses nothing that was saved, in each round (C1, C3)',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heron-journal-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const path = join(folder, 'user.db');
    const id = randomUUID() as string as DraftId;
    const program = await builtProgram(new URL('./draft-writer-fixture.ts', import.meta.url));
    let highest = 0;
    for (let round = 0; round < rounds; round += 1) {
      const writer = spawn(process.execPath, [program, path, id], { stdio: ['ignore', 'pipe', 'inherit'] });
      let told = '';
      writer.stdout.setEncoding('utf8').on('data', (text: string) => {
        told += text;
        // Killed after a number of saves that differs from round to round, in the middle of whatever comes next.
        if (told.split('\n').length > 1 + ((round * 7) % 23)) writer.kill('SIGKILL');
      });
      await once(writer, 'close');
      const saved = Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1));
      expect(saved).toBeGreaterThan(highest);
      const { database, notice } = openUserDatabase({ path, now: () => Date.now() });
      const drafts = new DraftStore(database, () => Date.now());
      const draft = drafts.get(id);
      const journal = drafts.revisions(id).map(({ revision }) => revision);
      database.close();
      expect(notice).toBeNull();
      // The save that was under way may be there or not; nothing before it is missing, and it is whole.
      expect([saved, saved + 1]).toContain(draft.revision);
      expect(draft.content.body.split(' ')[0]).toBe(String(draft.revision));
      expect(journal[0]).toBe(draft.revision);
      expect(journal.length).toBe(draft.revision);
      highest = draft.revision;
    }
    process.stdout.write(`${rounds} rounds of kill -9, ${highest} revisions, none lost\n`);
  },
  patienceFor(rounds),
);
